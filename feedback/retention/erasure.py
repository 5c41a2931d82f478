"""Erasure on request (GDPR, article 17): everywhere, for good, and with a note of who and why."""

from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from feedback.exports import jobs as export_jobs
from feedback.figures import rollups
from feedback.models import FeedbackLogEntry, Submission, SubmissionAnswer


class ErasureReason(models.TextChoices):
    """Why the law asks for it; a choice, so that nothing of the comment gets into the log."""

    ASKED = "asked", _("The person who wrote it asks for it")
    ABOUT_OTHERS = "about_others", _("It tells of somebody else, who asks for it")
    NOT_ALLOWED = "not_allowed", _("It holds what may not be kept")


@transaction.atomic
def erase(submission_id: UUID) -> None:
    """Remove a submission and all that was made of it.

    Its notes, public version and answer go with the row, the answer's earlier versions and reviews
    too, and no search finds it. It is counted no more. The log keeps what was done and by whom,
    without what editors wrote. Files that were made of its service's feedback, and may hold it, are
    deleted. Figures that were published stay: nobody can be found in them.
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
    submission.delete()
