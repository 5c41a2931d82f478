"""How much longer an answer takes with a hundred times as many events."""

import statistics
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack

from tests.benchmarks.bench import Bench
from tests.benchmarks.measuring import Line, milliseconds, ratio
from tests.benchmarks.probing import OURS, Prober, prober
from tests.benchmarks.questions import LAST_PAGE, Question, growth
from tests.benchmarks.scratch import WITHOUT_RESPONSE_CACHE

TITLE = "Growth: time of an answer that is computed anew, by number of events"
_REQUESTS_A_ROUND = 7
_REQUIRED = 1.5


def measure(bench: Bench) -> Iterator[Line]:
    """Ask the same at every size, in turn, and compare the times with those at the smallest."""
    return compare(bench, bench.sizes, _questions)


def compare(
    bench: Bench, sizes: Sequence[int], questions: Callable[[Bench, Prober], list[Question]]
) -> Iterator[Line]:
    """Yield a line for each question: its time at the largest size against the smallest.

    `questions` returns what is asked of one database, in the same order for each.
    """
    smallest, largest = sizes[0], sizes[-1]
    # All of them first: PostgreSQL copies no database that somebody is connected to.
    installations = {size: bench.installation(size) for size in sizes}
    with ExitStack() as stack:
        probers = {
            size: stack.enter_context(prober(installation, OURS, **WITHOUT_RESPONSE_CACHE))
            for size, installation in installations.items()
        }
        asked = {size: questions(bench, each) for size, each in probers.items()}
        names = [question.name for question in asked[smallest]]
        times: dict[str, dict[int, list[float]]] = {
            name: {size: [] for size in sizes} for name in names
        }
        for number in range(bench.rounds):
            bench.say(f"Growth, round {number + 1} of {bench.rounds}")
            for place, name in enumerate(names):
                for size, each in probers.items():
                    costs = each.costs([asked[size][place]] * _REQUESTS_A_ROUND)
                    times[name][size].append(statistics.median(cost.wall for cost in costs))
    for name, by_size in times.items():
        yield Line(
            f"{name}: {largest:,} events against {smallest:,}",
            ratio(by_size[largest], by_size[smallest]),
            ", ".join(f"{milliseconds(by_size[size])} at {size:,}" for size in sizes),
            required=_REQUIRED,
            at_most=True,
            figures={str(size): by_size[size] for size in bench.sizes},
        )


def _questions(bench: Bench, prober: Prober) -> list[Question]:
    """Return what is asked of one database, asked once already."""
    _, last_page = prober.warm_up(LAST_PAGE)
    questions = growth(bench.now, last_page["events"]["pageInfo"]["startCursor"])
    for question in questions:
        prober.warm_up(question)
    return questions
