"""Every way in which an answer is published or withdrawn keeps its count and the status."""

import datetime
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.actions import action_registry
from wagtail.models import Revision, TaskState

from feedback.figures import rollups
from feedback.handling import status as handling
from feedback.handling.answers import (
    CannotBeAnswered,
    PublishAnswerAction,
    WithdrawAnswerAction,
)
from feedback.models import Submission, SubmissionAnswer
from pages.roles import set_up_organisation
from tests.factories import SubmissionAnswerFactory
from tests.feedback.answering import ANSWER, add_url, begin, url_of
from tests.feedback.staff import Staff

pytestmark = pytest.mark.django_db

APRIL = datetime.date(2026, 4, 1)
LONG_AGO = datetime.datetime(2026, 5, 4, 9, tzinfo=datetime.UTC)


@pytest.fixture
def staff(social) -> Staff:
    """The staff of an administration whose submission is counted."""
    Submission.objects.filter(pk=social.submission.pk).update(month=APRIL)
    set_up_organisation(social.organisation)
    rollups.recount(social.service.pk)
    return social


def answered(staff: Staff) -> tuple[int, str]:
    """Return how many answers are counted, and the submission's status."""
    assert not rollups.recount(staff.service.pk, correct=False)
    tally = rollups.monthly_tallies([staff.service.pk])[staff.service.pk][APRIL]
    return tally.answered, Submission.objects.get(pk=staff.submission.pk).status


def draft_of(staff: Staff) -> SubmissionAnswer:
    answer = SubmissionAnswerFactory(
        submission=staff.submission, live=False, first_published_at=None
    )
    answer.save_revision()
    return answer


def published_by_the_create_form(staff: Staff) -> None:
    staff.client.post(add_url(staff.submission), {**ANSWER, "action-publish": "action-publish"})


def published_by_the_edit_form(staff: Staff) -> None:
    answer = begin(staff)
    data = {**ANSWER, "action-publish": "action-publish"}
    staff.client.post(url_of("edit", answer.pk), data)


def published_by_a_workflow(staff: Staff) -> None:
    answer = begin(staff)
    staff.client.post(url_of("edit", answer.pk), {**ANSWER, "action-submit": "action-submit"})
    task = TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS)
    staff.client.post(url_of("workflow_action", answer.pk, "approve", task.pk), {"comment": ""})


def published_by_the_schedule(staff: Staff) -> None:
    draft_of(staff)
    Revision.objects.update(approved_go_live_at=LONG_AGO)
    call_command("publish_scheduled")


def published_by_its_revision(staff: Staff) -> None:
    draft_of(staff)
    Revision.objects.get().publish(user=staff.user)


def published_by_its_action(staff: Staff) -> None:
    draft_of(staff)
    PublishAnswerAction(Revision.objects.get(), user=staff.user).execute()


def withdrawn_by_the_view(staff: Staff, answer: SubmissionAnswer) -> None:
    staff.client.post(url_of("unpublish", answer.pk))


def withdrawn_by_the_schedule(staff: Staff, answer: SubmissionAnswer) -> None:
    SubmissionAnswer.objects.update(expire_at=LONG_AGO)
    call_command("publish_scheduled")


def withdrawn_by_the_model(staff: Staff, answer: SubmissionAnswer) -> None:
    answer.unpublish(user=staff.user)


def withdrawn_by_its_action(staff: Staff, answer: SubmissionAnswer) -> None:
    WithdrawAnswerAction(answer, user=staff.user).execute()


@pytest.mark.parametrize(
    "publish",
    [
        published_by_the_create_form,
        published_by_the_edit_form,
        published_by_a_workflow,
        published_by_the_schedule,
        published_by_its_revision,
        published_by_its_action,
    ],
)
def test_published_answer_is_counted_once_and_sets_the_status(
    staff: Staff, publish: Callable[[Staff], None]
):
    publish(staff)

    assert SubmissionAnswer.objects.get().live
    assert answered(staff) == (1, "answered")


