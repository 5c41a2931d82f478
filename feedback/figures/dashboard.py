"""The figures that editors see: of a service, and of an administration's services together.

Every figure is a sum of groups of at least five submissions
(`feedback.statistics.tallies.group_months`). Groups are formed per service and count in the month
that completes them; for an aspect, whole groups are joined until five people have rated it. A
service with few submissions therefore appears late, and the difference between any two periods,
services or administrations is again a sum of whole groups.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext_lazy as _

from feedback.enums import Aspect
from feedback.statistics.tallies import (
    NONE,
    Counts,
    Figures,
    MonthPoint,
    Tally,
    added,
    figures_of,
    group_months,
    monthly_series,
    next_month,
)


class Span(models.TextChoices):
    """The periods that can be chosen, in whole months."""

    LAST_YEAR = "12-months", _("The last 12 months")
    THIS_YEAR = "this-year", _("This year")
    ALL = "all", _("All the time")

    @classmethod
    def chosen(cls, text: str) -> "Span":
        """Return the period named by `text`; the last year for any other text."""
        return cls(text) if text in cls.values else cls.LAST_YEAR


@dataclass(frozen=True, slots=True)
class Months:
    """Consecutive months; both ends are inclusive."""

    first: datetime.date
    last: datetime.date

    def __contains__(self, month: object) -> bool:
        return isinstance(month, datetime.date) and self.first <= month <= self.last


@dataclass(frozen=True, slots=True)
class Question:
    """The counts of a question, by the month that completed each group."""

    counts: Mapping[datetime.date, Counts] = field(default_factory=dict)

    @classmethod
    def of(cls, by_month: Mapping[datetime.date, Counts]) -> "Question":
        """Return the grouped counts of one service."""
        groups = group_months({month: sum(counts) for month, counts in by_month.items()})
        return cls({group[-1]: _sum(by_month[month] for month in group) for group in groups})

    @classmethod
    def together(cls, questions: Iterable["Question"]) -> "Question":
        """Return the sum of the grouped counts of several services."""
        grouped: dict[datetime.date, Counts] = defaultdict(lambda: NONE)
        for question in questions:
            for month, counts in question.counts.items():
                grouped[month] = added(grouped[month], counts)
        return cls(dict(grouped))

    def figures(self, months: Months) -> Figures | None:
        """Return the figures over some months, or None if no group counts in them."""
        return figures_of(_sum(self.counts[month] for month in self.counts if month in months))

    def series(self, months: Months) -> list[MonthPoint]:
        """Return a point for each month, without figures where no group counts in it."""
        return monthly_series(self.counts, months.first, months.last)


@dataclass(frozen=True, slots=True)
class Record:
    """All figures of a service, or of several together."""

    ratings: Question
    aspects: Mapping[str, Question]
    # The tallies of the same groups, with answers and waits.
    answers: Mapping[datetime.date, Tally] = field(default_factory=dict)

    @classmethod
    def of(cls, by_month: Mapping[datetime.date, Tally], asked: Collection[str] = ()) -> "Record":
        """Return the figures of a service that currently asks about the aspects `asked`."""
        groups = group_months({month: tally.count for month, tally in by_month.items()})
        grouped = {group[-1]: sum((by_month[each] for each in group), Tally()) for group in groups}
        aspects = {}
        for name in Aspect.values:
            # From whole groups, so that an incomplete month is not disclosed by its aspects.
            question = Question.of(
                {month: tally.of_aspect(name) for month, tally in grouped.items()}
            )
            # Includes aspects that were asked about earlier.
            if name in asked or question.counts:
                aspects[name] = question
        return cls(
            Question({month: tally.ratings for month, tally in grouped.items()}), aspects, grouped
        )

    @classmethod
    def together(cls, records: Collection["Record"]) -> "Record":
        """Return the figures of several services together."""
        return cls(
            Question.together(record.ratings for record in records),
            {
                name: Question.together(
                    record.aspects[name] for record in records if name in record.aspects
                )
                for name in Aspect.values
                if any(name in record.aspects for record in records)
            },
            _together(record.answers for record in records),
        )

    def answered(self, months: Months) -> Tally:
        """Return the sum of the grouped tallies in some months, with waits for answers."""
        return sum((self.answers[month] for month in self.answers if month in months), Tally())

    def months(self, span: Span, today: datetime.date) -> Months:
        """Return the months of a period, which ends with the month of `today`."""
        this_month = today.replace(day=1)
        if span == Span.THIS_YEAR:
            return Months(this_month.replace(month=1), this_month)
        if span == Span.LAST_YEAR:
            return Months(next_month(this_month.replace(year=this_month.year - 1)), this_month)
        # From the first shown month: an earlier start would disclose that somebody wrote then.
        grouped = (*self.ratings.counts, this_month)
        return Months(min(grouped), max(grouped))


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month of the table; `since` is the first earlier month of its group, if there is one."""

    month: datetime.date
    figures: Figures | None
    since: datetime.date | None = None


def month_rows(question: Question, months: Months) -> Iterator[MonthRow]:
    """Yield a row for each month of a service, with the first month of its group."""
    earlier = max((month for month in question.counts if month < months.first), default=None)
    for point in question.series(months):
        since = None
        if point.figures is not None:
            after = next_month(earlier) if earlier else point.month
            since = after if after < point.month else None
            earlier = point.month
        yield MonthRow(point.month, point.figures, since)


def _together(
    answers: Iterable[Mapping[datetime.date, Tally]],
) -> dict[datetime.date, Tally]:
    total: dict[datetime.date, Tally] = defaultdict(Tally)
    for each in answers:
        for month, tally in each.items():
            total[month] += tally
    return dict(total)


def _sum(counts: Iterable[Counts]) -> Counts:
    total = NONE
    for each in counts:
        total = added(total, each)
    return total
