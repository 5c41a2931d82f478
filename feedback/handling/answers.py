"""Publishing and withdrawing the answer to one submission.

An answer that residents can read sets the submission's status and is counted in the rollups;
saving the model does neither. Wagtail publishes by `SubmissionAnswer.publish` and `.unpublish`,
from its forms, workflows and schedule; both run the two actions below, which
`feedback.wagtail_hooks` registers. The answers of quarantined, erased and aged-out submissions are
withdrawn or deleted together with their counts: see `feedback.handling.status` and
`feedback.retention`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.actions import ActionRegistry, PublishRevisionAction, UnpublishAction

from feedback.enums import NOT_COUNTED, SubmissionStatus
from feedback.figures import rollups
from feedback.handling import status
from feedback.models import Submission, SubmissionAnswer, Voice


class CannotBeAnswered(PermissionDenied):
    """The submission is quarantined; an editor has to give it another status first."""


class PublishAnswerAction(PublishRevisionAction):
    """Publishes or schedules a revision of an answer, with its count and the status.

    Raises `CannotBeAnswered` for a quarantined submission, and then changes nothing.
    """

    def execute(self, skip_permission_checks: bool = False) -> None:
        """Publish the revision in one transaction that holds the submission's row."""
        self.check(skip_permission_checks=skip_permission_checks)
        with publication_of(self.object) as stored:
            _refuse_quarantined(self.object)
            if stored is not None:
                # Wagtail read these before the lock; another editor may have published since.
                self.object.live = stored.live
                self.object.live_revision_id = stored.live_revision_id
                self.object.first_published_at = stored.first_published_at
            super().execute(skip_permission_checks=True)


class WithdrawAnswerAction(UnpublishAction):
    """Withdraws an answer, with its count and the status; it stays as a draft."""

    def execute(self, skip_permission_checks: bool = False) -> None:
        """Withdraw the answer in one transaction that holds the submission's row."""
        self.check(skip_permission_checks=skip_permission_checks)
        with publication_of(self.object) as stored:
            self.object.live = stored is not None and stored.live
            super().execute(skip_permission_checks=True)


def register_answer_actions(registry: ActionRegistry) -> None:
    """Register the actions that `SubmissionAnswer` uses in place of Wagtail's own."""
    registry.register(SubmissionAnswer, PublishAnswerAction)
    registry.register(SubmissionAnswer, WithdrawAnswerAction)


@contextmanager
def publication_of(answer: SubmissionAnswer) -> Iterator[SubmissionAnswer | None]:
    """Lock the answer's submission, and afterwards update counts and status by what was saved.

    Yields the stored answer, or None for one that was never saved. The body and the update are one
    transaction. A second editor waits, and then sees what the first one saved.
    """
    with transaction.atomic():
        # Before any other row, as `set_status` does, so that the two cannot deadlock.
        answer.submission = status.locked(answer.submission_id)
        stored = SubmissionAnswer.objects.filter(pk=answer.pk).first()
        yield stored
        before = stored if stored is not None and stored.live else None
        after = SubmissionAnswer.objects.filter(pk=answer.pk, live=True).first()
        if before and after and before.answered_in == after.answered_in:
            return
        if before:
            rollups.remove_answer(before)
        if after:
            rollups.add_answer(after)
        if after and not before:
            status.set_status([answer.submission_id], SubmissionStatus.ANSWERED)
        elif before and not after:
            _end_answered_status(answer.submission)


def _end_answered_status(submission: Submission) -> None:
    if submission.status != SubmissionStatus.ANSWERED:
        return
    is_public = Voice.objects.filter(submission=submission, is_public=True).exists()
    before = SubmissionStatus.PUBLISHED if is_public else SubmissionStatus.IN_REVIEW
    status.set_status([submission.pk], before)


def _refuse_quarantined(answer: Any) -> None:
    if answer.submission.status in NOT_COUNTED:
        raise CannotBeAnswered
