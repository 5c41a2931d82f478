"""The public version of a comment, approved by a person."""

import pytest
from django.urls import reverse

from cms.response_cache.version import read_version
from feedback.handling.moderation import published_voices
from feedback.models import FeedbackLogEntry, Submission, Voice
from tests.factories import SubmissionFactory
from tests.feedback.staff import Staff

pytestmark = pytest.mark.django_db

COMMENT = "Ring mig på 070-174 06 05.\n\nPersonalen var vänlig."


def moderation_url(submission: Submission) -> str:
    return reverse("submissions:moderate", args=[submission.pk])


def comment_of(staff: Staff, comment: str = COMMENT, **fields: object) -> Submission:
    return SubmissionFactory(service=staff.service, comment=comment, **fields)


def test_suggested_redaction_omits_personal_data(social):
    page = social.client.get(moderation_url(comment_of(social)))

    assert page.context["form"]["text"].value() == (
        "Ring mig på [borttaget].\n\nPersonalen var vänlig."
    )
    assert "<mark>070-174 06 05</mark>" in page.text


def test_comments_are_not_public_by_default(social):
    submission = comment_of(social)

    social.client.get(moderation_url(submission))
    social.client.post(
        moderation_url(submission), {"text": "Vänlig.", "reason": "Kortad", "do": "draft"}
    )

    assert not published_voices().exists()
    assert Voice.objects.get().text == "Vänlig."


def test_published_version_keeps_the_original(social):
    submission = comment_of(social)
    before = Submission.objects.values().get(pk=submission.pk)

    response = social.client.post(
        moderation_url(submission), {"text": "Vänlig.", "reason": "Kortad", "do": "publish"}
    )

    assert response.status_code == 302
    assert [voice.text for voice in published_voices()] == ["Vänlig."]
    after = Submission.objects.values().get(pk=submission.pk)
    assert after == {**before, "status": "published"}


def test_decisions_are_logged_with_their_reason_and_no_text(social):
    url = moderation_url(comment_of(social))

    for do in ("draft", "publish", "withdraw"):
        social.client.post(url, {"text": "Vänlig.", "reason": "Kortad", "do": do})

    entries = FeedbackLogEntry.objects.order_by("pk")
    assert [(entry.action, entry.user, entry.data) for entry in entries] == [
        ("feedback.redact", social.user, {"reason": "Kortad"}),
        ("feedback.publish", social.user, {"reason": "Kortad"}),
        ("feedback.withdraw", social.user, {}),
    ]


def test_history_shows_decisions_as_text(social):
    submission = comment_of(social)
    fields = {"text": "Vänlig.", "reason": "Kortad", "do": "publish"}
    social.client.post(moderation_url(submission), fields)

    page = social.client.get(reverse("submissions:history", args=[submission.pk]))

    assert page.status_code == 200
    assert "Kortad" in page.text


def test_withdrawn_version_is_not_public(social):
    submission = comment_of(social)
    url = moderation_url(submission)
    social.client.post(url, {"text": "Vänlig.", "reason": "Kortad", "do": "publish"})

    social.client.post(url, {"do": "withdraw"})

    assert not published_voices().exists()
    submission.refresh_from_db()
    assert submission.status == "in_review"


def test_draft_of_a_public_version_withdraws_it(social):
    submission = comment_of(social)
    url = moderation_url(submission)
    social.client.post(url, {"text": "Vänlig.", "reason": "Kortad", "do": "publish"})

    social.client.post(url, {"text": "Halvt omskriven", "reason": "Kortad", "do": "draft"})

    assert not published_voices().exists()
    submission.refresh_from_db()
    assert submission.status == "in_review"


@pytest.mark.parametrize("status", ["new", "in_review", "archived"])
@pytest.mark.parametrize("way", ["page", "bulk action"])
def test_other_statuses_keep_the_public_version(social, way, status):
    # Given
    submission = comment_of(social)
    fields = {"text": "Vänlig.", "reason": "Kortad", "do": "publish"}
    social.client.post(moderation_url(submission), fields)
    page = reverse("submissions:edit", args=[submission.pk])
    bulk = reverse("wagtail_bulk_action", args=["feedback", "submission", "status"])
    url = page if way == "page" else f"{bulk}?id={submission.pk}"

    # When
    question = social.client.get(url).text
    social.client.post(url, {"status": status})

    # Then
    submission.refresh_from_db()
    assert submission.status == status
    assert [each.text for each in published_voices()] == ["Vänlig."]
    assert "Bara karantän tar tillbaka det." in question
    assert "Alla kan läsa den, vilken status synpunkten än har" in social.client.get(page).text


