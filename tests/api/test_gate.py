"""Few answers are computed at once, and nobody waits long for the ones that are."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.test import RequestFactory
from graphql import GraphQLField, GraphQLObjectType, GraphQLSchema, GraphQLString

from cms.graphql.execution.execute import Context, Engine, Request
from cms.graphql.execution.gate import Gate
from cms.graphql.http.view import GraphQLView

# Longer than any of these tests may take, and so short that waiting for it is no wait.
_LONG, _SHORT = 10.0, 0.05


class Work:
    """What the fields of the test's schema do; notes how many do it at once."""

    def __init__(self, do: Callable[[], None] = lambda: time.sleep(0.01)) -> None:
        self.do = do
        self.now = self.most = 0
        self._lock = threading.Lock()

    def __call__(self, *_args: Any) -> str:
        with self._lock:
            self.now += 1
            self.most = max(self.most, self.now)
        try:
            self.do()
        finally:
            with self._lock:
                self.now -= 1
        return "done"


def engine(gate: Gate, **fields: Callable[..., str]) -> Engine:
    """Return an engine whose queries have `fields`, and whose mutation `write` calls `write`."""

    def object_type(name: str, resolvers: dict[str, Callable[..., str]]) -> GraphQLObjectType:
        return GraphQLObjectType(
            name,
            {key: GraphQLField(GraphQLString, resolve=each) for key, each in resolvers.items()},
        )

    write = fields.pop("write", lambda *_: "written")
    fields.setdefault("quick", lambda *_: "done")
    schema = GraphQLSchema(object_type("Query", fields), object_type("Mutation", {"write": write}))
    return Engine(schema, gate)


def ask(engine: Engine, query: str) -> dict[str, Any]:
    return engine.run(Request(query), Context())


def in_threads(count: int, do: Callable[[], Any]) -> list[Any]:
    with ThreadPoolExecutor(count) as threads:
        return [each.result(_LONG) for each in [threads.submit(do) for _ in range(count)]]


class Blocked:
    """Work that has begun and ends when `end` is set."""

    def __init__(self) -> None:
        self.begun, self.end = threading.Event(), threading.Event()

    def __call__(self, *_args: Any) -> str:
        self.begun.set()
        assert self.end.wait(_LONG)
        return "done"


def test_answers_are_computed_one_at_a_time() -> None:
    work = Work()
    asked = engine(Gate(_LONG), work=work)

    answers = in_threads(6, lambda: ask(asked, "{ work }"))

    assert answers == [{"data": {"work": "done"}}] * 6
    assert work.most == 1


def test_answer_does_not_wait_longer_than_patience_for_a_slow_one() -> None:
    slow = Blocked()
    asked = engine(Gate(_SHORT), slow=slow)
    with ThreadPoolExecutor(1) as threads:
        blocked = threads.submit(ask, asked, "{ slow }")
        slow.begun.wait(_LONG)

        assert ask(asked, "{ quick }") == {"data": {"quick": "done"}}
        assert not blocked.done()

        slow.end.set()
        assert blocked.result(_LONG) == {"data": {"slow": "done"}}


@pytest.mark.parametrize("query", ["{ fails }", "{ unknown }", "{"])
def test_gate_is_open_after_a_failure(query: str) -> None:
    def fail(*_args: Any) -> str:
        raise ValueError

    asked = engine(Gate(_LONG), fails=fail)
    try:
        ask(asked, query)
    except Exception:
        assert query != "{ fails }"

    (answer,) = in_threads(1, lambda: ask(asked, "{ quick }"))
    assert answer == {"data": {"quick": "done"}}


def test_mutation_that_waits_for_the_database_holds_up_no_answer() -> None:
    write = Blocked()
    asked = engine(Gate(_LONG), write=write)
    with ThreadPoolExecutor(1) as threads:
        blocked = threads.submit(ask, asked, "mutation { write }")
        write.begun.wait(_LONG)

        started = time.monotonic()
        assert ask(asked, "{ quick }") == {"data": {"quick": "done"}}
        assert time.monotonic() - started < _LONG / 2

        write.end.set()
        assert blocked.result(_LONG) == {"data": {"write": "done"}}


