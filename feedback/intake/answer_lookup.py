"""The answer to a submission, for whoever holds its receipt, and for nobody else.

A receipt that was never given, one whose submission waits, one without an answer yet and one whose
answer was withdrawn are alike: the same question to the database finds no row, and nothing that
is said or counted afterwards differs.
"""

import datetime
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef

from feedback.enums import AnswerOutcome, FeedbackLanguage, SubmissionStatus
from feedback.intake.receipts import receipt_hash
from feedback.models import IncomingSubmission, Submission, SubmissionAnswer


@dataclass(frozen=True, slots=True, repr=False)
class ReadableAnswer:
    """What the holder of a receipt is told; nothing of what was sent but the service."""

    service_name: str
    service_slug: str
    service_language: str
    # That of the submission, in which the answer is written.
    language: FeedbackLanguage
    outcome: AnswerOutcome
    text: str
    reason: str
    answered_on: datetime.date


def answer_to(receipt: str) -> ReadableAnswer | None:
    """Return the answer that belongs to 16 digits, or None, whatever the reason.

    One query, in which the digits are a keyed hash. A number that two submissions share opens
    neither: it may be a stranger's.
    """
    kept = receipt_hash(receipt)
    others = Submission.objects.filter(receipt_hash=kept).exclude(pk=OuterRef("submission_id"))
    row = (
        SubmissionAnswer.objects.filter(
            ~Exists(others),
            ~Exists(IncomingSubmission.objects.filter(receipt_hash=kept)),
            submission__receipt_hash=kept,
            live=True,
        )
        .exclude(submission__status=SubmissionStatus.QUARANTINED)
        .values_list(
            F("submission__service__name"),
            F("submission__service__slug"),
            F("submission__service__locale__language_code"),
            F("submission__language"),
            "outcome",
            "text",
            "reason",
            "answered_on",
        )
        .first()
    )
    if row is None:
        return None
    name, slug, service_language, language, outcome, text, reason, day = row
    return ReadableAnswer(
        name,
        slug,
        service_language,
        FeedbackLanguage(language),
        AnswerOutcome(outcome),
        text,
        reason,
        day,
    )
