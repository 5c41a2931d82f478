"""Answering one resident in the admin: drafts, review, templates, and permissions."""

import pytest
from django.contrib.auth.models import Permission, User
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.test import Client
from django.urls import NoReverseMatch, reverse
from wagtail.models import ReferenceIndex, Revision, TaskState, WorkflowState

from feedback.figures.rollups import recount
from feedback.handling import status as handling
from feedback.models import FeedbackLogEntry, ReplyTemplate, Submission, SubmissionAnswer
from feedback.retention.erasure import erase
from pages.roles import review_of, set_up_organisation
from tests.factories import PUBLISHED_AT, SubmissionAnswerFactory, SubmissionFactory
from tests.feedback.answering import ANSWER, TEXT, add_url, begin, url_of

pytestmark = pytest.mark.django_db


def publish(staff, answer, **fields):
    data = {**ANSWER, **fields, "action-publish": "action-publish"}
    return staff.client.post(url_of("edit", answer.pk), data)


def status_of(submission):
    return Submission.objects.values_list("status", flat=True).get(pk=submission.pk)


@pytest.fixture
def writer(social):
    """A user who may write answers but needs a review to publish."""
    set_up_organisation(social.organisation)
    for codename in ("publish_submissionanswer",):
        social.group.permissions.remove(social.group.permissions.get(codename=codename))
    return social


def publisher_of(staff):
    """Return another user of the staff who may publish."""
    user = User.objects.create_user("kollega")
    user.groups.add(staff.group)
    user.user_permissions.add(Permission.objects.get(codename="publish_submissionanswer"))
    return user


# --- From the submission to the resident ----------------------------------------------------------


def test_answer_is_created_from_the_submission_and_published(social):
    # Given
    recount(social.service.pk)
    page = social.client.get(reverse("submissions:edit", args=[social.submission.pk]))
    assert add_url(social.submission) in page.text

    # When
    form = social.client.get(add_url(social.submission))
    answer = begin(social)
    draft = (answer.live, status_of(social.submission))
    published = publish(social, answer)

    # Then
    assert "Hemligt om social" in form.text
    assert draft == (False, "new")
    assert published.status_code == 302
    answer.refresh_from_db()
    assert (answer.live, answer.text) == (True, TEXT)
    assert status_of(social.submission) == "answered"
    assert not recount(social.service.pk, correct=False)


def test_submission_has_one_answer(social):
    answer = begin(social)

    again = social.client.get(add_url(social.submission))
    twice = social.client.post(add_url(social.submission), ANSWER)

    assert again.headers["Location"] == twice.headers["Location"] == url_of("edit", answer.pk)
    assert SubmissionAnswer.objects.count() == 1


def test_draft_change_is_not_public_until_published(social):
    answer = begin(social)
    publish(social, answer)

    social.client.post(url_of("edit", answer.pk), {**ANSWER, "text": "En ny text."})

    answer.refresh_from_db()
    assert answer.text == TEXT
    assert "En ny text." in social.client.get(url_of("edit", answer.pk)).text


def test_withdrawn_answer_ends_the_answered_status(social):
    answer = begin(social)
    publish(social, answer)

    response = social.client.post(url_of("unpublish", answer.pk))

    assert response.status_code == 302
    answer.refresh_from_db()
    assert not answer.live
    assert status_of(social.submission) == "in_review"


def test_answer_is_never_deleted(social):
    answer = begin(social)
    bulk = reverse("wagtail_bulk_action", args=["feedback", "submissionanswer", "delete"])

    for url in (url_of("delete", answer.pk), f"{bulk}?id={answer.pk}"):
        social.client.post(url)

    assert SubmissionAnswer.objects.filter(pk=answer.pk).exists()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"outcome": "not_possible", "reason": " "}, ["reason"]),
        ({"outcome": "maybe"}, ["outcome"]),
        ({"text": ""}, ["text"]),
        ({"text": "å" * 2001}, ["text"]),
        ({"answered_on": "2026-02-30"}, ["answered_on"]),
    ],
)
def test_invalid_answer_is_not_published(social, fields, wrong):
    answer = begin(social)

    refused = publish(social, answer, **fields)

    assert refused.status_code == 200
    assert list(refused.context["form"].errors) == wrong
    answer.refresh_from_db()
    assert not answer.live


def test_quarantined_submission_cannot_be_answered(social):
    # Given
    answer = begin(social)
    Submission.objects.filter(pk=social.submission.pk).update(status="quarantined")
    fresh = SubmissionFactory(service=social.service, status="quarantined")

    # When
    pages = [
        social.client.get(add_url(fresh)),
        social.client.post(add_url(fresh), ANSWER),
        publish(social, answer),
    ]

    # Then
    assert {page.status_code for page in pages} == {302}
    assert all(page.headers["Location"].startswith("/admin/submissions/") for page in pages)
    assert not SubmissionAnswer.objects.filter(live=True).exists()
    assert not SubmissionAnswer.objects.filter(submission=fresh).exists()


@pytest.mark.parametrize("submission", ["", "x", "00000000-0000-4000-8000-000000000000"])
def test_answer_without_a_submission_is_not_found(social, submission):
    url = f"{url_of('add')}?submission={submission}"

    assert social.client.get(url).status_code == 404
    assert social.client.post(url, ANSWER).status_code == 404


# --- Review ---------------------------------------------------------------------------------------


