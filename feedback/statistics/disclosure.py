"""Disclosure control: which figures are published, so that no person's answer can be derived.

1. Time is divided into periods of whole closed months, per service. A period ends with the first
   month in which it has at least `PERIOD_MINIMUM` submissions. It is published once and never
   changed; nothing is published for a part or a union of periods.
2. Within a period, the answers to each question form a tree. A group of answers is split in two as
   long as each half has at least `CELL_MINIMUM` people. Every exact count, and every sum or
   difference of exact counts, is therefore of at least that many people. If the first split would
   give a smaller half, both halves are published as ranges: “at most 9 of 40”.
3. Shares and means are computed from these groups and ranges alone, so they disclose nothing more.
4. A service publishes at most as many comments as it has people in its periods, plus
   `CELL_MINIMUM`, so that their number does not disclose the number of any month.

For every count that is not published exactly, at least `CELL_MINIMUM` values remain possible.
docs/decisions has the proof and its limits.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from feedback.statistics.tallies import (
    SATISFIED_FROM,
    STEPS,
    Estimate,
    Interval,
    Tally,
    mean_of,
    month_before,
    next_month,
    wilson_interval,
)

CELL_MINIMUM = 10
# A smaller period could not be split into two cells.
PERIOD_MINIMUM = 2 * CELL_MINIMUM
# The daily batch holds a submission for at most a week.
DAYS_UNTIL_CLOSED = 9

# Stands for people who did not rate an aspect; they form a group too.
NO_ANSWER = 0
Node = int | tuple["Node", "Node"]
RATING_TREE: Node = (((1, 2), 3), (4, 5))
ASPECT_TREE: Node = ((NO_ANSWER, ((1, 2), 3)), (4, 5))


@dataclass(frozen=True, slots=True)
class Group:
    """The number of people who gave one of `answers` (0: no answer), exact or as a range."""

    answers: tuple[int, ...]
    at_least: int
    at_most: int

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "Group":
        """Return the group stored as `as_json` returns it."""
        return cls(tuple(row["answers"]), row["at_least"], row["at_most"])

    def as_json(self) -> dict[str, Any]:
        """Return the group as stored and as published in the open data."""
        return {
            "answers": list(self.answers),
            "at_least": self.at_least,
            "at_most": self.at_most,
        }

    @property
    def is_exact(self) -> bool:
        """Whether the number of people is published exactly."""
        return self.at_least == self.at_most

    @property
    def is_satisfied(self) -> bool:
        """Whether the answers are 4 and 5 or one of them; no group mixes them with others."""
        return min(self.answers) >= SATISFIED_FROM


@dataclass(frozen=True, slots=True)
class Share:
    """The share of the ratings 4 and 5, as a range; both ends are equal if no group is a range.

    `interval` runs from the low end of Wilson's 95 percent interval for `at_least` to the high end
    of the one for `at_most`.
    """

    at_least: float
    at_most: float
    interval: Interval


@dataclass(frozen=True, slots=True)
class Period:
    """The published figures of a service for some months.

    `first_month` is None for the first period: the month of the first submission would disclose
    that earlier months had none.
    """

    first_month: datetime.date | None
    last_month: datetime.date
    count: int
    ratings: tuple[Group, ...]
    aspects: Mapping[str, tuple[Group, ...]] = field(default_factory=dict)

    @property
    def share(self) -> Share:
        """The share of people who gave 4 or 5."""
        share = share_of_groups(self.ratings)
        assert share is not None
        return share

    @property
    def mean(self) -> Estimate | None:
        """The mean rating, or None unless the count of every rating is exact."""
        exact = {group.answers[0]: group.at_least for group in self.ratings if group.is_exact}
        if len(exact) < len(STEPS):
            return None
        return mean_of((exact[1], exact[2], exact[3], exact[4], exact[5]))

    def share_of_aspect(self, name: str) -> Share | None:
        """Return the share of 4 and 5 of an aspect's ratings, or None if nothing is known."""
        return share_of_groups(self.aspects.get(name, ()))


def last_closed_month(today: datetime.date) -> datetime.date:
    """Return the last month that gets no more submissions, as of `today`."""
    return month_before(today - datetime.timedelta(days=DAYS_UNTIL_CLOSED))


