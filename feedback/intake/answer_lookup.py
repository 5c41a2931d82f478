"""Looking up the answer to a submission by its receipt.

The result is the same None, from the same query, for an unknown receipt, a submission held back in
the daily batch, one without an answer and one whose answer was withdrawn.
"""

import datetime
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef

from feedback.enums import NOT_COUNTED, AnswerOutcome, FeedbackLanguage
from feedback.intake.receipts import receipt_hash
from feedback.models import IncomingSubmission, Submission, SubmissionAnswer


@dataclass(frozen=True, slots=True, repr=False)
class ReadableAnswer:
    """What the holder of a receipt may read: the answer and its service, not the submission."""

    service_name: str
    service_slug: str
    service_language: str
    # That of the submission, in which the answer is written.
    language: FeedbackLanguage
    outcome: AnswerOutcome
    text: str
    reason: str
    answered_on: datetime.date


def find_answer(receipt: str) -> ReadableAnswer | None:
    """Return the published answer for a receipt of 16 digits, or None.

    One query, by the receipt's keyed hash. A receipt shared by two submissions returns None, since
    the answer may belong to another submission.
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
        .exclude(submission__status__in=NOT_COUNTED)
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
