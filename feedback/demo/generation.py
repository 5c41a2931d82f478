"""Invented submissions in quantity, to test an installation with a million of them.

The result depends only on the seed, the day and the services. Months are filled in order, as the
daily batches do; each chunk is stored and counted (`feedback.figures.rollups`) in one transaction.
"""

import datetime
import itertools
import random
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from feedback.demo.generated_comments import Comments
from feedback.enums import SubmissionStatus
from feedback.figures import rollups
from feedback.intake.crisis import crisis_phrases
from feedback.intake.receipts import receipt_hash
from feedback.models import Service, Submission
from feedback.screening.personal_data import screen
from feedback.statistics.tallies import month_before

CHUNK = 5_000
MONTHS = 36
# The number of different comments: screening takes a millisecond each.
_COMMENTS = 5_000
_IN_ENGLISH = 0.08
_WITHOUT_COMMENT = 0.3
_WITH_ASPECT = 0.4
_QUARANTINED = 0.01
# Weights of the ratings 1 to 5, of a liked and of a disliked service.
_LIKED, _DISLIKED = (3, 5, 10, 30, 52), (24, 22, 22, 20, 12)
# Weights of the statuses: up to three months old, up to a year, and older.
_STATUSES: tuple[dict[SubmissionStatus, int], ...] = (
    {SubmissionStatus.NEW: 70, SubmissionStatus.IN_REVIEW: 20, SubmissionStatus.ANSWERED: 10},
    {
        SubmissionStatus.NEW: 10,
        SubmissionStatus.IN_REVIEW: 15,
        SubmissionStatus.PUBLISHED: 15,
        SubmissionStatus.ANSWERED: 40,
        SubmissionStatus.ARCHIVED: 20,
    },
    {
        SubmissionStatus.PUBLISHED: 15,
        SubmissionStatus.ANSWERED: 25,
        SubmissionStatus.ARCHIVED: 60,
    },
)


@dataclass(frozen=True)
class _Comment:
    text: str
    language: str
    flags: list[str]
    urgent: bool


def generate_submissions(
    count: int,
    *,
    today: datetime.date,
    services: Sequence[Service],
    months: int = MONTHS,
    seed: int = 1,
) -> Iterator[int]:
    """Add `count` submissions in the closed months before `today`; yield the size of each chunk.

    `services` are originals, at least one; the first ones get most. No receipt opens any of them.
    """
    rng = random.Random(seed)  # noqa: S311 (the same everywhere)
    maker = _Maker(rng, services, comments=min(count, _COMMENTS))
    for age, (month, of_month) in enumerate(_by_month(count, today, months)):
        for start in range(0, of_month, CHUNK):
            rows = [maker.submission(month, age) for _ in range(min(CHUNK, of_month - start))]
            with transaction.atomic():
                store(rows)
                rollups.add(rows)
            yield len(rows)


def store(rows: Sequence[Submission]) -> None:
    """Insert new rows, by COPY on PostgreSQL and by `bulk_create` elsewhere."""
    if connection.vendor != "postgresql":
        Submission.objects.bulk_create(rows)
        return
    fields = Submission._meta.concrete_fields
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column or "") for field in fields)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {quote(Submission._meta.db_table)} ({columns}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(
                [
                    field.get_db_prep_save(getattr(row, field.attname), connection)
                    for field in fields
                ]
            )


def _by_month(count: int, today: datetime.date, months: int) -> Iterator[tuple[datetime.date, int]]:
    """Distribute `count` over the closed months, newest first, with slightly more in newer ones."""
    month, left = today, count
    for number in range(months):
        month = month_before(month)
        weight = 2 * months - number
        weights = sum(range(2 * months - number, months, -1))
        share = left if number == months - 1 else round(left * weight / weights)
        left -= share
        yield month, share


class _Maker:
    """Makes unsaved rows from comments that are drawn and screened once."""

    def __init__(self, rng: random.Random, services: Sequence[Service], comments: int) -> None:
        self.rng = rng
        self.services = services
        # A few services get most of the submissions.
        self.shares = list(itertools.accumulate(1 / (place + 2) for place in range(len(services))))
        self.liking = {service.pk: rng.random() for service in services}
        drawn = Comments(rng)
        phrases = crisis_phrases()
        self.said = []
        for _ in range(comments):
            language = "en" if rng.random() < _IN_ENGLISH else "sv"
            text = drawn.draw(language)
            screening = screen(text, phrases)
            self.said.append(_Comment(text, language, screening.flags, screening.is_urgent))

    def submission(self, month: datetime.date, age: int) -> Submission:
        """Return an unsaved row of `month`, which is `age` months before the latest one."""
        rng = self.rng
        service = rng.choices(self.services, cum_weights=self.shares)[0]
        said = rng.choice(self.said)
        text, flags, urgent = said.text, said.flags, said.urgent
        if rng.random() < _WITHOUT_COMMENT:
            text, flags, urgent = "", [], False
        liked = rng.random() < self.liking[service.pk]
        rating = rng.choices((1, 2, 3, 4, 5), weights=_LIKED if liked else _DISLIKED)[0]
        return Submission(
            id=uuid.UUID(int=rng.getrandbits(128), version=4),
            service=service,
            rating=rating,
            aspect_ratings=self._aspects(service, rating),
            comment=text,
            language=said.language,
            month=month,
            status=self._status(age),
            flags=flags,
            urgent=urgent,
            # Of 40 digits, so that no receipt of 16 digits matches.
            receipt_hash=receipt_hash(f"{rng.getrandbits(128):040d}"),
        )

    def _aspects(self, service: Service, rating: int) -> Mapping[str, Any]:
        rng = self.rng
        return {
            aspect: min(5, max(1, rating + rng.choice((-1, 0, 0, 1))))
            for aspect in service.aspects
            if rng.random() < _WITH_ASPECT
        }

    def _status(self, age: int) -> str:
        rng = self.rng
        if rng.random() < _QUARANTINED:
            # Old ones have been sorted.
            return SubmissionStatus.QUARANTINED if age < 3 else SubmissionStatus.REJECTED
        weights = _STATUSES[0 if age < 3 else 1 if age < 12 else 2]
        return rng.choices(list(weights), weights=list(weights.values()))[0]
