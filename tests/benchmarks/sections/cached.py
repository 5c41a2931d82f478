"""Answers from the response cache: rates of a real web server, beside those of fixed bytes."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from urllib.parse import urlencode

from tests.benchmarks.bench import Bench
from tests.benchmarks.measuring import Line, number, ratio
from tests.benchmarks.probing import STOCK, NoAnswer
from tests.benchmarks.questions import COMPARISON, STOCK_COMPARISON, Question
from tests.benchmarks.scratch import redis_cache
from tests.benchmarks.servers import Load, Server, server

TITLE = "From the cache: requests a second of a server with one process"
_FIXED = "tests.benchmarks.fixed_bytes:application"
_SECONDS = 2
# So slow that two seconds would count a handful.
_REQUESTS_OF_STOCK = 16
_OF_FIXED, _OF_FIXED_WITH_REDIS, _OF_STOCK = 0.4, 0.15, 300

Rates = dict[str, list[float]]


def measure(bench: Bench) -> Iterator[Line]:
    """Load the servers in turn, and compare each round's rates."""
    load = Load(bench.scratch.folder)
    bench.surroundings["load made by"] = load.generator
    with ExitStack() as stack:
        cache_url = stack.enter_context(redis_cache(bench.redis_url))
        loads = _loads(bench, load, stack, cache_url)
        rates: Rates = {name: [] for name in loads}
        for round_number in range(bench.rounds):
            bench.say(f"Cached requests, round {round_number + 1} of {bench.rounds}")
            for name, run in loads.items():
                rates[name].append(run())
    yield _line("GET", "of fixed bytes' rate", rates, "fixed", _OF_FIXED)
    yield _line("POST", "of fixed bytes' rate", rates, "fixed", None)
    if "Redis" in rates:
        yield _line("Redis", "of fixed bytes' rate", rates, "fixed", _OF_FIXED_WITH_REDIS)
    else:
        yield Line(
            "with Redis: of fixed bytes' rate",
            None,
            f"no Redis answers at {bench.redis_url or 'REDIS_URL'}",
            required=_OF_FIXED_WITH_REDIS,
        )
    yield _line("GET", "of stock grapple's rate", rates, "stock", _OF_STOCK)


def _loads(
    bench: Bench, load: Load, stack: ExitStack, cache_url: str
) -> dict[str, Callable[[], float]]:
    """Start the servers; return what measures the rate of each."""
    path, installation = _path(COMPARISON), bench.usual

    def start(*arguments: str, **environment: str) -> Server:
        return stack.enter_context(server(installation, *arguments, **environment))

    bench.say("Starting the servers")
    ours = start(path)
    body = ours.get(path)
    if "errors" in json.loads(body):
        raise NoAnswer(body.decode()[:500])
    fixed = start("/", _FIXED, FIXED_BYTES=str(len(body)))
    stock, stock_path = start(_path(STOCK_COMPARISON), STOCK), _path(STOCK_COMPARISON)
    payload = json.dumps(COMPARISON.payload()).encode()
    loads = {
        "fixed": lambda: load.rate(fixed.address("/"), _SECONDS),
        "GET": lambda: load.rate(ours.address(path), _SECONDS),
        "POST": lambda: load.rate(ours.address("/graphql/"), _SECONDS, payload),
        "stock": lambda: stock.rate_of(stock_path, _REQUESTS_OF_STOCK),
    }
    if cache_url:
        redis = start(path, CACHE_URL=cache_url)
        loads["Redis"] = lambda: load.rate(redis.address(path), _SECONDS)
    return loads


def _path(question: Question) -> str:
    return f"/graphql/?{urlencode({'query': ' '.join(question.query.split())})}"


def _line(name: str, of: str, rates: Rates, base: str, required: float | None) -> Line:
    reached = ratio(rates[name], rates[base])
    medians = " against ".join(f"{number(_median(rates[each]))}/s" for each in (name, base))
    return Line(f"{COMPARISON.name}, {name}: {of}", reached, medians, required, figures=rates)


def _median(rates: list[float]) -> float:
    return sorted(rates)[len(rates) // 2]