def test_colleague_approves_a_draft(writer):
    # Given
    answer = begin(writer)
    assert publish(writer, answer).status_code == 302
    answer.refresh_from_db()
    assert not answer.live

    # When it is sent for review
    data = {**ANSWER, "action-submit": "action-submit"}
    writer.client.post(url_of("edit", answer.pk), data)
    home = writer.client.get("/admin/").text
    listed = writer.client.get(url_of("list"), {"waits": "true"}).text
    task = TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS)
    colleague = Client()
    colleague.force_login(publisher_of(writer))
    waiting = colleague.get("/admin/").text
    colleague.post(url_of("workflow_action", answer.pk, "approve", task.pk), {"comment": "Bra"})

    # Then
    for page in (home, listed, waiting):
        assert url_of("edit", answer.pk) in page
    answer.refresh_from_db()
    assert answer.live
    assert status_of(writer.submission) == "answered"


def test_review_is_limited_to_the_administration(social, labour):
    # Given
    set_up_organisation(social.organisation)
    set_up_organisation(labour.organisation)
    answer = begin(social)
    social.client.post(url_of("edit", answer.pk), {**ANSWER, "action-submit": "action-submit"})
    task = TaskState.objects.get()

    # When
    home = labour.client.get("/admin/").text
    report = labour.client.get("/admin/reports/workflow/").text
    tasks = labour.client.get("/admin/reports/workflow_tasks/").text
    acted = labour.client.post(url_of("workflow_action", answer.pk, "approve", task.pk))

    # Then
    assert answer.get_workflow() == review_of(social.organisation)
    for page in (home, report, tasks):
        assert url_of("edit", answer.pk) not in page
        assert social.service.name not in page
    assert acted.status_code == 404
    answer.refresh_from_db()
    assert not answer.live


def test_quarantine_ends_the_review_and_the_schedule(writer):
    answer = begin(writer)
    writer.client.post(url_of("edit", answer.pk), {**ANSWER, "action-submit": "action-submit"})

    writer.client.post(
        reverse("submissions:edit", args=[writer.submission.pk]), {"status": "quarantined"}
    )

    assert status_of(writer.submission) == "quarantined"
    assert not WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS).exists()


# --- Each administration its own ------------------------------------------------------------------


def test_lists_and_searches_show_own_answers_only(social, labour):
    for staff in (social, labour):
        SubmissionAnswerFactory(submission=staff.submission, text=f"Svar från {staff.user}")

    for query in ({}, {"q": "Svar"}, {"waits": "false"}, {"outcome": "changed"}):
        for name in ("list", "list_results"):
            page = labour.client.get(url_of(name), query).text
            assert "Svar från labour" in page
            assert "Svar från social" not in page


def test_no_chooser_and_no_answer_for_other_administrations(social, labour):
    with pytest.raises(NoReverseMatch):
        reverse("wagtailsnippetchoosers_feedback_submissionanswer:choose")
    assert labour.client.get(add_url(social.submission)).status_code == 404
    assert labour.client.post(add_url(social.submission), ANSWER).status_code == 404
    assert not SubmissionAnswer.objects.exists()


def test_answer_form_needs_the_change_permission(social):
    answer = begin(social)
    social.group.permissions.remove(social.group.permissions.get(codename="change_submission"))

    for url in (add_url(social.submission), url_of("edit", answer.pk)):
        assert social.client.get(url).status_code in {302, 403}


# --- What is kept ---------------------------------------------------------------------------------


def test_log_and_reference_index_do_not_contain_the_text(social):
    answer = begin(social)
    publish(social, answer)
    social.client.post(url_of("unpublish", answer.pk))

    entries = FeedbackLogEntry.objects.all()
    actions = {entry.action for entry in entries}
    assert {"wagtail.create", "wagtail.publish", "feedback.answer", "feedback.unanswer"} <= actions
    for entry in entries:
        assert entry.administration_id == social.organisation.pk
        assert "Hemligt" not in f"{entry.label} {entry.data}"
        assert "Tack för" not in f"{entry.label} {entry.data}"
    models = ContentType.objects.get_for_models(SubmissionAnswer, Submission, ReplyTemplate)
    assert not ReferenceIndex.objects.filter(content_type__in=models.values()).exists()
    history = social.client.get(reverse("submissions:history", args=[social.submission.pk]))
    assert "Publicerade svaret" in history.text


def test_erasure_leaves_nothing_of_the_answer(writer):
    # Given
    answer = begin(writer)
    writer.client.post(url_of("edit", answer.pk), {**ANSWER, "action-submit": "action-submit"})
    task = TaskState.objects.get()
    writer.client.post(
        url_of("workflow_action", answer.pk, "reject", task.pk), {"comment": "Hemligt ord"}
    )

    # When
    erase(writer.submission.pk)

    # Then
    kept = [SubmissionAnswer, Revision, WorkflowState, TaskState]
    assert not any(model.objects.exists() for model in kept)
    told = " ".join(f"{each.label} {each.data}" for each in FeedbackLogEntry.objects.all())
    assert "Hemligt" not in told
    assert "Tack" not in told


def test_scheduled_answer_is_published_unless_quarantined(social):
    # Given two scheduled answers, as Wagtail stores them
    other = SubmissionFactory(service=social.service)
    revisions = []
    for submission in (social.submission, other):
        answer = SubmissionAnswerFactory(submission=submission, live=False, first_published_at=None)
        revision = answer.save_revision()
        revision.approved_go_live_at = PUBLISHED_AT
        revision.save()
        revisions.append(revision)
    handling.set_status([other.pk], "quarantined")

    # When
    call_command("publish_scheduled")

    # Then
    live = SubmissionAnswer.objects.filter(live=True)
    assert [answer.submission for answer in live] == [social.submission]
    assert status_of(social.submission) == "answered"
