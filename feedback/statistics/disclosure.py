"""What the public sees of figures, and why nobody can be found in them.

1. Time is cut into periods of whole closed months, one after the other, a service at a time. A
   period ends with the first month in which it has at least `PERIOD_MINIMUM` submissions. It is
   released once and kept as it was; nothing is ever released for a part, or a union, of periods.
2. Within a period each question is a tree of answers. A group of answers is split in two as long
   as each half has at least `CELL_MINIMUM`; so every exact count is of that many people, and so is
   whatever sums and differences of them give. Where even the first split would show fewer, its
   halves are told as ranges: “at most 9 of 40”.
3. Shares and means come from these groups and ranges alone, hence tell nothing more.

4. Of a service's comments, no more become public than it has people in its periods, and
   `CELL_MINIMUM` more: their number then tells no month's.

Whoever knows all this still has at least `CELL_MINIMUM` possible values for every count that is
not told exactly. docs/decisions has the proof, and what it cannot promise.
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
# Fewer could never be split in two cells, and would show a number of submissions and no more.
PERIOD_MINIMUM = 2 * CELL_MINIMUM
# By then a month's last submissions have left the daily batches, which hold them for a week.
DAYS_UNTIL_CLOSED = 9

# Of an aspect, that somebody did not rate it: a group of people as any other.
NO_ANSWER = 0
Node = int | tuple["Node", "Node"]
RATING_TREE: Node = (((1, 2), 3), (4, 5))
ASPECT_TREE: Node = ((NO_ANSWER, ((1, 2), 3)), (4, 5))


@dataclass(frozen=True, slots=True)
class Group:
    """People who gave one of `answers` (0: none): exactly so many, or a number in a range."""

    answers: tuple[int, ...]
    at_least: int
    at_most: int

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "Group":
        """Return the group that `as_json` has told."""
        return cls(tuple(row["answers"]), row["at_least"], row["at_most"])

    def as_json(self) -> dict[str, Any]:
        """Return the group for storing and for open data."""
        return {
            "answers": list(self.answers),
            "at_least": self.at_least,
            "at_most": self.at_most,
        }

    @property
    def is_exact(self) -> bool:
        """Tell whether the number is known."""
        return self.at_least == self.at_most

    @property
    def is_satisfied(self) -> bool:
        """Tell whether the answers are 4 and 5, or one of them; no group has others beside."""
        return min(self.answers) >= SATISFIED_FROM


@dataclass(frozen=True, slots=True)
class Share:
    """The share of 4 and 5: a value where both are equal, and a range where people are withheld.

    `interval` is Wilson's at 95 percent, from the low end of the lowest to the high end of the
    highest share that is possible.
    """

    at_least: float
    at_most: float
    interval: Interval


@dataclass(frozen=True, slots=True)
class Period:
    """All that is released of a service's months; `first_month` is None for the first period.

    The month of the first submission would tell that those before it had none.
    """

    first_month: datetime.date | None
    last_month: datetime.date
    count: int
    ratings: tuple[Group, ...]
    aspects: Mapping[str, tuple[Group, ...]] = field(default_factory=dict)

    @property
    def share(self) -> Share:
        """The share of those who gave 4 or 5."""
        share = share_of_groups(self.ratings)
        assert share is not None
        return share

    @property
    def mean(self) -> Estimate | None:
        """The mean rating, where every answer's number is known."""
        exact = {group.answers[0]: group.at_least for group in self.ratings if group.is_exact}
        if len(exact) < len(STEPS):
            return None
        return mean_of((exact[1], exact[2], exact[3], exact[4], exact[5]))

    def share_of_aspect(self, name: str) -> Share | None:
        """Return the share of 4 and 5 among those who rated an aspect, if anything is known."""
        return share_of_groups(self.aspects.get(name, ()))


def last_closed_month(today: datetime.date) -> datetime.date:
    """Return the last month of which nothing more is to come."""
    return month_before(today - datetime.timedelta(days=DAYS_UNTIL_CLOSED))


def due_periods(
    monthly: Mapping[datetime.date, Tally],
    *,
    released_until: datetime.date | None,
    last_closed: datetime.date,
    aspects: Iterable[str] = (),
    cell_minimum: int = CELL_MINIMUM,
) -> Iterator[Period]:
    """Yield the periods that are full and not released yet, oldest first.

    `released_until` is the last month of the last one released, None before the first. The order
    and the number of `aspects` are the service's, never a matter of what was answered.
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


def most_public_texts(people_released: int) -> int:
    """Return of how many comments a service may ever show a version, with so many in its periods.

    Each is one more person of whom everybody knows. Of those who wrote since the last period,
    fewer than `PERIOD_MINIMUM`, at least `CELL_MINIMUM` numbers remain possible.
    """
    return people_released + PERIOD_MINIMUM - CELL_MINIMUM


def told_groups(
    tree: Node, counts: Mapping[int, int], cell_minimum: int = CELL_MINIMUM
) -> tuple[Group, ...]:
    """Return what may be told of a question, asked of so many people that a period is full.

    The groups name every answer once, in the tree's order; their people add up to all.
    """
    groups = _split(tree, counts, cell_minimum)
    if len(groups) > 1 or isinstance(tree, int):
        return groups
    # Which half is small is told, and nothing of how small, down to nobody at all.
    total, withheld = groups[0].at_least, cell_minimum - 1
    return tuple(
        Group(_answers(half), 0, withheld)
        if _count(half, counts) < cell_minimum
        else Group(_answers(half), total - withheld, total)
        for half in tree
    )


def share_of_groups(groups: Sequence[Group]) -> Share | None:
    """Return the share of 4 and 5 among those who answered; None where anything is possible."""
    satisfied = [group for group in groups if group.is_satisfied]
    others = [group for group in groups if group.answers[-1] in STEPS and group not in satisfied]
    least, most = sum(g.at_least for g in satisfied), sum(g.at_most for g in satisfied)
    # Those who did not answer may be all of a group that they share.
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
    """Return the share over all of some released periods; None for no period."""
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
        told_groups(RATING_TREE, ratings, cell_minimum),
        {name: told_groups(ASPECT_TREE, asked(name), cell_minimum) for name in aspects},
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
