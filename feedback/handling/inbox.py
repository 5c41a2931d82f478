"""Pages of the inbox, at a cost that does not depend on the number of submissions.

The first rows of each service are read from an index, and a page starts after the last row of the
page before it: nothing is counted or skipped.
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
# Each word costs an index scan, and further words hardly narrow the search.
_MAX_WORDS = 10


class Place(NamedTuple):
    """The position of a submission in the inbox, as in a page's URL."""

    urgent: bool
    month: datetime.date
    id: uuid.UUID

    @classmethod
    def of(cls, row: Submission) -> "Place":
        """Return the position of a row."""
        return cls(row.urgent, row.month, row.pk)

    @classmethod
    def parse(cls, text: str) -> "Place | None":
        """Return the position that `text` spells, or None."""
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
    """The submissions of a page, and whether there are pages before and after it."""

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
    """Return a page of the submissions in `narrowed` that belong to `services`, urgent ones first.

    `narrowed` must be unordered. The page starts after `after`, or ends before `before`.
    """
    backwards = before is not None
    order = _ORDER if backwards else tuple(f"-{name}" for name in _ORDER)
    if (start := before or after) is not None:
        narrowed = narrowed.filter(_beyond(start, ">" if backwards else "<"))
    first = narrowed.filter(service=FirstOfEach.PARENT).order_by(*order)[: size + 1]
    ids = FirstOfEach(services.order_by().values("pk"), first.values("pk"))
    return _cut(Submission.objects.filter(pk__in=ids).order_by(*order), size, start, backwards)


def search_page(
    services: QuerySet[Service],
    narrowed: QuerySet[Submission],
    text: str,
    *,
    after: Place | None = None,
    before: Place | None = None,
    size: int = PAGE,
) -> InboxPage:
    """Return a page, as `inbox_page` does, of those whose comment matches `text`."""
    backwards = before is not None
    order = _ORDER if backwards else tuple(f"-{name}" for name in _ORDER)
    if (start := before or after) is not None:
        narrowed = narrowed.filter(_beyond(start, ">" if backwards else "<"))
    return _cut(found(services, narrowed, text).order_by(*order), size, start, backwards)


def found(
    services: QuerySet[Service], narrowed: QuerySet[Submission], text: str
) -> QuerySet[Submission]:
    """Return the submissions whose comment has all words of `text`, or words that begin with them.

    All of them for an empty text.
    """
    rows = narrowed.filter(service__in=services.order_by())
    return rows.filter(_has_words(text)) if text else rows


def count_at_most(most: int, services: QuerySet[Service], narrowed: QuerySet[Submission]) -> int:
    """Return the number of submissions of `services` in `narrowed`, but at most `most`.

    `narrowed` must be unordered; reads at most `most` index entries per service.
    """
    order = tuple(f"-{name}" for name in _ORDER)
    first = narrowed.filter(service=FirstOfEach.PARENT).order_by(*order)[:most]
    ids = FirstOfEach(services.order_by().values("pk"), first.values("pk"))
    return Submission.objects.filter(pk__in=ids).order_by()[:most].count()


def urgency_is(urgent: bool) -> Q:
    """Return the condition that a submission is urgent, or is not.

    As a comparison: SQLite uses no index for Django's `urgent` and `NOT urgent`.
    """
    return Q(urgent__in=[urgent])


def months_of(services: QuerySet[Service]) -> list[datetime.date]:
    """Return every month from the first to the last submission of the services, latest first.

    Reads only the ends of an index.
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
    """Return the condition that a row comes after `place`, as one comparison of row values.

    An index answers it directly; a chain of ORs would read all rows before it.
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
    words = re.findall(r"\w+", text)[:_MAX_WORDS]
    if not words:
        return Q(pk__in=())
    if connection.vendor == "postgresql":
        return Q(_matches(" & ".join(f"{word}:*" for word in words)))
    found = Q()
    for word in words:
        # SQLite folds the case of a–z only.
        forms = {word, word.lower(), word.upper(), word.capitalize()}
        either = Q()
        for form in forms:
            either |= Q(comment__icontains=form)
        found &= either
    return found


def _matches(query: str) -> Func:
    """Return PostgreSQL's full-text condition on the stored search vector of the comment.

    The planner scans the newest rows for common words and uses the index for rare ones.
    """
    return Func(
        RawSQL("feedback_submission.words", ()),
        Func(Value(query), template="to_tsquery('swedish', %(expressions)s)"),
        template="%(expressions)s",
        arg_joiner=" @@ ",
        output_field=BooleanField(),
    )