@pytest.mark.parametrize(
    "withdraw",
    [
        withdrawn_by_the_view,
        withdrawn_by_the_schedule,
        withdrawn_by_the_model,
        withdrawn_by_its_action,
    ],
)
def test_withdrawn_answer_is_not_counted_and_ends_the_status(
    staff: Staff, withdraw: Callable[[Staff, SubmissionAnswer], None]
):
    answer = SubmissionAnswerFactory(submission=staff.submission)
    assert answered(staff) == (1, "answered")

    withdraw(staff, answer)

    assert not SubmissionAnswer.objects.get().live
    assert answered(staff) == (0, "in_review")


@pytest.mark.parametrize("name", ["publish", "unpublish"])
def test_wagtail_finds_our_action_for_answers(name: str):
    action = action_registry.get_action_class(SubmissionAnswer, name)

    assert action in {PublishAnswerAction, WithdrawAnswerAction}


def test_saving_an_answer_changes_neither_count_nor_status(staff: Staff):
    answer = draft_of(staff)

    answer.text = "Another text."
    answer.save()

    assert answered(staff) == (0, "new")


def test_two_editors_who_publish_from_old_copies_are_counted_once(staff: Staff):
    # Given both loaded the draft before either published it
    draft_of(staff)
    first, second = Revision.objects.get(), Revision.objects.get()
    actions = [PublishAnswerAction(each, user=staff.user) for each in (first, second)]

    # When
    actions[0].execute()
    published_at = SubmissionAnswer.objects.get().first_published_at
    actions[1].execute()

    # Then
    assert SubmissionAnswer.objects.get().first_published_at == published_at
    assert answered(staff) == (1, "answered")


def test_two_editors_who_withdraw_from_old_copies_are_counted_once(staff: Staff):
    SubmissionAnswerFactory(submission=staff.submission)
    copies = [SubmissionAnswer.objects.get() for _ in range(2)]

    for copy in copies:
        copy.unpublish(user=staff.user)

    assert answered(staff) == (0, "in_review")


@pytest.mark.parametrize("days", [None, 7])
def test_quarantined_submission_is_neither_answered_nor_scheduled(staff: Staff, days: int | None):
    # Given the draft was loaded before another editor quarantined the submission
    answer = draft_of(staff)
    answer.go_live_at = days and timezone.now() + datetime.timedelta(days=days)
    revision = answer.save_revision()
    action = PublishAnswerAction(revision, user=staff.user)
    handling.set_status([staff.submission.pk], "quarantined")

    # When
    with pytest.raises(CannotBeAnswered):
        action.execute()

    # Then
    assert not SubmissionAnswer.objects.get().live
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()
    handling.set_status([staff.submission.pk], "new")
    assert answered(staff) == (0, "new")


def test_scheduled_change_of_a_published_answer_leaves_it_published(staff: Staff):
    # Given the revision was written before the answer was first published
    answer = draft_of(staff)
    answer.go_live_at = timezone.now() + datetime.timedelta(days=7)
    later = answer.save_revision()
    answer.go_live_at = None
    answer.save_revision().publish()
    assert answered(staff) == (1, "answered")

    # When
    later.publish()

    # Then
    assert SubmissionAnswer.objects.get().live
    assert answered(staff) == (1, "answered")


def test_failed_count_leaves_the_answer_unpublished(staff: Staff, monkeypatch):
    draft_of(staff)

    def fail(_answer: SubmissionAnswer) -> None:
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(rollups, "add_answer", fail)
        with pytest.raises(RuntimeError):
            Revision.objects.get().publish()

    assert not SubmissionAnswer.objects.get().live
    assert answered(staff) == (0, "new")


def test_user_without_the_right_to_publish_is_refused_by_both_actions(staff: Staff):
    staff.group.permissions.remove(staff.group.permissions.get(codename="publish_submissionanswer"))
    answer = draft_of(staff)
    user = type(staff.user).objects.get(pk=staff.user.pk)

    for action in (
        PublishAnswerAction(Revision.objects.get(), user=user),
        WithdrawAnswerAction(answer, user=user),
    ):
        with pytest.raises(action.permission_error_class):
            action.execute()
