"""Submissions as rows of a table, in random order and in batches."""

import datetime
import random
import uuid
from array import array
from collections.abc import Iterator, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext, pgettext

from feedback.enums import (
    Aspect,
    FeedbackLanguage,
    Rating,
    ScreeningFlag,
    SubmissionStatus,
)
from feedback.exports.spreadsheets import Cell, Column
from feedback.models import Submission

# One query each; SQLite limits the parameters of a query.
BATCH = 500
_BYTES = 16


class ShuffledIds:
    """The ids of submissions in random order, at 20 bytes each."""

    def __init__(self, rows: QuerySet[Submission], rng: random.Random) -> None:
        self._ids = bytearray()
        ids = rows.order_by("pk").values_list("pk", flat=True)
        for pk in ids.iterator(chunk_size=5_000):
            self._ids += pk.bytes
        self._order = array("I", range(len(self._ids) // _BYTES))
        rng.shuffle(self._order)

    def __len__(self) -> int:
        return len(self._order)

    def batches(self) -> Iterator[list[uuid.UUID]]:
        """Yield the ids in lists of `BATCH`."""
        for start in range(0, len(self), BATCH):
            yield [
                uuid.UUID(bytes=bytes(self._ids[place * _BYTES : (place + 1) * _BYTES]))
                for place in self._order[start : start + BATCH]
            ]


def submissions_of(ids: Sequence[uuid.UUID], *related: str) -> list[Submission]:
    """Return the submissions of `ids` in that order, without those deleted meanwhile."""
    by_id = Submission.objects.select_related("service", "answer", *related).in_bulk(list(ids))
    return [by_id[each] for each in ids if each in by_id]


def columns() -> list[Column]:
    """Return the columns of the table, in the active language."""
    return [
        Column(gettext("Service"), 30),
        Column(gettext("Month")),
        Column(gettext("Rating")),
        Column(gettext("Rating in words"), 20),
        *(Column(str(aspect.label), 14) for aspect in Aspect),
        Column(gettext("Comment"), 80),
        Column(gettext("Status"), 14),
        Column(gettext("Language")),
        Column(gettext("Found in the comment"), 24),
        Column(pgettext("of a submission", "Answered")),
    ]


def row_of(submission: Submission) -> list[Cell]:
    """Return a submission's row: no id and nothing else that is unique to it."""
    return [
        submission.service.name,
        month_text(submission.month),
        submission.rating,
        str(Rating(submission.rating).label),
        *(submission.aspect_ratings.get(aspect.value) for aspect in Aspect),
        submission.comment,
        str(SubmissionStatus(submission.status).label),
        str(FeedbackLanguage(submission.language).label),
        ", ".join(str(ScreeningFlag(flag).label) for flag in submission.flags),
        gettext("Yes") if is_answered(submission) else gettext("No"),
    ]


def is_answered(submission: Submission) -> bool:
    """Return whether the submission has a live answer or the status ANSWERED."""
    answer = getattr(submission, "answer", None)
    return bool(answer and answer.live) or submission.status == SubmissionStatus.ANSWERED


def month_text(month: datetime.date) -> str:
    """Return a month as `YYYY-MM`."""
    return f"{month:%Y-%m}"


def rounded(number: int) -> str:
    """Return an approximate number for a log that outlives the submissions."""
    if number < 10:
        return "0" if number == 0 else "1–9"
    return f"≈ {round(number, -1 if number < 1_000 else -2)}"
