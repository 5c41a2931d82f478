"""Figures computed from counts, for editors and for the public.

A share has Wilson's score interval at 95 percent: E. B. Wilson, “Probable inference, the law of
succession, and statistical inference”, Journal of the American Statistical Association 22 (1927),
209–212; recommended for small numbers by R. G. Newcombe, Statistics in Medicine 17 (1998), 857–872.

A mean has the same interval, with (mean - 1) / 4 taken as a share. On a scale from 1 to 5 the
variance is at most (mean - 1)(5 - mean), the variance of that share (R. Bhatia and C. Davis,
American Mathematical Monthly 107 (2000), 353–357). The interval is therefore too wide rather than
too narrow, stays within the scale, and is not empty when all ratings are equal; Student's interval
has none of these properties for small numbers.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import sqrt
from statistics import NormalDist
from typing import Any, NamedTuple

# Below this a figure is mostly chance. Editors read every comment anyway.
EDITORS_MINIMUM = 5
STEPS = (1, 2, 3, 4, 5)
# The lowest step that counts as satisfied: the share is that of 4 and 5.
SATISFIED_FROM = 4
Z = NormalDist().inv_cdf(0.975)

Counts = tuple[int, int, int, int, int]
NONE: Counts = (0, 0, 0, 0, 0)


class Interval(NamedTuple):
    """A closed interval."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its 95 percent interval."""

    value: float
    interval: Interval


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one question; `counts` are of the ratings 1 to 5."""

    counts: Counts
    share: Estimate
    mean: Estimate

    @property
    def count(self) -> int:
        """The number of ratings."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class MonthPoint:
    """A month of a series; `figures` is None if too few people answered."""

    month: datetime.date
    figures: Figures | None


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of the ratings 1 to 5, of each aspect's ratings, and of waits for an answer.

    `waits` maps whole months from submission to answer to a number of submissions; unanswered
    submissions are not in it.
    """

    ratings: Counts = NONE
    aspects: Mapping[str, Counts] = field(default_factory=dict)
    waits: Mapping[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, rating: int, aspects: Mapping[str, int], times: int = 1) -> "Tally":
        """Return the tally of `times` submissions with these ratings; negative to subtract them."""
        return cls(
            _unit(rating, times), {name: _unit(step, times) for name, step in aspects.items()}
        )

    @classmethod
    def of_wait(cls, months: int, times: int = 1) -> "Tally":
        """Return the tally of `times` answers, each after `months` months, without submissions."""
        return cls(waits={months: times})

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Tally":
        """Return the tally stored as `as_json` returns it; all zero for an empty mapping."""
        aspects = {name: _counts(row) for name, row in data.get("aspects", {}).items()}
        waits = {int(months): times for months, times in data.get("waits", {}).items()}
        return cls(_counts(data.get("ratings", NONE)), aspects, waits)

    def as_json(self) -> dict[str, Any]:
        """Return the tally for storing, without aspects and waits that are zero."""
        aspects = {name: list(row) for name, row in sorted(self.aspects.items()) if any(row)}
        waits = {str(months): times for months, times in sorted(self.waits.items()) if times}
        data = {"ratings": list(self.ratings), "aspects": aspects}
        return {**data, "waits": waits} if waits else data

    @property
    def count(self) -> int:
        """The number of submissions."""
        return sum(self.ratings)

    @property
    def answered(self) -> int:
        """The number of submissions with a published answer."""
        return sum(self.waits.values())

    def share_answered(self, minimum: int = EDITORS_MINIMUM) -> float | None:
        """Return the share of submissions answered, or None if there are fewer than `minimum`."""
        return self.answered / self.count if self.count >= max(minimum, 1) else None

    def median_wait(self, minimum: int = EDITORS_MINIMUM) -> float | None:
        """Return the median wait in months, or None for fewer than `minimum` answers."""
        return median_wait(self.waits, minimum)

    def __add__(self, other: "Tally") -> "Tally":
        names = sorted({*self.aspects, *other.aspects})
        months = sorted({*self.waits, *other.waits})
        return Tally(
            added(self.ratings, other.ratings),
            {name: added(self.of_aspect(name), other.of_aspect(name)) for name in names},
            {each: self.waits.get(each, 0) + other.waits.get(each, 0) for each in months},
        )

    def of_aspect(self, name: str) -> Counts:
        """Return the counts of an aspect; zeros if it has no ratings."""
        return self.aspects.get(name, NONE)


def added(first: Counts, second: Counts) -> Counts:
    """Return the sum of two counts, rating by rating."""
    return _counts(a + b for a, b in zip(first, second, strict=True))


def wilson_interval(successes: float, n: float) -> Interval:
    """Return Wilson's score interval at 95 percent for `successes` of `n`; `n` is above 0."""
    share = successes / n
    centre = share + Z**2 / (2 * n)
    half = Z * sqrt(share * (1 - share) / n + Z**2 / (4 * n**2))
    scale = 1 + Z**2 / n
    # Rounding must not move the ends outside 0 to 1.
    return Interval(
        0.0 if successes == 0 else max(0.0, (centre - half) / scale),
        1.0 if successes == n else min(1.0, (centre + half) / scale),
    )


