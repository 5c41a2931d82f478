"""Every state of the answer page, for tests of all pages."""

from urllib.parse import urlencode

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client

from feedback.intake import suspicion
from feedback.intake.receipts import receipt_hash
from tests.factories import SubmissionAnswerFactory, SubmissionFactory
from tests.feedback.resident import FORM, soup

PAGE = "/feedback/svar/"
ANSWERED, UNKNOWN = "1111222233334444", "9999888877776666"


def answer_states(
    client: Client, monkeypatch: pytest.MonkeyPatch, query: str = ""
) -> dict[str, HttpResponse]:
    """Return the answer page in each of its states, by name, without counting rate limits."""
    if not SubmissionAnswerFactory._meta.model.objects.exists():
        SubmissionAnswerFactory(
            submission=SubmissionFactory(receipt_hash=receipt_hash(ANSWERED)),
            outcome="not_possible",
            text="Vi har prövat om gruppen kan bli större.\n\nDet gick inte i år.",
            reason="Lokalen är byggd för nio.",
        )

    def ask(number: str, **fields: str) -> HttpResponse:
        data = urlencode({"receipt": number, "step": "show", **fields})
        return client.post(PAGE + query, data, content_type=FORM)

    def fail(*args: object, **kwargs: object) -> None:
        raise OperationalError

    with monkeypatch.context() as patched:
        patched.setattr(suspicion, "wait_for_answers", lambda request: None)
        states = {
            "number": client.get(PAGE + query),
            "no number": ask(""),
            "wrong number": ask("1234 5678"),
            "no answer": ask(UNKNOWN),
            "answer": ask(ANSWERED),
        }
        patched.setattr(suspicion, "wait_for_answers", lambda request: 60)
        states["number and challenge"] = ask(ANSWERED)
        key = soup(states["number and challenge"]).select_one("[name=captcha_key]")["value"]
        states["number and wrong answer"] = ask(ANSWERED, captcha_key=key, captcha_response="x")
        patched.setattr(suspicion, "wait_for_answers", lambda request: None)
        patched.setattr("feedback.resident.answer_page.find_answer", fail)
        states["answer unavailable"] = ask(ANSWERED)
    return states
