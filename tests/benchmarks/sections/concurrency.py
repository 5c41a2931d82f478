"""CPU of a web server for an answer that is computed anew, by the number of connections."""

import json
from collections.abc import Iterator

from tests.benchmarks.bench import Bench
from tests.benchmarks.measuring import Line, number, ratio
from tests.benchmarks.probing import NoAnswer
from tests.benchmarks.questions import COMPARISON, ONE_PAGE, Question
from tests.benchmarks.scratch import WITHOUT_RESPONSE_CACHE
from tests.benchmarks.servers import CONNECTIONS, Load, Server, server

TITLE = "Several at once: CPU of a server with one process, computed anew"
_REQUIRED = 1.1
# CPU is told in hundredths of a second, of which a request takes less than one.
_SECONDS = 4
_READY = "/healthz/live"


def measure(bench: Bench) -> Iterator[Line]:
    """Load one server over one connection and over several in turn, and compare CPU a request."""
    load = Load(bench.scratch.folder)
    bench.surroundings["load made by"] = load.generator
    asked = (COMPARISON, ONE_PAGE)
    with server(bench.usual, _READY, **WITHOUT_RESPONSE_CACHE) as running:
        if running.cpu_seconds() is None:
            yield Line("CPU a request", None, "this system has no /proc", required=_REQUIRED)
            return
        cpu: dict[tuple[str, int], list[float]] = {}
        rates: dict[tuple[str, int], list[float]] = {}
        for question in asked:
            _cpu_of(running, load, question, CONNECTIONS)
        for round_number in range(bench.rounds):
            bench.say(f"Several at once, round {round_number + 1} of {bench.rounds}")
            for question in asked:
                for connections in (1, CONNECTIONS):
                    used, rate = _cpu_of(running, load, question, connections)
                    cpu.setdefault((question.name, connections), []).append(used)
                    rates.setdefault((question.name, connections), []).append(rate)
    for question in asked:
        one, several = (question.name, 1), (question.name, CONNECTIONS)
        yield Line(
            f"{question.name}: {CONNECTIONS} connections against 1",
            ratio(cpu[several], cpu[one]),
            ", ".join(
                f"{number(1000 * _median(cpu[each]))} ms and {number(_median(rates[each]))}/s "
                f"over {each[1]}"
                for each in (one, several)
            ),
            required=_REQUIRED,
            at_most=True,
            figures={"one": cpu[one], "several": cpu[several]},
        )


def _cpu_of(
    running: Server, load: Load, question: Question, connections: int
) -> tuple[float, float]:
    """Return the seconds of CPU of a request, and how many were answered in a second."""
    body = json.dumps(question.payload()).encode()
    before = running.cpu_seconds()
    rate = load.rate(running.address("/graphql/"), _SECONDS, body, connections)
    after = running.cpu_seconds()
    if before is None or after is None:
        raise NoAnswer("The system does not tell the CPU of processes.")
    return (after - before) / (rate * _SECONDS), rate


def _median(figures: list[float]) -> float:
    return sorted(figures)[len(figures) // 2]
