"""Erasure on request (GDPR, article 17), with a log entry of who did it and why."""

from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from feedback.exports import jobs as export_jobs
from feedback.figures import rollups
from feedback.models import FeedbackLogEntry, Submission, SubmissionAnswer
from feedback.retention import tombstones


class ErasureReason(models.TextChoices):
    """The legal reason; a closed choice, so that nothing of the comment gets into the log."""

    ASKED = "asked", _("The person who wrote it asks for it")
    ABOUT_OTHERS = "about_others", _("It tells of somebody else, who asks for it")
    NOT_ALLOWED = "not_allowed", _("It holds what may not be kept")


@transaction.atomic
def erase(submission_id: UUID) -> None:
    """Delete a submission and everything derived from it, and subtract it from the counts.

    Its notes, public version, answer, revisions and reviews are deleted with it, and the exports
    that may hold it. Log entries stay without what editors wrote. Published figures stay: they
    identify nobody. Raises OSError, without erasing, if it cannot be recorded for backups.
    """
    submission = Submission.objects.select_for_update(of=("self",)).get(pk=submission_id)
    rollups.remove([submission])
    export_jobs.withdraw([submission.service_id])
    reasons = FeedbackLogEntry.objects.filter(
        object_id=str(submission_id), action__in=["feedback.redact", "feedback.publish"]
    )
    reasons.update(data={})
    for answer in SubmissionAnswer.objects.filter(submission=submission):
        FeedbackLogEntry.objects.for_instance(answer).update(data={})
    # Recorded before the commit: otherwise a crash could leave an erasure that no restore repeats.
    tombstones.record_erased(submission)
    submission.delete()
