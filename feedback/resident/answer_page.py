"""The page where a resident reads the answer, by the receipt from the thank-you page.

The receipt is sent in the body of a form, never in a URL. An address that asks often has to answer
a challenge each time; nobody is locked out.
"""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback.captcha.sound import can_speak
from feedback.intake import challenges, ladder, suspicion
from feedback.intake.answer_lookup import find_answer
from feedback.intake.receipts import parse_receipt
from feedback.intake.submit import ErrorCode
from feedback.resident.responses import ResidentView

# Room for sixteen digits with spaces and dashes, and for text pasted by mistake.
MAX_TYPED = 100


class AnswerView(ResidentView):
    """Asks for the receipt, and shows the answer or that there is none."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the empty form."""
        return self.ask("")

    def post(self, request: HttpRequest) -> HttpResponse:
        """Look the answer up; the field `step` names the button that was pressed."""
        typed = self.typed(request)
        step = request.POST.get("step", "")
        if step == "language":
            return self.ask(typed)
        receipt = parse_receipt(typed)
        if receipt is None:
            return self.ask(typed, [_number_error(typed)], status=422)
        if step == "renew":
            return self.challenge(typed)
        if "captcha_key" in request.POST:
            if (error := self.captcha_error(request)) is not None:
                return self.challenge(typed, [error], status=422)
        elif suspicion.wait_for_answers(request) is not None:
            return self.challenge(typed, status=429)
        return self.page("answer", {"answer": find_answer(receipt)})

    def ask(
        self, typed: str, errors: list[dict[str, str]] | None = None, *, status: int = 200
    ) -> HttpResponse:
        """Return the form, with what was typed and its errors."""
        context = {"typed": typed, "errors": errors or [], "challenge": None}
        return self.page("answer_form", context, status=status)

    def challenge(
        self, typed: str, errors: list[dict[str, str]] | None = None, *, status: int = 200
    ) -> HttpResponse:
        """Return the form with a new challenge."""
        harder = suspicion.needs_harder_challenge(self.request)
        challenge = challenges.issue_challenge(
            timezone.now(), harder=harder, mark=ladder.NOT_FOR_SENDING
        )
        context = {
            "typed": typed,
            "errors": errors or [],
            "challenge": challenge,
            "question": challenge.question_in(self.language),
            "has_sound": can_speak(),
        }
        return self.page("answer_form", context, status=status)

    @staticmethod
    def captcha_error(request: HttpRequest) -> dict[str, str] | None:
        """Consume the challenge, and return the error of a wrong answer or None."""
        answer = request.POST.get("captcha_response", "")
        with transaction.atomic():
            verdict, _mark = challenges.consume(request.POST["captcha_key"], answer, timezone.now())
        if verdict is challenges.Verdict.RIGHT:
            return None
        is_wrong = verdict is challenges.Verdict.WRONG
        code = ErrorCode.CAPTCHA_WRONG if is_wrong else ErrorCode.CAPTCHA_EXPIRED
        return {"field": "captcha_response", "message": str(code.label), "anchor": "answer"}

    def typed_in(self, request: HttpRequest) -> dict[str, Any]:
        """Return the typed receipt for the error page."""
        return {"typed": self.typed(request)}

    @staticmethod
    def typed(request: HttpRequest) -> str:
        """Return the typed receipt, cut to `MAX_TYPED` characters."""
        return request.POST.get("receipt", "")[:MAX_TYPED]


def _number_error(typed: str) -> dict[str, Any]:
    message = (
        _("The number has 16 digits. Check that all of them are there.")
        if typed.strip()
        else _("Write the number that you got when you sent.")
    )
    return {"field": "receipt", "message": message, "anchor": "receipt"}
