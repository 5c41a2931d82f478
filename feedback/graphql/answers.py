"""The answer to a resident, by receipt."""

from collections.abc import Mapping, Sequence
from typing import Any

import graphene

from cms.graphql.errors import BadUserInput, Code, Refusal
from cms.graphql.fields import ApiArgument, ApiField, Call
from cms.graphql.scalars import Date
from feedback.graphql.enums import AnswerOutcomeType
from feedback.intake import suspicion
from feedback.intake.answer_lookup import ReadableAnswer, find_answer
from feedback.intake.faults import without_quoting
from feedback.intake.receipts import parse_receipt


class FeedbackAnswer(graphene.ObjectType):
    """An administration's answer to one resident.

    It holds nothing of what the resident sent, since somebody else may see the screen.
    """

    class Meta:
        possible_types = (ReadableAnswer,)

    service_name = ApiField(graphene.String, description="Name of the service.")
    service_slug = ApiField(
        graphene.String, description="Slug of the service, as an argument of `service`."
    )
    outcome = ApiField(AnswerOutcomeType, description="What the feedback has led to.")
    text = ApiField(
        graphene.String, description="The answer as plain text; blank lines separate paragraphs."
    )
    reason = ApiField(
        graphene.String,
        required=False,
        source=lambda answer, _context: answer.reason or None,
        description="The reason; never null for `NOT_POSSIBLE`.",
    )
    answered_on = ApiField(Date, description="The day of the answer.")
    language = ApiField(
        graphene.String,
        source=lambda answer, _context: answer.language.value,
        description="The language of `text` and `reason`, `sv` or `en`: the language of the form "
        "in which the feedback was sent.",
    )


# A traceback could hold the receipt.
_find = without_quoting(passing=Refusal)(lambda receipt: find_answer(receipt))


class _AnswerLoader:
    """Looks an answer up by its receipt."""

    def load(self, parents: Sequence[Any], call: Call) -> Sequence[ReadableAnswer | None]:
        """Return the answer, or None for any other number."""
        receipt = parse_receipt(call.arguments["receipt"]) or ""
        answer = _find(receipt)
        return [answer for _ in parents]


def _check(receipt: str, _arguments: Mapping[str, Any], context: Any) -> None:
    """Refuse text that is no receipt, without quoting it, and an address that asks too often."""
    if parse_receipt(receipt) is None:
        raise BadUserInput(
            "Argument 'receipt' must have the sixteen digits of a receipt; spaces and dashes are "
            "ignored."
        )
    seconds = suspicion.wait_for_answers(context.request)
    if seconds is not None:
        raise Refusal(
            Code.RATE_LIMITED,
            f"Rate limit exceeded: {suspicion.ANSWERS_AN_HOUR} answers per hour per address. Retry "
            f"after {seconds} seconds, or link to /feedback/svar/, which asks for a challenge "
            "instead.",
            status=429,
            headers={"Retry-After": str(seconds)},
        )


class FeedbackAnswerQuery:
    """The root field for an answer."""

    feedback_answer = ApiField(
        FeedbackAnswer,
        required=False,
        description="The answer to a resident's feedback. Null if there is none, and also for a "
        "receipt that was never issued. POST only and never cached: send the receipt as a "
        "variable, and keep it out of URLs and logs. At most 20 requests per hour per address.",
        loader=_AnswerLoader(),
        post_only=True,
        args={
            "receipt": ApiArgument(
                graphene.NonNull(graphene.String),
                check=_check,
                description="The sixteen digits as the resident typed them; spaces, dashes and "
                "full-width digits are accepted. Anything else is refused.",
            )
        },
    )