def test_answer_that_waits_for_a_database_server_holds_up_no_other() -> None:
    gate, statement = Gate(_LONG), Blocked()
    asked = engine(
        gate, slow=lambda *_: gate.pause_for_statement(lambda *_: statement(), "", (), False, {})
    )
    with ThreadPoolExecutor(1) as threads:
        blocked = threads.submit(ask, asked, "{ slow }")
        statement.begun.wait(_LONG)

        started = time.monotonic()
        assert ask(asked, "{ quick }") == {"data": {"quick": "done"}}
        assert time.monotonic() - started < _LONG / 2

        statement.end.set()
        assert blocked.result(_LONG) == {"data": {"slow": "done"}}


def test_two_answers_that_wait_for_each_others_database_locks_come_to_an_end() -> None:
    """One holds what the other's statement waits for, and wants the gate that the other holds."""
    gate, row_lock = Gate(_SHORT), threading.Lock()
    first_has_the_row = threading.Event()

    def first(*_args: Any) -> str:
        def take_row(*_args: Any) -> None:
            row_lock.acquire()
            first_has_the_row.set()

        gate.pause_for_statement(take_row, "", (), False, {})
        time.sleep(2 * _SHORT)
        row_lock.release()
        return "done"

    def second(*_args: Any) -> str:
        # SQLite waits for a lock without pausing.
        assert row_lock.acquire(timeout=_LONG)
        row_lock.release()
        return "done"

    asked = engine(gate, first=first, second=second)
    with ThreadPoolExecutor(2) as threads:
        one = threads.submit(ask, asked, "{ first }")
        first_has_the_row.wait(_LONG)
        other = threads.submit(ask, asked, "{ second }")
        assert one.result(_LONG) == {"data": {"first": "done"}}
        assert other.result(_LONG) == {"data": {"second": "done"}}


def test_patience_is_used_up_once_for_all_statements_of_an_answer() -> None:
    gate, slow = Gate(4 * _SHORT), Blocked()

    def ask_often(*_args: Any) -> str:
        for _ in range(50):
            gate.pause_for_statement(lambda *_: None, "", (), False, {})
        return "done"

    asked = engine(gate, often=ask_often, slow=slow)
    with ThreadPoolExecutor(1) as threads:
        blocked = threads.submit(ask, asked, "{ slow }")
        slow.begun.wait(_LONG)

        started = time.monotonic()
        assert ask(asked, "{ often }") == {"data": {"often": "done"}}
        assert time.monotonic() - started < 50 * 4 * _SHORT

        slow.end.set()
        blocked.result(_LONG)


def test_answer_does_not_wait_for_a_body_that_is_still_being_sent() -> None:
    upload = Blocked()

    class Stream:
        """A body that arrives when the test says so."""

        def read(self, *_size: Any) -> bytes:
            upload()
            return b'{"query": "{ quick }"}'

        def close(self) -> None:
            """Do nothing."""

    view = GraphQLView.as_view(engine=engine(Gate(_LONG)), make_context=lambda _request: Context())
    requests = RequestFactory()

    def send_slowly() -> bytes:
        request = requests.post("/graphql/", b"x" * 22, content_type="application/json")
        request._stream = Stream()  # type: ignore[attr-defined]
        content: bytes = view(request).content
        return content

    with ThreadPoolExecutor(1) as threads:
        blocked = threads.submit(send_slowly)
        upload.begun.wait(_LONG)

        started = time.monotonic()
        answer = view(requests.get("/graphql/", {"query": "{ quick }"}))
        assert answer.content == b'{"data":{"quick":"done"}}'
        assert time.monotonic() - started < _LONG / 2

        upload.end.set()
        assert blocked.result(_LONG) == b'{"data":{"quick":"done"}}'


def test_nothing_is_left_of_a_turn_in_its_thread() -> None:
    gate = Gate(_LONG)
    asked = engine(gate)

    assert ask(asked, "{ quick }") == ask(asked, "{ quick }")
    assert gate.present is None
    with gate.turn() as turn, gate.turn() as inner:
        assert inner is turn
