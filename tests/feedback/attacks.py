"""What an attacker can compute from all published figures and their rules.

A cell is (service, month, question, answer), with an unknown number of people. Published figures
become statements about sums of cells. `implied_range` bounds the sum of other cells by elimination
with exact fractions, followed by propagation of integer bounds.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from feedback.statistics.disclosure import PERIOD_MINIMUM, Period
from feedback.statistics.tallies import months_between, next_month

Cell = tuple[str, datetime.date, str, int]
RATING = "rating"
Weights = dict[object, Fraction]


@dataclass(frozen=True)
class Statement:
    """A weighted sum of cells lies between two inclusive bounds; None is no bound."""

    weights: Mapping[object, Fraction | int]
    at_least: int | Fraction
    at_most: int | Fraction | None


def cells_of(
    service: str, months: Iterable[datetime.date], question: str, answers: Iterable[int]
) -> frozenset[Cell]:
    """Return the cells of some months and answers."""
    wanted = tuple(answers)
    return frozenset((service, month, question, answer) for month in months for answer in wanted)


def sum_of(cells: Iterable[Cell], at_least: int, at_most: int | None) -> Statement:
    """Return the statement that `cells` have this many people in total."""
    return Statement(dict.fromkeys(cells, 1), at_least, at_most)


def statements_of(
    service: str, months: Sequence[datetime.date], periods: Iterable[Period]
) -> list[Statement]:
    """Return what the published figures of a service say directly and by their rules.

    `months` are the closed months since the service opened, which are public.
    """
    said = []
    start = months[0]
    for period in periods:
        inside = list(months_between(period.first_month or start, period.last_month))
        for question, groups in {RATING: period.ratings, **period.aspects}.items():
            for group in groups:
                cells = cells_of(service, inside, question, group.answers)
                said.append(sum_of(cells, group.at_least, group.at_most))
            # Each month has as many answers (or none) to an aspect as it has ratings.
            for month in inside if question != RATING else []:
                ratings = dict.fromkeys(cells_of(service, [month], RATING, range(1, 6)), 1)
                answers = dict.fromkeys(cells_of(service, [month], question, range(6)), -1)
                said.append(Statement({**ratings, **answers}, 0, 0))
        # A period ends with the month that completes it.
        said.append(_not_full(service, inside[:-1]))
        start = next_month(period.last_month)
    said.append(_not_full(service, [month for month in months if month >= start]))
    return [statement for statement in said if statement.weights]


def statements_of_texts(
    service: str, months: Sequence[datetime.date], shown: Iterable[int], answered: Iterable[int]
) -> list[Statement]:
    """Return what is known to somebody who counted the public comments of a service every month.

    `shown` is the number of comments ever public at the end of each of `months`; their authors
    wrote in that month or earlier. `answered` holds the indices of months to which an answer
    refers.
    """
    said = [
        sum_of(cells_of(service, months[: number + 1], RATING, range(1, 6)), texts, None)
        for number, texts in enumerate(shown)
    ]
    said += [
        sum_of(cells_of(service, [months[number]], RATING, range(1, 6)), 1, None)
        for number in answered
    ]
    return said


def implied_range(
    statements: Sequence[Statement], target: Iterable[Cell]
) -> tuple[int, int | None]:
    """Return the lowest and highest possible number of people in `target`.

    The highest is None if it is unbounded. The range contains the true number; it may be wider than
    necessary but never too narrow.
    """
    the_target = "target"
    exact = [
        ({key: Fraction(weight) for key, weight in row.weights.items()}, Fraction(row.at_least))
        for row in [
            *statements,
            Statement({**dict.fromkeys(target, 1), the_target: -1}, 0, 0),
        ]
        if row.at_least == row.at_most
    ]
    reduced = [Statement(weights, value, value) for weights, value in _eliminated(exact)]
    definition = Statement({**dict.fromkeys(target, 1), the_target: -1}, 0, 0)
    return _propagated([*statements, definition, *reduced], the_target)


def _not_full(service: str, months: Sequence[datetime.date]) -> Statement:
    return sum_of(cells_of(service, months, RATING, range(1, 6)), 0, PERIOD_MINIMUM - 1)


def _eliminated(rows: list[tuple[Weights, Fraction]]) -> list[tuple[Weights, Fraction]]:
    """Return the rows after Gauss-Jordan elimination, which leaves few cells in each."""
    done: list[tuple[object, Weights, Fraction]] = []
    for weights, value in rows:
        for pivot, other, other_value in done:
            weights, value = _without(pivot, weights, value, other, other_value)
        # The target last, so that elimination isolates it if possible.
        pivot = min(weights, key=lambda key: (key == "target", str(key)), default=None)
        if pivot is None:
            continue
        factor = weights[pivot]
        weights = {key: weight / factor for key, weight in weights.items()}
        value /= factor
        done = [
            (key, *_without(pivot, row, row_value, weights, value)) for key, row, row_value in done
        ]
        done.append((pivot, weights, value))
    return [(weights, value) for _pivot, weights, value in done]


def _without(
    pivot: object, weights: Weights, value: Fraction, other: Weights, other_value: Fraction
) -> tuple[Weights, Fraction]:
    factor = weights.get(pivot, Fraction(0))
    if not factor:
        return weights, value
    merged = {
        key: weights.get(key, Fraction(0)) - factor * other.get(key, Fraction(0))
        for key in [*weights, *(key for key in other if key not in weights)]
    }
    return {key: weight for key, weight in merged.items() if weight}, value - factor * other_value


def _propagated(statements: Sequence[Statement], wanted: str) -> tuple[int, int | None]:
    """Return the bounds of every unknown after propagation has converged."""
    low: dict[object, int] = {}
    high: dict[object, int] = {}
    narrowed = True
    while narrowed:
        narrowed = False
        for statement in statements:
            for key, weight in statement.weights.items():
                lowest, highest = _rest(statement, key, low, high)
                ends = [end / weight if end is not None else None for end in (lowest, highest)]
                least, most = ends if weight > 0 else reversed(ends)
                if least is not None and ceil(least) > low.get(key, 0):
                    low[key] = ceil(least)
                    narrowed = True
                if most is not None and (key not in high or floor(most) < high[key]):
                    high[key] = floor(most)
                    narrowed = True
    return low.get(wanted, 0), high.get(wanted)


def _rest(
    statement: Statement, key: object, low: Mapping[object, int], high: Mapping[object, int]
) -> tuple[Fraction | None, Fraction | None]:
    """Return the bounds of the weighted `key` implied by a statement and the other bounds."""
    least: Fraction | None = Fraction(statement.at_least)
    most = None if statement.at_most is None else Fraction(statement.at_most)
    for other, weight in statement.weights.items():
        if other == key:
            continue
        smallest: int | None = low.get(other, 0)
        largest = high.get(other)
        if weight < 0:
            smallest, largest = largest, smallest
        least = None if least is None or largest is None else least - weight * largest
        most = None if most is None or smallest is None else most - weight * smallest
    return least, most
