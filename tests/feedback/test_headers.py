"""Response headers of the residents' pages."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from feedback.intake.receipts import seal
from tests.factories import ServiceFactory
from tests.feedback import canaries
from tests.feedback.answer_states import answer_states
from tests.feedback.resident import Resident

pytestmark = pytest.mark.django_db(transaction=True)


def every_answer(monkeypatch) -> dict[str, object]:
    """Return a response of each kind, to a visitor with cookies."""
    ServiceFactory(slug="digidel")
    ServiceFactory(slug="closed", closes_on=datetime.date(2020, 1, 1))
    client = Client(**canaries.ENVIRON)
    resident = Resident(client, "digidel")
    answers = {"form": resident.open(), "error": resident.post("check")}
    answers["check"] = resident.post("check", rating="4", comment="Ring 070-174 06 05.")
    picture = f"/feedback/captcha/{resident.fields['captcha_key']}.png"
    answers["picture"] = client.get(picture)
    answers["wrong"] = resident.send("wrong")
    answers["sent"] = resident.send()
    answers["thanks"] = client.get(answers["sent"]["Location"])
    answers["used picture"] = client.get(picture)
    answers["services"] = client.get("/feedback/")
    answers["closed"] = client.get("/feedback/closed/")
    answers["unknown"] = client.get("/feedback/nowhere/")
    answers["too late"] = client.get(
        f"/feedback/digidel/tack/{seal('1' * 16, timezone.now() - datetime.timedelta(days=1))}/"
    )
    answers["too large"] = client.post(
        "/feedback/digidel/", "x" * 200_000, content_type="application/x-www-form-urlencoded"
    )
    return answers | answer_states(client, monkeypatch)


def test_no_response_sets_cookies_or_loads_third_party_content(monkeypatch):
    for name, answer in every_answer(monkeypatch).items():
        assert not answer.cookies, name
        assert "Set-Cookie" not in answer.headers, name
        assert "Cookie" not in answer.get("Vary", ""), name
        assert answer["Referrer-Policy"] == "no-referrer", name
        assert "no-store" in answer["Cache-Control"], name
        policy = dict(
            part.strip().partition(" ")[::2]
            for part in answer["Content-Security-Policy"].split(";")
            if part.strip()
        )
        assert policy["default-src"] == "'none'", name
        assert policy["script-src"] == policy["style-src"] == "'self'", name
        assert policy["form-action"] == "'self'", name
        assert "unsafe" not in answer["Content-Security-Policy"], name
        assert "http" not in answer["Content-Security-Policy"], name
