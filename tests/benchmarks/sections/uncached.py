"""CPU of a request that is computed anew, by our operations and by wagtail-grapple's own schema."""

import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.benchmarks.bench import Bench
from tests.benchmarks.measuring import Line, milliseconds, ratio
from tests.benchmarks.probing import OURS, STOCK, NoAnswer, Prober, prober
from tests.benchmarks.questions import (
    COMPARISON,
    ONE_PAGE,
    STOCK_COMPARISON,
    STOCK_ONE_PAGE,
    Question,
    operations,
)
from tests.benchmarks.scratch import WITHOUT_RESPONSE_CACHE

TITLE = "Computed anew: how many times less CPU than stock grapple"
_REQUESTS_A_ROUND = 5


@dataclass(frozen=True)
class _Comparison:
    """A question in both schemas, and the least ratio that is required."""

    ours: Question
    stock: Question
    required: float


_COMPARISONS = (
    _Comparison(COMPARISON, STOCK_COMPARISON, 9),
    _Comparison(ONE_PAGE, STOCK_ONE_PAGE, 4),
)


def measure(bench: Bench) -> Iterator[Line]:
    """Compare the list and the page with stock grapple; show operations beside the list."""
    with (
        prober(bench.usual, OURS, **WITHOUT_RESPONSE_CACHE) as ours,
        prober(bench.usual, STOCK) as stock,
    ):
        statements: dict[str, int] = {}
        stock_statements: dict[str, int] = {}
        for each in _COMPARISONS:
            statements[each.ours.name], data = ours.warm_up(each.ours)
            stock_statements[each.stock.name], stock_data = stock.warm_up(each.stock)
            if _titles(data) != _titles(stock_data):
                raise NoAnswer("The two schemas were not asked for the same events.")
        others = operations()
        for question in others:
            statements[question.name], _ = ours.warm_up(question)
        cpu: dict[str, list[float]] = {name: [] for name in statements}
        stock_cpu: dict[str, list[float]] = {name: [] for name in stock_statements}
        for number in range(bench.rounds):
            bench.say(f"Uncached requests, round {number + 1} of {bench.rounds}")
            for each in _COMPARISONS:
                stock_cpu[each.stock.name].append(_cpu(stock, each.stock))
                cpu[each.ours.name].append(_cpu(ours, each.ours))
            for question in others:
                cpu[question.name].append(_cpu(ours, question))
    for each in _COMPARISONS:
        name = each.ours.name
        yield Line(
            f"{name}, against the same of stock grapple",
            ratio(stock_cpu[name], cpu[name]),
            f"{milliseconds(cpu[name])} against {milliseconds(stock_cpu[name])}, "
            f"{statements[name]} SQL queries against {stock_statements[name]}",
            required=each.required,
            figures={"cpu": cpu[name], "stock_cpu": stock_cpu[name]},
        )
    of_list = stock_cpu[STOCK_COMPARISON.name]
    for question in others:
        yield Line(
            f"{question.name}, against stock grapple's list of 20 events",
            ratio(of_list, cpu[question.name]),
            f"{milliseconds(cpu[question.name])}, {statements[question.name]} SQL queries",
            figures={"cpu": cpu[question.name], "stock_cpu": of_list},
        )


def _cpu(prober: Prober, question: Question) -> float:
    """Return the seconds of CPU of a request in the middle of a few."""
    return statistics.median(cost.cpu for cost in prober.costs([question] * _REQUESTS_A_ROUND))


def _titles(data: dict[str, Any]) -> list[str]:
    """Return the titles of the events of an answer, or of its one event."""
    if event := data.get("event"):
        return [event["title"]]
    events = data["events"]
    nodes = events["nodes"] if isinstance(events, dict) else events
    return [node["title"] for node in nodes]
