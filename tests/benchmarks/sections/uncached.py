"""CPU of a request that is computed anew, by our operations and by wagtail-grapple's own schema."""

import statistics
from collections.abc import Iterator

from tests.benchmarks.bench import Bench
from tests.benchmarks.measuring import Line, milliseconds, ratio
from tests.benchmarks.probing import OURS, STOCK, NoAnswer, Prober, prober
from tests.benchmarks.questions import COMPARISON, STOCK_COMPARISON, Question, operations
from tests.benchmarks.scratch import WITHOUT_RESPONSE_CACHE

TITLE = "Computed anew: how many times less CPU than stock grapple's list of 20 events"
_REQUESTS_A_ROUND = 5
_REQUIRED = 5


def measure(bench: Bench) -> Iterator[Line]:
    """Compare the list of 20 events with stock grapple, then show every operation beside it."""
    asked = [COMPARISON, *operations()]
    with (
        prober(bench.usual, OURS, **WITHOUT_RESPONSE_CACHE) as ours,
        prober(bench.usual, STOCK) as stock,
    ):
        stock_statements, stock_data = stock.warm_up(STOCK_COMPARISON)
        statements = {}
        for question in asked:
            statements[question.name], data = ours.warm_up(question)
            if question is COMPARISON and _titles(data["events"]["nodes"]) != _titles(
                stock_data["events"]
            ):
                raise NoAnswer("The two schemas were not asked for the same events.")
        cpu: dict[str, list[float]] = {question.name: [] for question in asked}
        stock_cpu: list[float] = []
        for number in range(bench.rounds):
            bench.say(f"Uncached requests, round {number + 1} of {bench.rounds}")
            stock_cpu.append(_cpu(stock, STOCK_COMPARISON))
            for question in asked:
                cpu[question.name].append(_cpu(ours, question))
    for question in asked:
        is_compared = question is COMPARISON
        queries = f"{statements[question.name]} SQL queries"
        if is_compared:
            queries += f" against {stock_statements}"
        yield Line(
            f"{question.name}, against the same of stock grapple" if is_compared else question.name,
            ratio(stock_cpu, cpu[question.name]),
            f"{milliseconds(cpu[question.name])} against {milliseconds(stock_cpu)}, {queries}"
            if is_compared
            else f"{milliseconds(cpu[question.name])}, {queries}",
            required=_REQUIRED if is_compared else None,
            figures={"cpu": cpu[question.name], "stock_cpu": stock_cpu},
        )


def _cpu(prober: Prober, question: Question) -> float:
    """Return the seconds of CPU of a request in the middle of a few."""
    return statistics.median(cost.cpu for cost in prober.costs([question] * _REQUESTS_A_ROUND))


def _titles(nodes: list[dict[str, str]]) -> list[str]:
    return [node["title"] for node in nodes]
