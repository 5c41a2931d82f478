"""Finding submissions for an inbox, at the same cost however many there are.

Each service's first rows are read from an index, and a page starts after the last row of the one
before it: nothing is counted, and nothing passed over.
"""

import datetime
import re
import uuid
from typing import NamedTuple

from django.db import connection
from django.db.models import (
    BooleanField,
    DateField,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    UUIDField,
    Value,
)
from django.db.models.expressions import RawSQL

from cms.statements import FirstOfEach
from feedback.models import Service, Submission
from feedback.statistics.tallies import months_between

PAGE = 50
_ORDER = ("urgent", "month", "id")
# More words narrow a search no further, and each costs a walk through the index.
_MOST_WORDS = 10


class Place(NamedTuple):
    """Where a submission stands in the inbox."""

    urgent: bool
    month: datetime.date
    id: uuid.UUID

    @classmethod
    def of(cls, row: Submission) -> "Place":
        """Return the place of a row."""
        return cls(row.urgent, row.month, row.pk)

    @classmethod
    def parse(cls, text: str) -> "Place | None":
        """Return the place that an address names, or None where it names none."""
        match = re.fullmatch(r"([01])\.(\d{4})-(\d\d)\.([0-9a-f]{32})", text, re.ASCII)
        if match is None:
            return None
        try:
            month = datetime.date(int(match[2]), int(match[3]), 1)
        except ValueError:
            return None
        return cls(match[1] == "1", month, uuid.UUID(match[4]))

    def __str__(self) -> str:
        return f"{int(self.urgent)}.{self.month:%Y-%m}.{self.id.hex}"


class InboxPage(NamedTuple):
    """Some submissions, and whether there are others before and after them."""

    rows: list[Submission]
    has_previous: bool
    has_next: bool


def inbox_page(
    services: QuerySet[Service],
    narrowed: QuerySet[Submission],
    *,
    after: Place | None = None,
    before: Place | None = None,
    size: int = PAGE,
) -> InboxPage:
    """Return `size` of the submissions in `narrowed` that belong to `services`, urgent ones first.

    `narrowed` is unordered. With `before`, the page ends there.
    """
    backwards = before is not None
    order = _ORDER if backwards else tuple(f"-{name}" for name in _ORDER)
    if (start := before or after) is not None:
        narrowed = narrowed.filter(_beyond(start, ">" if backwards else "<"))
    first = narrowed.filter(service=FirstOfEach.PARENT).order_by(*order)[: size + 1]
    ids = FirstOfEach(services.order_by().values("pk"), first.values("pk"))
    return _cut(Submission.objects.filter(pk__in=ids).order_by(*order), size, start, backwards)


def found_page(
    services: QuerySet[Service],
    narrowed: QuerySet[Submission],
    text: str,
    *,
    after: Place | None = None,
    before: Place | None = None,
    size: int = PAGE,
) -> InboxPage:
    """Return the page of those whose comment has all words of `text`, or words that begin so."""
    backwards = before is not None
    order = _ORDER if backwards else tuple(f"-{name}" for name in _ORDER)
    if (start := before or after) is not None:
        narrowed = narrowed.filter(_beyond(start, ">" if backwards else "<"))
    return _cut(found(services, narrowed, text).order_by(*order), size, start, backwards)


def found(
    services: QuerySet[Service], narrowed: QuerySet[Submission], text: str
) -> QuerySet[Submission]:
    """Return all of the services whose comment has the words of `text`; all of them without."""
    rows = narrowed.filter(service__in=services.order_by())
    return rows.filter(_has_words(text)) if text else rows


def count_at_most(most: int, services: QuerySet[Service], narrowed: QuerySet[Submission]) -> int:
    """Return how many submissions of `services` are in `narrowed`, or `most` if there are more.

    `narrowed` is unordered, by what leads a service's index: no more than `most` of each are read.
    """
    order = tuple(f"-{name}" for name in _ORDER)
    first = narrowed.filter(service=FirstOfEach.PARENT).order_by(*order)[:most]
    ids = FirstOfEach(services.order_by().values("pk"), first.values("pk"))
    return Submission.objects.filter(pk__in=ids).order_by()[:most].count()


def urgency_is(urgent: bool) -> Q:
    """Return the condition that a submission is urgent or not, as a comparison.

    SQLite finds no place in an index for Django's `urgent` and `NOT urgent`.
    """
    return Q(urgent__in=[urgent])


def months_of(services: QuerySet[Service]) -> list[datetime.date]:
    """Return every month from the first to the last of the services' submissions, the last first.

    Found at the ends of an index, whatever lies between.
    """
    of_service = Submission.objects.filter(service=OuterRef("pk")).values("month")
    ends = [Subquery(of_service.order_by(order)[:1]) for order in ("month", "-month")]
    rows = services.order_by().values_list(*ends)
    months = {month for row in rows for month in row if month is not None}
    return list(months_between(min(months), max(months)))[::-1] if months else []


def _cut(rows: QuerySet[Submission], size: int, start: Place | None, backwards: bool) -> InboxPage:
    found = list(rows.select_related("service", "assigned_to")[: size + 1])
    has_more, shown = len(found) > size, found[:size]
    if backwards:
        return InboxPage(shown[::-1], has_more, True)
    return InboxPage(shown, start is not None, has_more)


def _beyond(place: Place, sign: str) -> Func:
    """Return the condition that a row comes after `place`, as one comparison of whole rows.

    An index answers it at once, where it would read all rows before for a chain of ORs.
    """
    here = Func(*(F(name) for name in _ORDER), template="(%(expressions)s)")
    there = Func(
        Value(place.urgent, output_field=BooleanField()),
        Value(place.month, output_field=DateField()),
        Value(place.id, output_field=UUIDField()),
        template="(%(expressions)s)",
    )
    return Func(
        here,
        there,
        template="%(expressions)s",
        arg_joiner=f" {sign} ",
        output_field=BooleanField(),
    )


def _has_words(text: str) -> Q:
    words = re.findall(r"\w+", text)[:_MOST_WORDS]
    if not words:
        return Q(pk__in=())
    if connection.vendor == "postgresql":
        return Q(_matches(" & ".join(f"{word}:*" for word in words)))
    found = Q()
    for word in words:
        # SQLite knows upper and lower case of a–z only.
        forms = {word, word.lower(), word.upper(), word.capitalize()}
        either = Q()
        for form in forms:
            either |= Q(comment__icontains=form)
        found &= either
    return found


def _matches(query: str) -> Func:
    """Return PostgreSQL's full-text condition, on the words that it keeps beside the comment.

    The newest submissions are read in their order until enough have a common word; those with a
    rare one are looked up. The database knows how common a word is, and chooses.
    """
    return Func(
        RawSQL("feedback_submission.words", ()),
        Func(Value(query), template="to_tsquery('swedish', %(expressions)s)"),
        template="%(expressions)s",
        arg_joiner=" @@ ",
        output_field=BooleanField(),
    )
