"""The status of submissions, and the person assigned to them; the only code that changes either.

PUBLISHED and ANSWERED cannot be chosen: they follow from `feedback.handling.moderation` and
`feedback.handling.answers`.
"""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import QuerySet

from feedback.enums import NOT_COUNTED, SubmissionStatus
from feedback.figures import rollups
from feedback.models import Submission, SubmissionAnswer, Voice

CHOOSABLE = (
    SubmissionStatus.NEW,
    SubmissionStatus.IN_REVIEW,
    SubmissionStatus.QUARANTINED,
    SubmissionStatus.ARCHIVED,
    SubmissionStatus.REJECTED,
)


def status_choices(now: str = "") -> list[tuple[str, Any]]:
    """Return the choices an editor may set, and the current one `now`."""
    return [
        (each.value, each.label) for each in SubmissionStatus if each in CHOOSABLE or each == now
    ]


@transaction.atomic
def set_status(ids: Collection[UUID], status: str) -> list[Submission]:
    """Set the status of submissions and return those whose status changed.

    Quarantine and rejection remove a submission from the counts and withdraw its public version and
    its answer; leaving them counts it again. A rejected one is a quarantined one that was sorted.
    """
    # Locked, so that a second editor sees what the first one saved.
    changed = [row for row in _locked(ids) if row.status != status]
    is_counted = status not in NOT_COUNTED
    leaving = [row for row in changed if is_counted and row.status in NOT_COUNTED]
    if not is_counted:
        # Ignores those that were not counted before.
        rollups.remove(changed)
        withdraw_voices([row.pk for row in changed])
        _withdraw_answers([row.pk for row in changed])
    for row in changed:
        row.status = status
    Submission.objects.bulk_update(changed, ["status"])
    rollups.add(leaving)
    return changed


def withdraw_voices(ids: Collection[UUID]) -> bool:
    """Make the public versions private; return whether there were any."""
    return bool(Voice.objects.filter(submission__in=ids, is_public=True).update(is_public=False))


def is_answered(submission: Submission) -> bool:
    """Return whether the submission has a live answer."""
    return SubmissionAnswer.objects.filter(submission=submission, live=True).exists()


def locked(submission_id: UUID) -> Submission:
    """Return a submission whose row is locked until the transaction ends."""
    return _locked([submission_id])[0]


def _withdraw_answers(ids: Collection[UUID]) -> None:
    """Unpublish the answers, and cancel their schedules and reviews; they stay as drafts."""
    for answer in SubmissionAnswer.objects.filter(submission__in=ids):
        answer.revisions.update(approved_go_live_at=None)
        if (workflow := answer.current_workflow_state) is not None:
            workflow.cancel()
    # Without `feedback.handling.answers`: their counts went with those of the submissions.
    SubmissionAnswer.objects.filter(submission__in=ids, live=True).update(
        live=False, has_unpublished_changes=True, live_revision=None
    )


@transaction.atomic
def assign(ids: Collection[UUID], person: Any) -> list[Submission]:
    """Assign submissions to a user, or unassign them; return those that changed."""
    person_id = person.pk if person else None
    changed = [row for row in _locked(ids) if row.assigned_to_id != person_id]
    for row in changed:
        row.assigned_to_id = person_id
    Submission.objects.bulk_update(changed, ["assigned_to"])
    return changed


def assignable(submissions: Iterable[Submission]) -> QuerySet[Any]:
    """Return the users who may be assigned all of `submissions`: staff of every administration."""
    people = get_user_model()._default_manager.filter(is_active=True)
    for administration in {row.service.administration for row in submissions}:
        people = people.filter(groups=administration.staff_id)
    return people.order_by("last_name", "first_name", "pk").distinct()


def _locked(ids: Collection[UUID]) -> list[Submission]:
    rows = Submission.objects.select_for_update(of=("self",)).select_related("service")
    return list(rows.filter(pk__in=ids).order_by("pk"))
