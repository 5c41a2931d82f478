"""What editors see of figures: of a service, and of an administration's services together.

Every figure is a sum of groups of at least five submissions
(`feedback.statistics.tallies.group_months`). Groups are formed per service and count in the month
in which the group is complete; waits for an aspect until five submissions have rated it. A service
with few submissions therefore appears late, and the difference between any two periods, services
or administrations is again a sum of whole groups.
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
    """The periods that can be chosen: whole months, and nothing between."""

    LAST_YEAR = "12-months", _("The last 12 months")
    THIS_YEAR = "this-year", _("This year")
    ALL = "all", _("All the time")

    @classmethod
    def chosen(cls, text: str) -> "Span":
        """Return the period that an address names; the last year where it names none."""
        return cls(text) if text in cls.values else cls.LAST_YEAR


@dataclass(frozen=True, slots=True)
class Months:
    """Some months in a row; both ends belong to it."""

    first: datetime.date
    last: datetime.date

    def __contains__(self, month: object) -> bool:
        return isinstance(month, datetime.date) and self.first <= month <= self.last


@dataclass(frozen=True, slots=True)
class Question:
    """The answers to a question, by the month in which there were enough to tell them."""

    told: Mapping[datetime.date, Counts] = field(default_factory=dict)

    @classmethod
    def of(cls, by_month: Mapping[datetime.date, Counts]) -> "Question":
        """Return what may be told of a service's answers."""
        groups = group_months({month: sum(counts) for month, counts in by_month.items()})
        return cls({group[-1]: _sum(by_month[month] for month in group) for group in groups})

    @classmethod
    def together(cls, questions: Iterable["Question"]) -> "Question":
        """Return what is told of a question by several services, and nothing else of them."""
        told: dict[datetime.date, Counts] = defaultdict(lambda: NONE)
        for question in questions:
            for month, counts in question.told.items():
                told[month] = added(told[month], counts)
        return cls(dict(told))

    def figures(self, months: Months) -> Figures | None:
        """Return the figures of some months together; None where nothing is told of them."""
        return figures_of(_sum(self.told[month] for month in self.told if month in months))

    def series(self, months: Months) -> list[MonthPoint]:
        """Return a point for each month, with gaps where the answers wait for more."""
        return monthly_series(self.told, months.first, months.last)


@dataclass(frozen=True, slots=True)
class Record:
    """All that is told of a service, or of several together."""

    ratings: Question
    aspects: Mapping[str, Question]
    # All that the groups hold, by the same months: which of them are answered, and when.
    answers: Mapping[datetime.date, Tally] = field(default_factory=dict)

    @classmethod
    def of(cls, by_month: Mapping[datetime.date, Tally], asked: Collection[str] = ()) -> "Record":
        """Return the record of a service that asks about the aspects `asked`."""
        groups = group_months({month: tally.count for month, tally in by_month.items()})
        told = {group[-1]: sum((by_month[each] for each in group), Tally()) for group in groups}
        aspects = {}
        for name in Aspect.values:
            # Of whole groups again: a month that waits must not show by who rated an aspect in it.
            question = Question.of({month: tally.of_aspect(name) for month, tally in told.items()})
            # One that was asked about earlier, too.
            if name in asked or question.told:
                aspects[name] = question
        return cls(Question({month: tally.ratings for month, tally in told.items()}), aspects, told)

    @classmethod
    def together(cls, records: Collection["Record"]) -> "Record":
        """Return the record of several services."""
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
        """Return the submissions of some months, as far as they are told, with their waits."""
        return sum((self.answers[month] for month in self.answers if month in months), Tally())

    def months(self, span: Span, today: datetime.date) -> Months:
        """Return the months of a period that ends with the current one."""
        this_month = today.replace(day=1)
        if span == Span.THIS_YEAR:
            return Months(this_month.replace(month=1), this_month)
        if span == Span.LAST_YEAR:
            return Months(next_month(this_month.replace(year=this_month.year - 1)), this_month)
        # From the first one that is told: an earlier one would say that somebody wrote in it.
        told = (*self.ratings.told, this_month)
        return Months(min(told), max(told))


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month of the table; `since` is the first month that is counted with it, if any is."""

    month: datetime.date
    figures: Figures | None
    since: datetime.date | None = None


def month_rows(question: Question, months: Months) -> Iterator[MonthRow]:
    """Yield a service's months, each with the first of those that had to wait for it."""
    earlier = max((month for month in question.told if month < months.first), default=None)
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