def share_of(successes: int, n: int, minimum: int = EDITORS_MINIMUM) -> Estimate | None:
    """Return a share with its interval, or None if `n` is below `minimum`."""
    if n < max(minimum, 1):
        return None
    return Estimate(successes / n, wilson_interval(successes, n))


def mean_of(counts: Counts) -> Estimate:
    """Return the mean rating with the interval described in the module; `counts` must not be all
    zero.
    """
    n = sum(counts)
    above = sum((step - 1) * count for step, count in zip(STEPS, counts, strict=True))
    low, high = wilson_interval(above / 4, n)
    return Estimate(1 + above / n, Interval(1 + 4 * low, 1 + 4 * high))


def satisfied(counts: Counts) -> int:
    """Return the number of ratings 4 and 5."""
    return sum(counts[SATISFIED_FROM - 1 :])


def figures_of(counts: Counts, minimum: int = EDITORS_MINIMUM) -> Figures | None:
    """Return the figures of one question, or None for fewer than `minimum` answers."""
    share = share_of(satisfied(counts), sum(counts), minimum)
    return None if share is None else Figures(counts, share, mean_of(counts))


def monthly_series(
    by_month: Mapping[datetime.date, Counts],
    first: datetime.date,
    last: datetime.date,
    minimum: int = EDITORS_MINIMUM,
) -> list[MonthPoint]:
    """Return a point for every month from `first` to `last`."""
    return [
        MonthPoint(month, figures_of(by_month.get(month, NONE), minimum))
        for month in months_between(first, last)
    ]


def group_months(
    numbers: Mapping[datetime.date, int], minimum: int = EDITORS_MINIMUM
) -> list[list[datetime.date]]:
    """Return consecutive months in groups, each with at least `minimum` answers.

    `numbers` maps months to numbers of answers. A month with too few is joined with the following
    ones; trailing months that are still too few are left out. Every sum or difference of published
    groups is therefore again of at least `minimum` answers.
    """
    groups: list[list[datetime.date]] = []
    waiting: list[datetime.date] = []
    together = 0
    for month in sorted(numbers):
        waiting.append(month)
        together += numbers[month]
        if together >= max(minimum, 1):
            groups.append(waiting)
            waiting, together = [], 0
    return groups


def median_wait(waits: Mapping[int, int], minimum: int = EDITORS_MINIMUM) -> float | None:
    """Return the median wait in months, or None for fewer than `minimum` answers.

    `waits` maps months to numbers of answers; the cost does not depend on these numbers.
    """
    answered = sum(waits.values())
    if answered < max(minimum, 1):
        return None
    places = ((answered - 1) // 2, answered // 2)
    return sum(_wait_at(waits, place) for place in places) / 2


def months_waited(month: datetime.date, answered: datetime.date) -> int:
    """Return the whole months between the month of a submission and the day of its answer."""
    return max(0, (answered.year - month.year) * 12 + answered.month - month.month)


def next_month(month: datetime.date) -> datetime.date:
    """Return the first day of the next month."""
    return datetime.date(month.year + month.month // 12, month.month % 12 + 1, 1)


def month_before(month: datetime.date) -> datetime.date:
    """Return the first day of the previous month."""
    return (month.replace(day=1) - datetime.timedelta(days=1)).replace(day=1)


def months_between(first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
    """Yield the first day of every month from that of `first` to that of `last`."""
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = next_month(month)


def _wait_at(waits: Mapping[int, int], place: int) -> int:
    """Return the wait at index `place` of all waits in ascending order."""
    for months, times in sorted(waits.items()):
        if place < times:
            return months
        place -= times
    raise IndexError(place)


def _unit(step: int, times: int) -> Counts:
    return _counts(times if step == other else 0 for other in STEPS)


def _counts(numbers: Iterable[int]) -> Counts:
    one, two, three, four, five = numbers
    return (one, two, three, four, five)
