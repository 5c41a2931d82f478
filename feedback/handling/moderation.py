"""Public versions of comments, written or approved by an editor.

The original is never changed. Screening suggests what to remove; the editor decides and gives a
reason.
"""

from uuid import UUID

from django.db import models, transaction

from feedback.enums import NOT_COUNTED, FeedbackLanguage, SubmissionStatus
from feedback.handling import status as handling
from feedback.models import PublishedFigures, Service, Submission, Voice
from feedback.screening.personal_data import screen
from feedback.statistics.disclosure import max_public_comments

REMOVED = {FeedbackLanguage.SWEDISH: "[borttaget]", FeedbackLanguage.ENGLISH: "[removed]"}


class CannotBePublic(Exception):
    """The submission is quarantined; an editor has to give it another status first."""


class TooManyPublic(CannotBePublic):
    """One more public comment would disclose how many people wrote since the last figures."""


def suggested_redaction(submission: Submission) -> str:
    """Return the comment with personal data replaced, as a draft for the editor."""
    text = submission.comment
    removed = REMOVED[FeedbackLanguage(submission.language)]
    for passage in reversed(screen(text).personal):
        text = text[: passage.start] + removed + text[passage.end :]
    return text


@transaction.atomic
def redact(submission_id: UUID, text: str, reason: str) -> Voice:
    """Store a version and its reason as a draft; a published version is withdrawn."""
    submission = _locked(submission_id)
    _withdraw(submission)
    voice, _made = Voice.objects.update_or_create(
        submission=submission,
        defaults={
            "service": submission.service,
            "language": submission.language,
            "text": text,
            "reason": reason,
        },
    )
    return voice


@transaction.atomic
def publish(submission_id: UUID, text: str, reason: str) -> Voice:
    """Store `text` as the public version and publish it.

    Raises `CannotBePublic` for a quarantined submission, and `TooManyPublic` if the service has
    reached `feedback.statistics.disclosure.max_public_comments`.
    """
    submission = _locked(submission_id)
    if submission.status in NOT_COUNTED:
        raise CannotBePublic
    if _limit_reached(submission):
        raise TooManyPublic
    voice = redact(submission_id, text, reason)
    voice.is_public = voice.was_public = True
    voice.save(update_fields=["is_public", "was_public"])
    if not handling.is_answered(submission):
        handling.set_status([submission_id], SubmissionStatus.PUBLISHED)
    return voice


@transaction.atomic
def withdraw(submission_id: UUID) -> bool:
    """Make the public version private at once; return whether it was public."""
    return _withdraw(_locked(submission_id))


def published_voices() -> "models.QuerySet[Voice]":
    """Return the public versions of all services."""
    return Voice.objects.filter(is_public=True)


def _limit_reached(submission: Submission) -> bool:
    # Locked, so that a second editor counts what the first one published.
    service = Service.objects.select_for_update(of=("self",)).get(pk=submission.service_id)
    shown = Voice.objects.filter(service=service, was_public=True).exclude(submission=submission)
    released = PublishedFigures.objects.filter(service=service).aggregate(n=models.Sum("count"))
    return shown.count() >= max_public_comments(released["n"] or 0)


def _withdraw(submission: Submission) -> bool:
    was_public = handling.withdraw_voices([submission.pk])
    if submission.status == SubmissionStatus.PUBLISHED:
        handling.set_status([submission.pk], SubmissionStatus.IN_REVIEW)
    return was_public


def _locked(submission_id: UUID) -> Submission:
    rows = Submission.objects.select_for_update(of=("self",)).select_related("service")
    return rows.get(pk=submission_id)
