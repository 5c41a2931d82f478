"""Unexpected errors while handling a comment: the text is kept and no log quotes it."""

import json
import uuid
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone

from feedback.checks import no_error_reporter
from feedback.intake.challenges import issue_challenge
from feedback.models import IncomingSubmission
from feedback.models.notes import SubmissionNote
from tests.feedback import canaries
from tests.feedback.resident import FORM, Resident, right_answer, soup
from tests.feedback.staff import Staff

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.admin_indexes]

COMMENT = "Kanariekommentar, som ingen logg får visa."
PHONE = "042-10 50 00"
# Django's NoReverseMatch quotes the arguments of the URL.
BROKEN_TEMPLATE = "{% load i18n %}{% url 'feedback:nowhere-at-all' entry.comment %}"


@pytest.fixture
def broken(settings, tmp_path, monkeypatch):
    """Return a function that breaks the template of a page."""

    def break_template(name: str) -> None:
        folder = tmp_path / "templates" / "feedback"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.html").write_text(BROKEN_TEMPLATE)
        (templates,) = settings.TEMPLATES
        settings.TEMPLATES = [{**templates, "DIRS": [folder.parent, *templates["DIRS"]]}]

    settings.CONTACT_PHONE = PHONE
    return break_template


def assert_nothing_is_left(logged: canaries.EverythingLogged, *words: str) -> None:
    """Assert that neither the storage nor the console output has traces of the visitor."""
    shown = [("a log", text) for text in logged.text[::2]]
    found = [
        (place, text)
        for place, text in [*canaries.everything_stored(), *shown]
        if canaries.signs_in(text) or any(word in text for word in words)
    ]
    assert not found


def test_failing_template_keeps_the_text_and_logs_nothing(visitor, logged, broken):
    # Given
    broken("check")
    resident = Resident(visitor, "digidel", f"?{canaries.QUERY}=1")

    # When
    response = resident.fill_in(comment=COMMENT)

    # Then
    assert response.status_code == 500
    assert COMMENT in soup(response).text
    assert resident.fields["comment"] == COMMENT
    assert PHONE in response.text
    assert_nothing_is_left(logged, COMMENT)
    (said,) = (text for text in logged.text[::2] if "A feedback page failed" in text)
    assert "NoReverseMatch by way of" in said
    assert "feedback/resident/views.py:" in said


def test_form_can_be_sent_after_a_failed_page(visitor, broken, settings):
    whole = settings.TEMPLATES
    broken("check")
    resident = Resident(visitor, "digidel")
    resident.fill_in(comment=COMMENT)

    settings.TEMPLATES = whole
    resident.post("check")

    assert resident.send().status_code == 303
    assert IncomingSubmission.objects.get().comment == COMMENT


def test_failed_thank_you_page_keeps_the_stored_submission(visitor, logged, broken):
    broken("thanks")
    resident = Resident(visitor, "digidel")
    resident.fill_in(comment=COMMENT)
    sent = resident.send()

    response = visitor.get(sent["Location"])

    assert (sent.status_code, response.status_code) == (303, 500)
    assert IncomingSubmission.objects.get().comment == COMMENT
    assert not [text for text in logged.text[::2] if COMMENT in text]


def test_failing_error_page_falls_back_to_plain_text(visitor, logged, broken):
    # Given
    broken("check")
    broken("unavailable")

    # When
    response = visitor.post(
        f"/feedback/digidel/?{canaries.QUERY}=1",
        urlencode({"rating": 4, "comment": COMMENT}),
        content_type=FORM,
    )

    # Then
    assert response.status_code == 500
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert "gå tillbaka" in response.text
    assert PHONE in response.text
    assert_nothing_is_left(logged, COMMENT)


def test_error_that_quotes_the_comment_is_logged_without_it(visitor, logged, monkeypatch):
    # Given
    def fail(comment: str, *_rest: object) -> None:
        raise ValueError(f"cannot screen {comment!r}")

    key = issue_challenge(timezone.now()).key
    fields = {
        "service": "digidel",
        "rating": 4,
        "comment": COMMENT,
        "captchaKey": key,
        "captchaResponse": right_answer(key),
        "clientId": str(uuid.uuid4()),
    }
    monkeypatch.setattr("feedback.intake.submit.screen", fail)
    monkeypatch.setattr("feedback.resident.views.screen", fail, raising=False)
    monkeypatch.setattr("feedback.intake.crisis.screen", fail)

    # When
    page = Resident(visitor, "digidel", f"?{canaries.QUERY}=1").fill_in(comment=COMMENT)
    answer = visitor.post(
        f"/graphql/?{canaries.QUERY}=1",
        json.dumps(
            {
                "query": "mutation ($input: SubmitFeedbackInput!) "
                "{ submitFeedback(input: $input) { received } }",
                "variables": {"input": fields},
            }
        ),
        content_type="application/json",
    )

    # Then
    assert page.status_code == 500
    assert answer.json()["errors"][0]["extensions"]["code"] == "INTERNAL_SERVER_ERROR"
    assert not IncomingSubmission.objects.exists()
    assert_nothing_is_left(logged, COMMENT)
    told = [text for text in logged.text[::2] if "ValueError by way of" in text]
    assert len(told) == 2


def test_failed_insert_of_staff_is_logged_without_its_text(logged):
    staff = Staff("social")
    staff.client.raise_request_exception = False

    with canaries.table_that_refuses(SubmissionNote):
        response = staff.client.post(
            reverse("submissions:note", args=[staff.submission.pk]), {"text": COMMENT}
        )

    assert response.status_code == 500
    assert any("IntegrityError by way of" in text for text in logged.text)
    assert not [text for text in logged.text if COMMENT in text]


def test_installed_error_reporter_is_warned_of(monkeypatch, settings):
    requirements = Path(settings.BASE_DIR, "requirements.txt").read_text()

    assert no_error_reporter() == []
    assert "sentry" not in requirements
    assert settings.LOGGING["loggers"]["django"]["handlers"] == []

    monkeypatch.setattr("feedback.checks.find_spec", lambda name: name == "sentry_sdk" or None)

    (warning,) = no_error_reporter()
    assert "sentry_sdk" in warning.msg
