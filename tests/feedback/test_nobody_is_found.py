"""No person can be identified from all published figures together."""

import datetime
import itertools
from collections import defaultdict
from collections.abc import Iterator

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from feedback.statistics.disclosure import (
    ASPECT_TREE,
    CELL_MINIMUM,
    PERIOD_MINIMUM,
    RATING_TREE,
    Period,
    due_periods,
    max_public_comments,
    publishable_groups,
)
from feedback.statistics.tallies import Tally
from tests.feedback.attacks import (
    RATING,
    Cell,
    cells_of,
    implied_range,
    statements_of,
    statements_of_texts,
    sum_of,
)
from tests.feedback.periods import due, month

MONTHS = [datetime.date(2026, number, 1) for number in range(1, 7)]
ASPECT = "treatment"
World = dict[Cell, int]


def tallies(world: World, service: str) -> dict[datetime.date, Tally]:
    monthly = {}
    for when in MONTHS:
        overall = tuple(world[service, when, RATING, step] for step in range(1, 6))
        aspect = tuple(world[service, when, ASPECT, step] for step in range(1, 6))
        if sum(overall):
            monthly[when] = Tally(overall, {ASPECT: aspect})
    return monthly


def play(world: World) -> dict[str, list[Period]]:
    """Return every publication of half a year, made month by month as the scheduler does."""
    releases = {}
    for service in sorted({cell[0] for cell in world}):
        monthly = tallies(world, service)
        released: list[Period] = []
        for closed in MONTHS:
            until = released[-1].last_month if released else None
            released += due_periods(
                monthly, released_until=until, last_closed=closed, aspects=[ASPECT]
            )
        releases[service] = released
    return releases


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Half a year of one or two services, with rare, equal and overwhelming answers."""
    world: World = {}
    count = st.one_of(st.just(0), st.integers(0, 3), st.integers(0, 14), st.integers(9, 11))
    for service in ["library", "school"][: draw(st.integers(1, 2))]:
        for when in MONTHS:
            counts = draw(st.lists(count, min_size=5, max_size=5))
            left = sum(counts)
            world |= {(service, when, RATING, step): counts[step - 1] for step in range(1, 6)}
            for step in draw(st.permutations(range(1, 6))):
                given_step = draw(st.integers(0, left)) if left else 0
                world[service, when, ASPECT, step] = given_step
                left -= given_step
            world[service, when, ASPECT, 0] = left
    return world


@st.composite
def worlds_and_small_targets(draw: st.DrawFn) -> tuple[World, frozenset[Cell]]:
    """A world, and cells of one question with fewer than ten people together.

    Some targets are what a table would show (months, years, administrations, neighbouring answers);
    others are arbitrary cells.
    """
    world = draw(worlds())
    question = draw(st.sampled_from([RATING, ASPECT]))
    cells = sorted(cell for cell in world if cell[2] == question)
    if draw(st.booleans()):
        first, last = sorted(draw(st.lists(st.sampled_from(MONTHS), min_size=2, max_size=2)))
        lowest, highest = sorted(draw(st.lists(st.integers(0, 5), min_size=2, max_size=2)))
        services = draw(st.sampled_from([{"library"}, {"school"}, {"library", "school"}]))
        cells = [
            cell
            for cell in cells
            if cell[0] in services and first <= cell[1] <= last and lowest <= cell[3] <= highest
        ]
    else:
        cells = draw(st.permutations(cells))[: draw(st.integers(1, len(cells)))]
    target: set[Cell] = set()
    people = 0
    for cell in cells:
        if people + world[cell] < CELL_MINIMUM:
            target.add(cell)
            people += world[cell]
    return world, frozenset(target)


def other_worlds(world: World) -> Iterator[World]:
    """Yield the worlds in which one person answered otherwise, another month, or never."""
    nobody: tuple[Cell, ...] = ()
    for service in sorted({cell[0] for cell in world}):
        people = [
            ((service, when, RATING, rating), (service, when, ASPECT, aspect))
            for when, rating, aspect in itertools.product(MONTHS, range(1, 6), range(6))
        ]
        there = [cells for cells in people if all(world[cell] for cell in cells)]
        for before, after in itertools.product([nobody, *there], [nobody, *people]):
            other = dict(world)
            for cell in before:
                other[cell] -= 1
            for cell in after:
                other[cell] += 1
            yield other


Texts = dict[str, list[int]]


def most_texts(world: World, releases: dict[str, list[Period]]) -> Texts:
    """Return the maximum number of public comments of each service at the end of each month."""
    shown: Texts = {}
    for service, periods in releases.items():
        counts = [
            sum(world[service, when, RATING, step] for step in range(1, 6)) for when in MONTHS
        ]
        shown[service] = []
        for number, when in enumerate(MONTHS):
            # The figures of a month are published after its end.
            people = sum(period.count for period in periods if period.last_month < when)
            wrote = sum(counts[: number + 1])
            before = shown[service][-1] if shown[service] else 0
            shown[service].append(max(before, min(wrote, max_public_comments(people))))
    return shown


def has_people_for(world: World, texts: Texts, answered: dict[str, list[int]]) -> bool:
    """Return whether there are enough people for the public comments and for what is answered."""
    for service, shown in texts.items():
        counts = [
            sum(world[service, when, RATING, step] for step in range(1, 6)) for when in MONTHS
        ]
        if any(sum(counts[: number + 1]) < each for number, each in enumerate(shown)):
            return False
        if not all(counts[number] for number in answered[service]):
            return False
    return True


def answered_months(world: World) -> dict[str, list[int]]:
    """Return the indices of months with submissions; all of them may be answered."""
    return {
        service: [
            number
            for number, when in enumerate(MONTHS)
            if any(world[service, when, RATING, step] for step in range(1, 6))
        ]
        for service in sorted({cell[0] for cell in world})
    }


def people_in(world: World, target: frozenset[Cell]) -> int:
    return sum(world[cell] for cell in target)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(worlds_and_small_targets())
def test_no_small_count_follows_from_all_published_figures(case):
    # Given all releases of half a year, and some people, fewer than ten
    world, target = case
    assume(target)
    releases = play(world)
    event(f"periods: {sum(map(len, releases.values()))}")

    # And as many public texts, and answers, as there may be
    texts, answered = most_texts(world, releases), answered_months(world)

    # When an attacker who has watched them month by month solves for their number
    known = [
        statement
        for service, periods in releases.items()
        for statement in (
            *statements_of(service, MONTHS, periods),
            *statements_of_texts(service, MONTHS, texts[service], answered[service]),
        )
    ]
    low, high = implied_range(known, target)

    # Then more than one number is possible, the true one among them
    assert low <= people_in(world, target)
    assert high is None or people_in(world, target) <= high
    assert low != high


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(worlds_and_small_targets())
def test_different_submissions_can_give_the_same_published_figures(case):
    # Given all releases of half a year, and some people, fewer than ten
    world, target = case
    assume(target)
    releases = play(world)
    texts, answered = most_texts(world, releases), answered_months(world)

    # Then one person's other answer or month, or silence, changes their number and nothing public
    assert any(
        people_in(other, target) != people_in(world, target)
        and has_people_for(other, texts, answered)
        and play(other) == releases
        for other in other_worlds(world)
    )


@pytest.mark.parametrize("people", [20, 26, 38])
def test_unlimited_voices_would_disclose_a_months_count(people):
    # Given so many people in January and February, whose figures came out together
    def months_that_remain(texts: int) -> set[int]:
        return {
            january
            for january in range(texts, people + 1)
            if [
                period.count
                for period in due(
                    {
                        month(1): Tally((0, 0, 0, 0, january)),
                        month(2): Tally((0, 0, 0, 0, people - january)),
                    }
                )
            ]
            == [people]
            and january < PERIOD_MINIMUM
        }

    # When as many could be read at January's end as there were, then their number is known
    assert months_that_remain(PERIOD_MINIMUM - 1) == {PERIOD_MINIMUM - 1}
    # When as many as may be, then at least as many numbers are possible as a cell has people
    assert len(months_that_remain(max_public_comments(0))) >= CELL_MINIMUM


@pytest.mark.parametrize("minimum", [2, 3])
@pytest.mark.parametrize("tree", [RATING_TREE, ASPECT_TREE], ids=["rating", "aspect"])
def test_every_withheld_count_has_at_least_minimum_values(tree, minimum):
    # Given every possible outcome with up to five times as many people as a cell must have
    answers = range(1, 6) if tree is RATING_TREE else range(6)
    people = range(2 * minimum, (5 if len(answers) == 5 else 4) * minimum + 1)
    outcomes = defaultdict(list)
    for total in people:
        for counts in compositions(total, len(answers)):
            outcome = dict(zip(answers, counts, strict=True))
            outcomes[publishable_groups(tree, outcome, minimum)].append(outcome)

    # Then for whoever sees what is told and knows the rule, the number of people who gave some
    # of the answers is known and not small, or has at least `minimum` possible values
    for possible in outcomes.values():
        for size in range(1, len(answers)):
            for chosen in itertools.combinations(answers, size):
                values = {sum(outcome[answer] for answer in chosen) for outcome in possible}
                assert len(values) >= minimum or (len(values) == 1 and min(values) >= minimum)


def test_end_of_a_period_does_not_disclose_month_counts():
    # Given every way in which up to twelve people can answer over three months, a cell needing 2
    seen = defaultdict(list)
    for total in range(13):
        for counts in compositions(total, 6):
            monthly = {
                month(number): Tally((counts[2 * number - 2], 0, 0, counts[2 * number - 1], 0))
                for number in (1, 2, 3)
            }
            periods = due(monthly, cell_minimum=2)
            # If these use all twelve, the bound of this test leaves no room for more.
            if sum(period.count for period in periods) <= 12 - 3:
                seen[repr(periods)].append(counts)

    # Then any of the six numbers, and any sum of them, that is known counts two people or more
    for possible in seen.values():
        for size in range(1, 7):
            for chosen in itertools.combinations(range(6), size):
                values = {sum(counts[index] for index in chosen) for counts in possible}
                assert len(values) > 1 or min(values) >= 2


def compositions(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in compositions(total - first, parts - 1):
            yield (first, *rest)


# --- The attacker is one ------------------------------------------------------------------------


def all_of(months: list[datetime.date], *answers: int) -> frozenset[Cell]:
    return cells_of("library", months, RATING, answers)


def test_attacker_finds_the_only_withheld_cell():
    # Given a table with its total, where one small cell is left out
    known = [
        sum_of(all_of(MONTHS[:1], 1, 2, 3, 4, 5), 60, 60),
        *(sum_of(all_of(MONTHS[:1], answer), 14, 14) for answer in (2, 3, 4, 5)),
    ]

    # Then the attacker finds it by subtraction
    assert implied_range(known, all_of(MONTHS[:1], 1)) == (4, 4)


def test_attacker_subtracts_overlapping_releases():
    # Given the figures of January to March, and those of January and February
    known = [
        sum_of(all_of(MONTHS[:3], 4, 5), 53, 53),
        sum_of(all_of(MONTHS[:2], 4, 5), 50, 50),
    ]

    # Then the attacker derives those of March
    assert implied_range(known, all_of(MONTHS[2:3], 4, 5)) == (3, 3)


def test_attacker_derives_two_empty_cells():
    # Given a table where two cells are withheld and the others make up the total
    known = [
        sum_of(all_of(MONTHS[:1], 1, 2, 3, 4, 5), 42, 42),
        *(sum_of(all_of(MONTHS[:1], answer), 14, 14) for answer in (3, 4, 5)),
    ]

    # Then the attacker knows that nobody is in either
    assert implied_range(known, all_of(MONTHS[:1], 2)) == (0, 0)


def test_attacker_derives_unanimity_from_a_total():
    # Given that all of twenty gave 4 or 5
    known = [
        sum_of(all_of(MONTHS[:1], 1, 2, 3, 4, 5), 20, 20),
        sum_of(all_of(MONTHS[:1], 4, 5), 20, 20),
    ]

    # Then the attacker knows that nobody gave less
    assert implied_range(known, all_of(MONTHS[:1], 1, 2, 3)) == (0, 0)


def test_attacker_does_not_guess_ambiguous_cells():
    # Given two cells with their sum
    known = [sum_of(all_of(MONTHS[:1], 1, 2), 12, 12)]

    # Then either may have any part of it
    assert implied_range(known, all_of(MONTHS[:1], 1)) == (0, 12)