def test_page_marks_a_draft_as_not_public(social):
    submission = comment_of(social)
    page = reverse("submissions:edit", args=[submission.pk])
    before = social.client.get(page).text

    fields = {"text": "Vänlig.", "reason": "Kortad", "do": "draft"}
    social.client.post(moderation_url(submission), fields)

    draft = "Ett utkast, som bara du och dina kollegor kan läsa."
    assert draft in social.client.get(page).text
    assert draft not in before


def test_quarantine_withdraws_the_public_version(social):
    submission = comment_of(social)
    fields = {"text": "Vänlig.", "reason": "Kortad", "do": "publish"}
    social.client.post(moderation_url(submission), fields)

    social.client.post(reverse("submissions:edit", args=[submission.pk]), {"status": "quarantined"})

    assert not published_voices().exists()


def test_quarantined_submission_cannot_be_published(social):
    submission = comment_of(social, status="quarantined")

    response = social.client.post(
        moderation_url(submission), {"text": "Vänlig.", "reason": "Kortad", "do": "publish"}
    )

    assert response.status_code == 200
    assert response.context["form"].non_field_errors()
    assert not Voice.objects.exists()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, {"text", "reason"}),
        ({"text": " \u200b ", "reason": "Kortad"}, {"text"}),
        ({"text": "\x00", "reason": "\x00"}, {"text", "reason"}),
        ({"text": "x" * 6001, "reason": "x" * 301}, {"text", "reason"}),
        ({"text": "Ring 070-174 06 05", "reason": "Kortad"}, {"text"}),
        ({"text": "Vänlig.", "reason": "Tog bort 070-174 06 05"}, {"reason"}),
    ],
)
def test_invalid_public_version_is_refused_and_kept_in_the_form(social, fields, wrong):
    url = moderation_url(comment_of(social))

    response = social.client.post(url, {**fields, "do": "publish"})

    assert response.status_code == 200
    assert set(response.context["form"].errors) == wrong
    assert response.context["form"]["text"].value() == fields.get("text")
    assert not Voice.objects.exists()


def test_remaining_personal_data_can_be_confirmed(social):
    url = moderation_url(comment_of(social))
    fields = {"text": "Ring 070-174 06 05", "reason": "Växelns nummer", "do": "publish"}

    social.client.post(url, {**fields, "confirmed": "on"})

    assert published_voices().get().text == "Ring 070-174 06 05"


def test_longest_comment_can_be_published_as_suggested(social):
    submission = comment_of(social, "070-174 06 05, " * 80)
    url = moderation_url(submission)
    text = social.client.get(url).context["form"]["text"].value()

    response = social.client.post(url, {"text": text, "reason": "Kortad", "do": "publish"})

    assert response.status_code == 302


@pytest.mark.parametrize("page", ["moderate", "erase"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_publishing_and_erasing_exclude_other_administrations(social, labour, page, method):
    url = reverse(f"submissions:{page}", args=[labour.submission.pk])
    fields = {"text": "Vänlig.", "reason": "asked", "do": "publish", "understood": "on"}

    response = getattr(social.client, method)(url, fields)

    assert response.status_code == 404
    assert labour.submission.comment not in response.text
    assert Submission.objects.filter(pk=labour.submission.pk).exists()
    assert not Voice.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_submission_without_comment_has_no_moderation_page(social, method):
    url = moderation_url(comment_of(social, ""))

    assert getattr(social.client, method)(url, {"do": "withdraw"}).status_code == 404


def test_comment_is_shown_as_text(social):
    url = moderation_url(comment_of(social, "<script>alert(1)</script> a@example.org<b>"))

    page = social.client.get(url).text

    assert "<script>alert(1)" not in page
    assert "<mark>a@example.org</mark>" in page


def test_publication_invalidates_cached_responses(social, django_capture_on_commit_callbacks):
    url = moderation_url(comment_of(social))
    fields = {"text": "Vänlig.", "reason": "Kortad", "do": "publish"}

    for each in (fields, {"do": "withdraw"}):
        before = read_version()

        with django_capture_on_commit_callbacks(execute=True):
            social.client.post(url, each)

        assert read_version() != before
