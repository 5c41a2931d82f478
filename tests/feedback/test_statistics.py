"""Figures for editors: checked against published values, and withheld for too few answers."""

import datetime
import random
from collections import Counter

import pytest

from feedback.statistics.tallies import (
    Tally,
    figures_of,
    group_months,
    mean_of,
    median_wait,
    monthly_series,
    months_between,
    share_of,
    wilson_interval,
)


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_interval_agrees_with_the_literature(successes, n, low, high):
    # Given the examples in table I of Newcombe (1998), score method without correction
    interval = wilson_interval(successes, n)

    # Then ours are the same to four places
    assert interval == pytest.approx((low, high), abs=0.00005)


@pytest.mark.parametrize("n", [1, 5, 20, 1_000_000])
def test_interval_stays_within_bounds_for_unanimous_answers(n):
    # When all said the same, one way or the other
    nobody, everybody = wilson_interval(0, n), wilson_interval(n, n)

    # Then the interval ends there, and claims no certainty
    assert nobody.low == 0
    assert 0 < nobody.high < 1
    assert everybody.high == 1
    assert 0 < everybody.low < 1


@pytest.mark.parametrize(("n", "told"), [(0, False), (4, False), (5, True)])
def test_editors_see_figures_from_five_answers(n, told):
    assert (figures_of((0, 0, 0, n, 0)) is not None) is told


def test_page_shows_share_mean_and_distribution():
    # When two gave 1, one gave 3, and seven gave 4 or 5
    figures = figures_of((2, 0, 1, 3, 4))

    # Then
    assert figures.count == 10
    assert figures.counts == (2, 0, 1, 3, 4)
    assert figures.share.value == 0.7
    assert figures.mean.value == 3.7


def test_mean_of_unanimous_answers_has_an_interval_on_the_scale():
    mean = mean_of((0, 0, 0, 0, 5))

    assert mean.value == mean.interval.high == 5
    assert 1 < mean.interval.low < 4


@pytest.mark.parametrize(
    "weights", [(1, 1, 1, 1, 1), (1, 0, 0, 0, 1), (1, 1, 2, 8, 12), (0, 0, 0, 1, 30)]
)
def test_interval_of_the_mean_has_its_coverage(weights):
    # Given a service with a known true mean, and many samples of 25 answers
    rng = random.Random(1)
    truth = sum(step * weight for step, weight in enumerate(weights, 1)) / sum(weights)
    held = 0
    for _ in range(1_000):
        answers = rng.choices(range(1, 6), weights, k=25)
        low, high = mean_of(tuple(answers.count(step) for step in range(1, 6))).interval
        held += low <= truth <= high

    # Then nine and a half intervals of ten hold it, give or take the luck of a thousand
    assert held / 1_000 >= 0.935


def test_series_has_a_gap_for_too_few_answers():
    # Given five answers in November, four in December, and none in January
    by_month = {
        datetime.date(2025, 11, 1): (0, 0, 0, 0, 5),
        datetime.date(2025, 12, 1): (0, 0, 0, 0, 4),
    }

    # When the series goes from November to January
    series = monthly_series(by_month, datetime.date(2025, 11, 1), datetime.date(2026, 1, 1))

    # Then every month is a point, and two of them are gaps
    assert [(point.month.month, point.figures is None) for point in series] == [
        (11, False),
        (12, True),
        (1, True),
    ]


@pytest.mark.parametrize(
    ("numbers", "groups"),
    [
        ([], []),
        ([4], []),
        ([5], [[1]]),
        ([4, 0, 1, 4], [[1, 2, 3]]),
        ([9, 3, 8, 5], [[1], [2, 3], [4]]),
    ],
)
def test_months_with_too_few_are_joined_with_the_next_ones(numbers, groups):
    # Given so many answers in January, February, …
    months = [datetime.date(2026, month, 1) for month in range(1, len(numbers) + 1)]

    # When
    told = group_months(dict(zip(months, numbers, strict=True)))

    # Then
    assert [[month.month for month in group] for group in told] == groups


def test_months_continue_over_the_end_of_the_year():
    months = months_between(datetime.date(2025, 11, 30), datetime.date(2026, 2, 1))

    assert [(day.year, day.month, day.day) for day in months] == [
        (2025, 11, 1),
        (2025, 12, 1),
        (2026, 1, 1),
        (2026, 2, 1),
    ]


@pytest.mark.parametrize(
    ("waits", "median"),
    [([], None), ([1, 1, 1, 1], None), ([9, 0, 1, 2, 0], 1), ([0, 1, 2, 3, 0, 9], 1.5)],
)
def test_median_of_the_months_to_an_answer(waits, median):
    assert median_wait(Counter(waits)) == median


def test_share_answered_needs_five_submissions():
    assert share_of(4, 4) is None
    assert share_of(4, 8).value == 0.5


def test_tallies_can_be_added_and_subtracted():
    # Given two submissions, one of them with an aspect
    together = Tally.of(4, {"change": 2}) + Tally.of(4, {}) + Tally.of(1, {"treatment": 5})

    # When one is taken away again
    left = together + Tally.of(1, {"treatment": 5}, times=-1)

    # Then what it said is not counted any more
    assert left.ratings == (0, 0, 0, 2, 0)
    assert left.of_aspect("change") == (0, 1, 0, 0, 0)
    assert sum(left.of_aspect("treatment")) == 0


def test_tally_survives_json():
    # Given a tally with one aspect, and one that nobody is in
    tally = Tally.of(4, {"change": 2}, times=7)

    # Then both come back from what is stored of them
    assert Tally.from_json(tally.as_json()) == tally
    assert Tally.from_json({}) == Tally()