def due_periods(
    monthly: Mapping[datetime.date, Tally],
    *,
    released_until: datetime.date | None,
    last_closed: datetime.date,
    aspects: Iterable[str] = (),
    cell_minimum: int = CELL_MINIMUM,
) -> Iterator[Period]:
    """Yield the periods that are complete and not published yet, oldest first.

    `released_until` is the last month of the latest published period, or None. `aspects` are the
    service's, in its order, whichever of them were answered.
    """
    asked = tuple(aspects)
    first = next_month(released_until) if released_until else None
    together = Tally()
    for month in sorted(monthly):
        if (first and month < first) or month > last_closed:
            continue
        together += monthly[month]
        if together.count >= 2 * cell_minimum:
            yield _period(together, first, month, asked, cell_minimum)
            first, together = next_month(month), Tally()


def max_public_comments(people_released: int) -> int:
    """Return the number of comments that a service may ever publish.

    `people_released` is the number of people in its published periods. Each published comment
    discloses one more person; of the fewer than `PERIOD_MINIMUM` who wrote since the last period,
    at least `CELL_MINIMUM` numbers remain possible.
    """
    return people_released + PERIOD_MINIMUM - CELL_MINIMUM


def publishable_groups(
    tree: Node, counts: Mapping[int, int], cell_minimum: int = CELL_MINIMUM
) -> tuple[Group, ...]:
    """Return the groups of a question that may be published for a complete period.

    `counts` maps each answer of `tree` to its number of people. The groups cover every answer once,
    in the order of the tree.
    """
    groups = _split(tree, counts, cell_minimum)
    if len(groups) > 1 or isinstance(tree, int):
        return groups
    # Discloses which half is small, but not how small.
    total, withheld = groups[0].at_least, cell_minimum - 1
    return tuple(
        Group(_answers(half), 0, withheld)
        if _count(half, counts) < cell_minimum
        else Group(_answers(half), total - withheld, total)
        for half in tree
    )


def share_of_groups(groups: Sequence[Group]) -> Share | None:
    """Return the share of 4 and 5 among those who answered, or None if it could be anything."""
    satisfied = [group for group in groups if group.is_satisfied]
    others = [group for group in groups if group.answers[-1] in STEPS and group not in satisfied]
    least, most = sum(g.at_least for g in satisfied), sum(g.at_most for g in satisfied)
    # A group that includes NO_ANSWER may consist of people who did not answer.
    least_others = sum(g.at_least for g in others if NO_ANSWER not in g.answers)
    most_others = sum(g.at_most for g in others)
    if not (least or least_others):
        return None
    lowest, highest = least + most_others, most + least_others
    return Share(
        least / lowest,
        most / highest,
        Interval(wilson_interval(least, lowest).low, wilson_interval(most, highest).high),
    )


def share_of_periods(periods: Sequence[Period]) -> Share | None:
    """Return the share of 4 and 5 over all of `periods`, or None for an empty list."""
    return share_of_groups([group for period in periods for group in period.ratings])


def _period(
    tally: Tally,
    first: datetime.date | None,
    last: datetime.date,
    aspects: tuple[str, ...],
    cell_minimum: int,
) -> Period:
    def asked(name: str) -> dict[int, int]:
        counts = tally.of_aspect(name)
        return {NO_ANSWER: tally.count - sum(counts), **dict(zip(STEPS, counts, strict=True))}

    ratings = dict(zip(STEPS, tally.ratings, strict=True))
    return Period(
        first,
        last,
        tally.count,
        publishable_groups(RATING_TREE, ratings, cell_minimum),
        {name: publishable_groups(ASPECT_TREE, asked(name), cell_minimum) for name in aspects},
    )


def _split(tree: Node, counts: Mapping[int, int], cell_minimum: int) -> tuple[Group, ...]:
    if not isinstance(tree, int):
        first, second = tree
        if min(_count(first, counts), _count(second, counts)) >= cell_minimum:
            return (
                *_split(first, counts, cell_minimum),
                *_split(second, counts, cell_minimum),
            )
    total = _count(tree, counts)
    return (Group(_answers(tree), total, total),)


def _count(tree: Node, counts: Mapping[int, int]) -> int:
    return sum(counts[answer] for answer in _answers(tree))


def _answers(tree: Node) -> tuple[int, ...]:
    if isinstance(tree, int):
        return (tree,)
    return (*_answers(tree[0]), *_answers(tree[1]))
