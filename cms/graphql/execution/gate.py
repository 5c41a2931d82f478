"""A gate that lets one thread of a process at a time compute a response.

Threads that compute concurrently compete for Python's interpreter lock, and switching costs up to
40 % of their CPU time. They queue here instead. The wait is bounded, and the gate is open while a
request is read, a response is sent, or a database server executes a statement.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

# Several times the duration of a response. After that, a thread computes concurrently.
PATIENCE_SECONDS = 0.25


class Turn:
    """One thread's passage through a gate, with the seconds it may still wait."""

    def __init__(self, lock: threading.Lock, patience: float) -> None:
        self._lock = lock
        self._patience = patience
        self._is_over = False
        self.is_held = False

    def begin(self) -> None:
        """Wait for the gate for the remaining patience; `is_held` says if it was acquired."""
        if self._is_over or self.is_held:
            return
        if self._lock.acquire(blocking=False):
            self.is_held = True
        elif self._patience > 0:
            started = time.monotonic()
            self.is_held = self._lock.acquire(timeout=self._patience)
            self._patience -= time.monotonic() - started

    def pause(self) -> None:
        """Release the gate until `begin` is called again."""
        if self.is_held:
            self.is_held = False
            self._lock.release()

    def end(self) -> None:
        """Release the gate for the rest of this turn."""
        self._is_over = True
        self.pause()


class Gate:
    """Admits one thread at a time, and any thread that has waited for `patience` seconds."""

    def __init__(self, patience: float = PATIENCE_SECONDS) -> None:
        self.patience = patience
        self._lock = threading.Lock()
        self._threads = threading.local()

    @contextmanager
    def turn(self) -> Iterator[Turn]:
        """Yield a turn of this thread; a nested call yields the same turn."""
        present = self.present
        if present is not None:
            yield present
            return
        turn = self._threads.turn = Turn(self._lock, self.patience)
        try:
            turn.begin()
            yield turn
        finally:
            self._threads.turn = None
            turn.end()

    @property
    def present(self) -> Turn | None:
        """The turn of this thread, if it has one."""
        return getattr(self._threads, "turn", None)

    def pause_for_statement(
        self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any
    ) -> Any:
        """Let others compute while a database server works on a statement."""
        turn = self.present
        if turn is None or not turn.is_held:
            return execute(sql, params, many, context)
        turn.pause()
        try:
            return execute(sql, params, many, context)
        finally:
            turn.begin()


# The gate of this process.
GATE = Gate()


def watch(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Pause turns for statements of a connection; called when it is made.

    SQLite works in the thread itself, mostly for less time than a change of turns would take.
    """
    wrappers = connection.execute_wrappers
    if connection.vendor != "sqlite" and GATE.pause_for_statement not in wrappers:
        wrappers.append(GATE.pause_for_statement)
