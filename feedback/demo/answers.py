"""Invented answers to the demo's feedback, some of which can be read with documented receipts."""

import datetime
import random

from django.conf import settings
from django.utils import timezone
from wagtail.models import TaskState, WorkflowState

from feedback.enums import AnswerOutcome, SubmissionStatus
from feedback.intake.receipts import receipt_hash
from feedback.models import ReplyTemplate, Service, Submission, SubmissionAnswer
from feedback.statistics.tallies import next_month

# Documented and shown on the start page of a demo; real receipts are derived from a hash.
ANSWERED_RECEIPT = "2017031604201111"
WAITING_RECEIPT = "2017031604202222"
LONGEST_WAIT = 3
# The submission whose answer is in review.
TO_REVIEW = (
    "radgivningen",
    "Skönt att man får vara anonym och slipper remiss.",
    "Tack för att du skrev. Vi ser till att det står tydligt på vår sida att du får vara anonym.",
)

BY_COMMENT = {
    "Tålmodiga instruktörer. Kom tidigt, det blir kö.": (
        AnswerOutcome.CHANGED,
        "Tack för att du berättade om kön. Nu är vi fyra instruktörer den första timmen i stället "
        "för två.\n\nDu kan också ta en nummerlapp och vänta i kaféet.",
        "",
    ),
    "Grannarna undrar vem jag är. Jag skulle vilja ha hjälp med det.": (
        AnswerOutcome.PLANNED,
        "Det är du själv som bestämmer vad grannarna får veta. Till hösten ordnar vi en träff om "
        "hur man kan svara. Fråga din boendecoach om du vill vara med.",
        "",
    ),
    "Gruppen gav mig ord för det jag känner. Nio platser är för få.": (
        AnswerOutcome.NOT_POSSIBLE,
        "Tack för att du skrev. Vi förstår att väntan är svår, och vi har prövat om gruppen kan "
        "bli större.",
        "Lokalen är byggd för nio, och behandlingen fungerar sämre i en större grupp.",
    ),
}
TEMPLATES = (
    (
        "Tack, vi tar det med oss",
        AnswerOutcome.PLANNED,
        "Tack för att du skrev. Vi talar om det på vårt nästa möte.",
        "Thank you for writing. We talk about it at our next meeting.",
    ),
    (
        "Det går inte, och varför",
        AnswerOutcome.NOT_POSSIBLE,
        "Tack för att du skrev. Vi har prövat det, men det går inte nu.",
        "Thank you for writing. We have tried, but it is not possible now.",
    ),
)
IN_GENERAL = (
    "Tack för att du skrev. Vi har talat om det på vårt möte och tar det med oss i arbetet.",
    "Tack för att du berättade. Vi har skrivit om vårt brev så att det blir lättare att förstå.",
    "Tack. Vi har ändrat så att samma person ringer upp nästa gång.",
)


def answer_some(today: datetime.date, rng: random.Random) -> None:
    """Answer the demo's submissions for which there is a text, and some of the others."""
    unsaid = Submission.objects.filter(comment="", status=SubmissionStatus.ANSWERED)
    unsaid.update(status=SubmissionStatus.IN_REVIEW)
    rows = Submission.objects.exclude(comment="").exclude(urgent=True).order_by("pk")
    answers, answered = [], []
    for row in rows:
        found = BY_COMMENT.get(row.comment)
        if found is None and row.status == SubmissionStatus.ANSWERED:
            found = (rng.choice([*AnswerOutcome][:2]), rng.choice(IN_GENERAL), "")
        day = _day_of_answer(row.month, rng)
        if row.comment in BY_COMMENT:
            day = min(day, today)
        if found is None or day > today or row.comment == TO_REVIEW[1]:
            if row.status == SubmissionStatus.ANSWERED:
                row.status = SubmissionStatus.IN_REVIEW
                answered.append(row)
            continue
        outcome, text, reason = found
        moment = datetime.datetime.combine(day, datetime.time(9), timezone.get_default_timezone())
        row.status = SubmissionStatus.ANSWERED
        answered.append(row)
        answers.append(
            SubmissionAnswer(
                submission=row,
                outcome=outcome,
                text=text,
                reason=reason,
                answered_on=day,
                live=True,
                first_published_at=moment,
                last_published_at=moment,
            )
        )
    Submission.objects.bulk_update(answered, ["status"])
    SubmissionAnswer.objects.bulk_create(answers)
    _give_known_numbers()
    _write_templates()
    _send_for_review(today)


def _day_of_answer(month: datetime.date, rng: random.Random) -> datetime.date:
    """Return a day in one of the following `LONGEST_WAIT` months."""
    for _ in range(rng.randint(1, LONGEST_WAIT)):
        month = next_month(month)
    return month.replace(day=rng.randint(6, 24))


def _give_known_numbers() -> None:
    comment = next(iter(BY_COMMENT))
    rows = Submission.objects.exclude(comment="").order_by("pk")
    known = {
        ANSWERED_RECEIPT: rows.filter(comment=comment).exclude(answer=None).first(),
        WAITING_RECEIPT: rows.filter(answer=None).first(),
    }
    for receipt, row in known.items():
        if row is not None:
            row.receipt_hash = receipt_hash(receipt)
            row.save(update_fields=["receipt_hash"])


def _write_templates() -> None:
    administrations = {
        each.administration for each in Service.objects.select_related("administration")
    }
    ReplyTemplate.objects.bulk_create(
        ReplyTemplate(
            administration=administration, name=name, outcome=outcome, text_sv=sv, text_en=en
        )
        for administration in sorted(administrations, key=lambda each: each.pk)
        for name, outcome, sv, en in TEMPLATES
    )


def _send_for_review(today: datetime.date) -> None:
    """Leave a draft in review, if the administration has a review workflow."""
    slug, comment, text = TO_REVIEW
    row = Submission.objects.filter(service__slug=slug, comment=comment, answer=None).first()
    if row is None:
        return
    draft = SubmissionAnswer(
        submission=row, outcome=AnswerOutcome.PLANNED, text=text, answered_on=today, live=False
    )
    draft.save()
    revision = draft.save_revision()
    review = draft.get_workflow()
    if review is None:
        return
    # As `review.start` does, without a mail to everybody of the demo.
    state = WorkflowState.objects.create(
        content_type=draft.get_content_type(),
        base_content_type=draft.get_base_content_type(),
        object_id=str(draft.pk),
        workflow=review,
    )
    if (task := state.get_next_task()) is not None:
        task_state = TaskState.objects.create(workflow_state=state, revision=revision, task=task)
        state.current_task_state = task_state
        state.save()


def known_receipt() -> str | None:
    """Return a receipt that opens an answer of the demo, or None outside DEBUG."""
    if not settings.DEBUG:
        return None
    is_there = SubmissionAnswer.objects.filter(
        submission__receipt_hash=receipt_hash(ANSWERED_RECEIPT), live=True
    ).exists()
    return ANSWERED_RECEIPT if is_there else None
