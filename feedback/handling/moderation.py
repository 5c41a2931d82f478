"""What becomes public of a comment: a redacted version, by a person's decision alone.

The original is never altered. Screening suggests what to take out; the editor decides, and says
why.
"""

from uuid import UUID

from django.db import models, transaction

from feedback.enums import FeedbackLanguage, SubmissionStatus
from feedback.handling import status as handling
from feedback.models import PublishedFigures, Service, Submission, Voice
from feedback.screening.personal_data import screen
from feedback.statistics.disclosure import most_public_texts

REMOVED = {FeedbackLanguage.SWEDISH: "[borttaget]", FeedbackLanguage.ENGLISH: "[removed]"}


class CannotBePublic(Exception):
    """A submission in quarantine has first to be looked at and taken out of it."""


class TooManyPublic(CannotBePublic):
    """One more would tell how many people have written since the last figures were released."""


def suggested(submission: Submission) -> str:
    """Return the comment with what screening found replaced, for an editor to go on from."""
    text = submission.comment
    removed = REMOVED[FeedbackLanguage(submission.language)]
    for passage in reversed(screen(text).personal):
        text = text[: passage.start] + removed + text[passage.end :]
    return text


@transaction.atomic
def redact(submission_id: UUID, text: str, reason: str) -> Voice:
    """Keep a version and its reason as a draft: what was public before is so no more."""
    submission = _locked(submission_id)
    _take_back(submission)
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
    """Let everybody read `text`.

    Raises `CannotBePublic` for one in quarantine, and `TooManyPublic` where too many are already.
    """
    submission = _locked(submission_id)
    if submission.status == SubmissionStatus.QUARANTINED:
        raise CannotBePublic
    if _is_one_too_many(submission):
        raise TooManyPublic
    voice = redact(submission_id, text, reason)
    voice.is_public = voice.was_public = True
    voice.save(update_fields=["is_public", "was_public"])
    if not handling.is_answered(submission):
        handling.set_status([submission_id], SubmissionStatus.PUBLISHED)
    return voice


@transaction.atomic
def withdraw(submission_id: UUID) -> bool:
    """Let nobody read it any more, from the next request on; tell whether it was public."""
    return _take_back(_locked(submission_id))


def published_voices() -> "models.QuerySet[Voice]":
    """Return what the public may read, of every service."""
    return Voice.objects.filter(is_public=True)


def _is_one_too_many(submission: Submission) -> bool:
    # Of two editors at once, the second one counts what the first one published.
    service = Service.objects.select_for_update(of=("self",)).get(pk=submission.service_id)
    shown = Voice.objects.filter(service=service, was_public=True).exclude(submission=submission)
    released = PublishedFigures.objects.filter(service=service).aggregate(n=models.Sum("count"))
    return shown.count() >= most_public_texts(released["n"] or 0)


def _take_back(submission: Submission) -> bool:
    was_public = handling.withdraw_voices([submission.pk])
    if submission.status == SubmissionStatus.PUBLISHED:
        handling.set_status([submission.pk], SubmissionStatus.IN_REVIEW)
    return was_public


def _locked(submission_id: UUID) -> Submission:
    rows = Submission.objects.select_for_update(of=("self",)).select_related("service")
    return rows.get(pk=submission_id)
