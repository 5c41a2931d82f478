"""Erasure on request: complete and final, with a log entry of who and why."""

import pytest
import time_machine
from django.urls import reverse

from feedback.figures import rollups
from feedback.models import (
    Export,
    ExportPart,
    FeedbackLogEntry,
    Submission,
    SubmissionNote,
    Voice,
)
from tests.factories import SubmissionAnswerFactory
from tests.feedback import canaries

pytestmark = [pytest.mark.django_db, pytest.mark.admin_indexes]

INBOX = "/admin/submissions/"
ASKED = {"reason": "asked", "case": "SN 2026/123", "understood": "on"}


def erasure_url(submission: Submission) -> str:
    return reverse("submissions:erase", args=[submission.pk])


def test_erasure_requires_a_confirmation(social):
    page = social.client.get(erasure_url(social.submission))

    assert page.status_code == 200
    assert "Hemligt om social" in page.text
    assert Submission.objects.filter(pk=social.submission.pk).exists()


def test_erasure_deletes_everything_derived_from_it(social):
    # Given
    rollups.recount(social.service.pk)
    social.client.post(
        reverse("submissions:note", args=[social.submission.pk]), {"text": "Anteckning"}
    )
    social.client.post(
        reverse("submissions:moderate", args=[social.submission.pk]),
        {"text": "Omskrivet", "reason": "Kortad", "do": "publish"},
    )

    # When
    response = social.client.post(erasure_url(social.submission), ASKED, follow=True)

    # Then
    assert response.redirect_chain == [(INBOX, 302)]
    assert not Submission.objects.exists()
    assert not SubmissionNote.objects.exists()
    assert not Voice.objects.exists()
    assert "Hemligt om" not in social.client.get(INBOX, {"q": "Hemligt"}).text
    assert not rollups.recount(social.service.pk, correct=False)


def test_erased_text_is_found_nowhere(social, django_capture_on_commit_callbacks):
    # Given everything derived from a submission, each with a word of its own
    words = ["Kanariegul", "Anteckningsgul", "Versionsgul", "Skälgul", "Svarsgul", "Utkastsgul"]
    comment, note, version, reason, text, draft = words
    row = social.submission
    Submission.objects.filter(pk=row.pk).update(comment=comment)
    own = [row.pk]
    social.client.post(reverse("submissions:note", args=own), {"text": note})
    social.client.post(
        reverse("submissions:moderate", args=own),
        {"text": version, "reason": reason, "do": "publish"},
    )
    answer = SubmissionAnswerFactory(submission=row, text=text)
    answer.save_revision(user=social.user).publish()
    answer.text = draft
    answer.save_revision(user=social.user)
    months = {"first_month": "2026-04-01", "last_month": "2026-04-01"}
    with (
        django_capture_on_commit_callbacks(execute=True),
        time_machine.travel("2026-11-26T00:00:00+00:00", tick=False),
    ):
        social.client.post(reverse("submissions:package", args=[social.organisation.pk]), months)
    assert [each.state for each in Export.objects.all()] == ["ready"]
    stored = " ".join(text for _place, text in canaries.everything_stored())
    assert all(word in stored for word in words)

    # When
    with django_capture_on_commit_callbacks(execute=True):
        response = social.client.post(erasure_url(row), ASKED)

    # Then
    assert response.status_code == 302
    left = [
        (place, word)
        for place, text in canaries.everything_stored()
        for word in [*words, row.receipt_hash]
        if word in text
    ]
    assert left == []
    assert not ExportPart.objects.exists()
    for word in words:
        assert row.pk.hex not in social.client.get(INBOX, {"q": word}).text.replace("-", "")


def test_erasure_log_has_user_and_reason_without_content(social):
    # Given
    social.client.post(
        reverse("submissions:moderate", args=[social.submission.pk]),
        {"text": "Omskrivet", "reason": "Sagt i förtroende", "do": "publish"},
    )

    # When
    social.client.post(erasure_url(social.submission), ASKED)

    # Then
    entry = FeedbackLogEntry.objects.get(action="feedback.erase")
    assert (entry.user, entry.deleted) == (social.user, True)
    assert entry.data == {"reason": "asked", "case": "SN 2026/123"}
    every = str(list(FeedbackLogEntry.objects.values_list("label", "data")))
    for word in ("Hemligt", "Omskrivet", "förtroende"):
        assert word not in every


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, {"reason", "understood"}),
        ({"reason": "asked"}, {"understood"}),
        ({"reason": "because", "understood": "on"}, {"reason"}),
        ({**ASKED, "case": "Anna Andersson 5"}, {"case"}),
        ({**ASKED, "case": "19900101-0017"}, {"case"}),
        ({**ASKED, "case": "070-1740605"}, {"case"}),
        ({**ASKED, "case": "\x00"}, {"case"}),
        ({**ASKED, "case": "1" * 31}, {"case"}),
    ],
)
def test_erasure_without_a_valid_reason_is_refused(social, fields, wrong):
    response = social.client.post(erasure_url(social.submission), fields)

    assert response.status_code == 200
    assert set(response.context["form"].errors) == wrong
    assert Submission.objects.filter(pk=social.submission.pk).exists()


def test_second_erasure_is_not_found(social):
    social.client.post(erasure_url(social.submission), ASKED)

    assert social.client.post(erasure_url(social.submission), ASKED).status_code == 404
    assert FeedbackLogEntry.objects.filter(action="feedback.erase").count() == 1


def test_page_needs_permission(social):
    permissions = social.group.permissions
    permissions.remove(permissions.get(codename="erase_submission"))

    response = social.client.post(erasure_url(social.submission), ASKED)

    assert response.status_code == 404
    assert Submission.objects.filter(pk=social.submission.pk).exists()
    edit = reverse("submissions:edit", args=[social.submission.pk])
    assert erasure_url(social.submission) not in social.client.get(edit).text


def test_pages_are_reached_from_the_submission(social):
    edit = reverse("submissions:edit", args=[social.submission.pk])

    page = social.client.get(edit).text

    assert erasure_url(social.submission) in page
    assert reverse("submissions:moderate", args=[social.submission.pk]) in page
