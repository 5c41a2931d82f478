"""One thread computes, others wait for it, and nobody waits for ever."""

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from cms.graphql.http.cacheability import CACHEABILITY, Cacheability
from cms.response_cache import single_flight
from tests.response_cache.visitor import Answer, Visitor

THREADS = 12


class Still:
    """A period without a database behind it."""

    ends_at = time.time() + 3_600
    hosts = None

    def __init__(self, version: int = 1) -> None:
        self.version = version

    def site_of(self, host: str) -> int:
        return 1


class Stillness:
    last = Still()

    def __init__(self) -> None:
        self.now_is: Still | None = self.last

    def current(self) -> Still | None:
        return self.now_is


class SlowDjango:
    """Takes its time, and does what it is told at the n-th request."""

    def __init__(self, *, seconds: float = 0.1, body: bytes = b'{"data":{}}', **first: Any) -> None:
        self.seconds = seconds
        self.body = body
        self.first = first
        self.asked = 0
        self.before_it_answers: Callable[[], None] = lambda: None
        self.before_first_is_answered: Callable[[], object] = lambda: None
        self.before_others_are_answered: Callable[[], object] = lambda: None
        self.lock = threading.Lock()

    def __call__(self, environ: Any, start_response: Callable[..., Any]) -> Iterable[bytes]:
        with self.lock:
            self.asked += 1
            is_first = self.asked == 1
        time.sleep(self.first.get("first_seconds", self.seconds) if is_first else self.seconds)
        self.before_it_answers()
        if is_first:
            self.before_first_is_answered()
        else:
            self.before_others_are_answered()
        if is_first and "error" in self.first:
            raise self.first["error"]
        environ[CACHEABILITY] = (
            self.first.get("cacheability", Cacheability.SHARED) if is_first else Cacheability.SHARED
        )
        start_response("200 OK", [("Content-Type", "application/json")])
        return [self.body]


def visitor_of(django: SlowDjango, periods: Stillness | None = None) -> Visitor:
    visitor = Visitor(django)
    visitor.application.periods = periods or Stillness()
    return visitor


def ask_together(visitor: Visitor, threads: int = THREADS) -> Counter[str]:
    def ask(number: int) -> str:
        try:
            answer: Answer = visitor.get("{ __typename }")
        except RuntimeError:
            return "failed"
        assert json.loads(answer.body)["data"] == {}
        return "answered"

    with ThreadPoolExecutor(threads) as pool:
        return Counter(pool.map(ask, range(threads), timeout=20))


def test_concurrent_requests_share_one_computation() -> None:
    visitor = visitor_of(SlowDjango())

    assert ask_together(visitor) == {"answered": THREADS}
    assert visitor.computed == 1


def test_failed_computation_is_repeated_by_a_waiting_request() -> None:
    # Given a computation that fails
    visitor = visitor_of(SlowDjango(error=RuntimeError("out of luck")))
    # When many wait for it
    outcome = ask_together(visitor)
    # Then the others get an answer, and so does the next
    assert outcome == {"failed": 1, "answered": THREADS - 1}
    assert visitor.computed == 2
    assert visitor.get("{ __typename }").how == "hit"


def test_refused_computation_is_repeated_by_a_waiting_request() -> None:
    # Given somebody who asks first and is refused, as an address that has asked too much
    visitor = visitor_of(SlowDjango(cacheability=Cacheability.NOT_NOW))
    # When many wait for the answer, then one of them computes it for all
    assert ask_together(visitor) == {"answered": THREADS}
    assert visitor.computed == 2


def test_uncacheable_answers_are_computed_in_parallel() -> None:
    # Given an answer that is never kept, computed for all but the first at the same moment
    slow = SlowDjango(cacheability=Cacheability.NEVER)
    slow.before_others_are_answered = threading.Barrier(THREADS - 1, timeout=10).wait
    visitor = visitor_of(slow)
    # When many ask for it at once, then each gets its own
    assert ask_together(visitor) == {"answered": THREADS}
    assert visitor.computed == THREADS


def test_answer_too_large_to_cache_is_shared_by_waiting_requests() -> None:
    # Given an answer for which there is no room
    visitor = visitor_of(SlowDjango(body=b'{"data":{}, "x": "' + b"x" * 2_000_000 + b'"}'))
    visitor.application.shared_store = None
    # When many ask for it at once, then it is computed once
    assert ask_together(visitor) == {"answered": THREADS}
    assert visitor.computed == 1
    # And kept by nobody
    assert visitor.get("{ __typename }").how == "fwd=miss; stored"


def test_waiting_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    # Given a computation that lasts until the others are answered
    monkeypatch.setattr(single_flight, "WAIT_SECONDS", 0.3)
    started, others_are_answered = threading.Event(), threading.Event()
    slow = SlowDjango(seconds=0)
    slow.before_first_is_answered = lambda: (started.set(), others_are_answered.wait(20))
    visitor = visitor_of(slow)
    stuck = threading.Thread(target=visitor.get, args=["{ __typename }"])
    stuck.start()
    assert started.wait(20)
    # When others ask meanwhile, then they are answered
    assert ask_together(visitor, 4) == {"answered": 4}
    assert stuck.is_alive()
    others_are_answered.set()
    stuck.join()


def test_waiting_requests_get_the_stale_answer_without_the_database() -> None:
    # Given an answer of an hour ago, and a database that goes away while it is computed anew
    periods = Stillness()
    visitor = visitor_of(SlowDjango(), periods)
    visitor.get("{ __typename }")
    periods.now_is = Still(version=2)
    slow = SlowDjango(first_seconds=0.2, cacheability=Cacheability.NOT_NOW)
    slow.before_it_answers = lambda: setattr(periods, "now_is", None)
    visitor.django = slow
    # When many ask
    outcome = ask_together(visitor)
    # Then all get that one, and one only has tried
    assert outcome == {"answered": THREADS}
    assert slow.asked == 1


def test_different_requests_are_computed_in_parallel() -> None:
    slow = SlowDjango()
    slow.before_it_answers = threading.Barrier(8, timeout=10).wait
    visitor = visitor_of(slow)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: visitor.get(f"{{ a{n}: __typename }}"), range(8)))

    assert visitor.computed == 8
