"""How far editors have come with submissions, and who looks after them: the one way to change it.

Statuses that follow from something else cannot be chosen: a submission is published by
`feedback.handling.moderation` alone, and answered by an answer that the resident can read.
"""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import QuerySet

from feedback.enums import SubmissionStatus
from feedback.figures import rollups
from feedback.models import Submission, SubmissionAnswer, Voice

CHOOSABLE = (
    SubmissionStatus.NEW,
    SubmissionStatus.IN_REVIEW,
    SubmissionStatus.QUARANTINED,
    SubmissionStatus.ARCHIVED,
)


def status_choices(now: str = "") -> list[tuple[str, Any]]:
    """Return the statuses that an editor may choose, and the one it has `now`."""
    return [
        (each.value, each.label) for each in SubmissionStatus if each in CHOOSABLE or each == now
    ]


@transaction.atomic
def set_status(ids: Collection[UUID], status: str) -> list[Submission]:
    """Give submissions a status and return those whose status it was not.

    What enters quarantine counts no more, and neither its public version nor its answer can be
    read; what leaves it counts again.
    """
    # Locked: of two editors at once, the second one sees what the first one saved.
    changed = [row for row in _locked(ids) if row.status != status]
    leaving = [row for row in changed if row.status == SubmissionStatus.QUARANTINED]
    if status == SubmissionStatus.QUARANTINED:
        rollups.remove(changed)
        withdraw_voices([row.pk for row in changed])
        _withdraw_answers([row.pk for row in changed])
    for row in changed:
        row.status = status
    Submission.objects.bulk_update(changed, ["status"])
    rollups.add(leaving)
    return changed


def withdraw_voices(ids: Collection[UUID]) -> bool:
    """Let nobody read the public versions any more; tell whether there were any."""
    return bool(Voice.objects.filter(submission__in=ids, is_public=True).update(is_public=False))


def is_answered(submission: Submission) -> bool:
    """Tell whether the resident can read an answer."""
    return SubmissionAnswer.objects.filter(submission=submission, live=True).exists()


def locked(submission_id: UUID) -> Submission:
    """Return a submission that nobody else changes until the transaction ends."""
    return _locked([submission_id])[0]


def _withdraw_answers(ids: Collection[UUID]) -> None:
    """Let nobody read the answers any more, now or later; they can be published anew."""
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
    """Let a person, or nobody, look after submissions; return those that changed hands."""
    person_id = person.pk if person else None
    changed = [row for row in _locked(ids) if row.assigned_to_id != person_id]
    for row in changed:
        row.assigned_to_id = person_id
    Submission.objects.bulk_update(changed, ["assigned_to"])
    return changed


def assignable(submissions: Iterable[Submission]) -> QuerySet[Any]:
    """Return who may look after all of `submissions`: the staff of their administrations."""
    people = get_user_model()._default_manager.filter(is_active=True)
    for administration in {row.service.administration for row in submissions}:
        people = people.filter(groups=administration.staff_id)
    return people.order_by("last_name", "first_name", "pk").distinct()


def _locked(ids: Collection[UUID]) -> list[Submission]:
    rows = Submission.objects.select_for_update(of=("self",)).select_related("service")
    return list(rows.filter(pk__in=ids).order_by("pk"))
