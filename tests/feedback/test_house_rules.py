"""Rules for the whole feedback module."""

import datetime

import pytest

from feedback.checks import captcha_is_on
from feedback.demo.answers import ANSWERED_RECEIPT, WAITING_RECEIPT
from feedback.demo.submissions import generate_demo_feedback
from feedback.figures import rollups
from feedback.handling.moderation import published_voices
from feedback.intake.answer_lookup import find_answer
from feedback.models import (
    IncomingSubmission,
    PublishedFigures,
    ReplyTemplate,
    Service,
    Submission,
    SubmissionAnswer,
)
from tests.factories import ServiceFactory


@pytest.mark.parametrize("name", ["CAPTCHA_TEST_MODE", "CAPTCHA_GET_FROM_POOL"])
def test_captcha_test_mode_fails_the_system_check(settings, monkeypatch, name):
    settings.DEBUG = False
    assert captcha_is_on() == []

    monkeypatch.setattr(f"captcha.conf.settings.{name}", True)

    assert len(captcha_is_on()) == 1


@pytest.mark.django_db
def test_demo_feedback_is_created_once_for_closed_months():
    # Given
    for slug in ("digidel-drop-in", "bostad-forst", "motet-med-socialsekreteraren"):
        ServiceFactory(slug=slug)
    today = datetime.date(2026, 3, 9)

    # When
    generate_demo_feedback(today)
    first = set(Submission.objects.values_list("pk", flat=True))
    generate_demo_feedback(today)

    # Then
    assert set(Submission.objects.values_list("pk", flat=True)) == first
    assert len(first) > 30
    assert all(row.month < datetime.date(2026, 3, 1) for row in Submission.objects.all())
    assert Submission.objects.filter(urgent=True).exists()
    assert IncomingSubmission.objects.exists()
    assert PublishedFigures.objects.exists()
    assert published_voices().exists()
    assert not any(rollups.recount(service.pk, correct=False) for service in Service.objects.all())
    assert ReplyTemplate.objects.exists()
    # One answer can be read with the documented receipt.
    assert find_answer(ANSWERED_RECEIPT)
    assert find_answer(WAITING_RECEIPT) is None
    answered = Submission.objects.filter(status="answered")
    assert answered.count() == SubmissionAnswer.objects.filter(live=True).count() > 5
    assert not SubmissionAnswer.objects.filter(answered_on__gt=today).exists()
