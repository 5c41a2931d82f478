"""The content of published figures."""

import datetime

import pytest

from feedback.statistics.disclosure import (
    ASPECT_TREE,
    RATING_TREE,
    Group,
    last_closed_month,
    publishable_groups,
    share_of_groups,
    share_of_periods,
)
from feedback.statistics.tallies import Tally, wilson_interval
from tests.feedback.periods import due, month


def ratings(*counts: int) -> dict[int, int]:
    return dict(enumerate(counts, start=1))


def test_every_count_is_exact_if_all_are_large_enough():
    # When ten or more gave each answer
    groups = publishable_groups(RATING_TREE, ratings(10, 11, 12, 13, 14))

    # Then each has its own number
    assert [(group.answers, group.at_least, group.is_exact) for group in groups] == [
        ((1,), 10, True),
        ((2,), 11, True),
        ((3,), 12, True),
        ((4,), 13, True),
        ((5,), 14, True),
    ]


def test_rare_answer_is_grouped_with_its_neighbour():
    # When six gave 1, five gave 2, and many gave the others
    groups = publishable_groups(RATING_TREE, ratings(6, 5, 12, 30, 40))

    # Then 1 and 2 have one number together, and no other has to be withheld
    assert groups[0] == Group((1, 2), 11, 11)
    assert [group.at_least for group in groups[1:]] == [12, 30, 40]


@pytest.mark.parametrize("low", range(10))
def test_small_minority_is_a_range_from_zero(low):
    # When fewer than ten of forty were not satisfied, or nobody
    groups = publishable_groups(RATING_TREE, ratings(low, 0, 0, 5, 35 - low))

    # Then the published figures do not depend on their number
    assert groups == (Group((1, 2, 3), 0, 9), Group((4, 5), 31, 40))


def test_unanimity_is_published_as_a_range():
    # When all of twenty gave 5, or eleven gave 4 and nine gave 1
    unanimous = publishable_groups(RATING_TREE, ratings(0, 0, 0, 0, 20))
    divided = publishable_groups(RATING_TREE, ratings(9, 0, 0, 11, 0))

    # Then the published figures are equal
    assert unanimous == divided


def test_people_who_skipped_an_aspect_form_a_group():
    # When three of forty did not rate an aspect
    groups = publishable_groups(ASPECT_TREE, {0: 3, 1: 10, 2: 0, 3: 2, 4: 5, 5: 20})

    # Then they cannot be computed from the number of submissions
    assert groups == (Group((0, 1, 2, 3), 15, 15), Group((4, 5), 25, 25))


def test_exact_share_has_wilsons_interval():
    # When 25 of 40 gave 4 or 5
    share = share_of_groups(publishable_groups(RATING_TREE, ratings(0, 5, 10, 0, 25)))

    # Then the share is exact
    assert share.at_least == share.at_most == 25 / 40
    assert share.interval == wilson_interval(25, 40)


def test_share_is_a_range_if_answers_are_withheld():
    # When fewer than ten of forty did not give 4 or 5
    share = share_of_groups(publishable_groups(RATING_TREE, ratings(0, 0, 2, 0, 38)))

    # Then share and interval cover every number that may be withheld
    assert (share.at_least, share.at_most) == (31 / 40, 1.0)
    assert share.interval == (wilson_interval(31, 40).low, 1.0)


def test_share_of_an_aspect_is_of_those_who_rated_it():
    # When of forty, fifteen skipped an aspect, ten gave 2, and fifteen gave 4
    share = share_of_groups(
        publishable_groups(ASPECT_TREE, {0: 15, 1: 0, 2: 10, 3: 0, 4: 15, 5: 0})
    )

    # Then the fifteen do not count
    assert share.at_least == share.at_most == 15 / 25


def test_unrated_aspect_has_no_share():
    assert (
        share_of_groups(publishable_groups(ASPECT_TREE, {0: 40, 1: 0, 2: 0, 3: 0, 4: 0, 5: 0}))
        is None
    )


def test_mean_is_published_only_with_exact_counts():
    # Given a period with all answers known, and one where 1 and 2 are counted together
    known, merged = (
        due({month(1): Tally(counts)})[0] for counts in [(10, 10, 10, 10, 10), (9, 10, 10, 10, 11)]
    )

    # Then only the first has a mean, since a mean could tell the two apart
    assert known.mean.value == 3
    assert merged.mean is None


def test_share_over_periods_uses_published_groups():
    # Given a period of 20 with an even split, and one of 40 that was nearly unanimous
    periods = due({month(1): Tally((10, 0, 0, 0, 10)), month(2): Tally((1, 0, 0, 0, 39))})

    # Then the share of both lies between what is left possible
    share = share_of_periods(periods)
    assert (share.at_least, share.at_most) == (41 / 60, 50 / 60)


# --- When it is told ------------------------------------------------------------------------------


def test_months_are_joined_until_a_period_is_complete():
    # Given 8, 0, 11, 1, 25 and 19 submissions in six months
    monthly = {
        month(number): Tally((0, 0, 0, count, 0))
        for number, count in [(1, 8), (3, 11), (4, 1), (5, 25), (6, 19)]
    }

    # Then the first four months are one period, May is one, and June waits for more
    assert [(period.first_month, period.last_month, period.count) for period in due(monthly)] == [
        (None, month(4), 20),
        (month(5), month(5), 25),
    ]


def test_open_month_is_not_published():
    # Given thirty submissions each in May and June
    monthly = {month(5): Tally((0, 0, 0, 30, 0)), month(6): Tally((0, 0, 0, 30, 0))}

    # When June is not closed yet
    periods = due(monthly, last_closed=month(5))

    # Then only May is released
    assert [period.last_month for period in periods] == [month(5)]


def test_late_submission_to_a_published_month_is_not_published():
    # Given a service whose figures are released until March
    monthly = {month(3): Tally((0, 0, 0, 0, 50)), month(4): Tally((0, 0, 0, 0, 19))}

    # Then what came to March afterwards does not fill April's period
    assert due(monthly, released_until=month(3)) == []


@pytest.mark.parametrize(
    ("today", "closed"),
    [
        (datetime.date(2026, 5, 9), month(3)),
        (datetime.date(2026, 5, 10), month(4)),
        (datetime.date(2026, 6, 1), month(4)),
        (datetime.date(2027, 1, 9), month(11)),
        (datetime.date(2027, 1, 10), month(12)),
    ],
)
def test_month_closes_after_its_last_daily_batch(today, closed):
    assert last_closed_month(today) == closed
