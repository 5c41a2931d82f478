"""How much longer editors and the public wait with a thousand times as many submissions."""

import statistics
from collections.abc import Iterator
from contextlib import ExitStack

from tests.benchmarks.bench import Bench
from tests.benchmarks.measuring import Line, Spread, milliseconds, ratio
from tests.benchmarks.probing import OURS, Asked, prober
from tests.benchmarks.questions import Question, operation
from tests.benchmarks.scratch import WITHOUT_RESPONSE_CACHE, Submissions

TITLE = "Feedback: time of an answer, by number of submissions"
# That of the demo which is rated most in `feedback.demo.generation`.
SERVICE = "kvinnobehandlingen"
_SUMMARY = """
query ($slug: String!) {
  service(slug: $slug) {
    name
    feedbackSummary { count share { atLeast atMost intervalLow intervalHigh } }
  }
}
"""
_REQUESTS_A_ROUND = 5
_MOST, _MOST_MINUTES = 2, 10
# Where a page at the larger size shows more than at the smaller: as long as it finds no more
# there, or as there are more releases to show.
_SHOWS_MORE = ("open data", "search for two words")
# SQLite has no index of words: what is rare is looked for in every comment.
_ONLY_ON_POSTGRESQL = ("search",)


def measure(bench: Bench) -> Iterator[Line]:
    """Ask the same at both sizes, in turn, and compare the times."""
    few, many = bench.submissions
    places = {count: bench.with_submissions(count) for count in bench.submissions}
    asked = {count: _asked(place) for count, place in places.items()}
    names = [each.name for each in asked[few]]
    times: dict[str, dict[int, list[float]]] = {name: {few: [], many: []} for name in names}
    statements = {}
    with ExitStack() as stack:
        probers = {
            count: stack.enter_context(prober(place.installation, OURS, **WITHOUT_RESPONSE_CACHE))
            for count, place in places.items()
        }
        for count, each in probers.items():
            for question in asked[count]:
                statements[count, question.name], _ = each.warm_up(question)
        for number in range(bench.rounds):
            bench.say(f"Pages of feedback, round {number + 1} of {bench.rounds}")
            for place, name in enumerate(names):
                for count, each in probers.items():
                    costs = each.costs([asked[count][place]] * _REQUESTS_A_ROUND)
                    times[name][count].append(statistics.median(cost.wall for cost in costs))
    for name, by_count in times.items():
        queries = f"{statements[few, name]} and {statements[many, name]} SQL queries"
        yield Line(
            f"{name}: {many:,} against {few:,}",
            ratio(by_count[many], by_count[few]),
            f"{milliseconds(by_count[few])} and {milliseconds(by_count[many])}, {queries}",
            required=_MOST if _is_required(bench, name) else None,
            at_most=True,
            figures={str(count): by_count[count] for count in by_count},
        )
    yield Line(
        f"{many:,} submissions generated, counted, checked and released",
        Spread((places[many].seconds / 60,)),
        "all of it in one process, beside the database's",
        required=_MOST_MINUTES,
        at_most=True,
        unit=" min",
    )


def _asked(place: Submissions) -> list[Asked]:
    slug = {"slug": SERVICE}
    return [
        *place.visits,
        Question("summary: number and share", _SUMMARY, slug),
        Question("summary and its newest periods: Service.graphql", operation("Service"), slug),
    ]


def _is_required(bench: Bench, name: str) -> bool:
    if any(part in name for part in _SHOWS_MORE):
        return False
    return bool(bench.scratch.server_url) or not any(part in name for part in _ONLY_ON_POSTGRESQL)
