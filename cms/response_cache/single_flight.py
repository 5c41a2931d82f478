"""Concurrent requests with the same key share one computation."""

import time
from collections.abc import Hashable
from threading import Event, Lock

from cms.response_cache.entries import Entry

# Longer than any response takes; a request that has waited this long computes its own.
WAIT_SECONDS = 10.0


class Computation:
    """A computation in progress, and its result for the requests that wait."""

    def __init__(self) -> None:
        self.finished = Event()
        self.times_out_at = time.monotonic() + WAIT_SECONDS
        self.entry: Entry | None = None
        # Whether the response cannot be shared, so that each request must compute its own.
        self.is_unshareable = False

    def wait(self, until: float) -> None:
        """Wait until it has finished or timed out, at most until a monotonic time."""
        self.finished.wait(max(0.0, min(self.times_out_at, until) - time.monotonic()))


class SingleFlight:
    """The computations in progress in this process."""

    def __init__(self) -> None:
        self._computations: dict[Hashable, Computation] = {}
        self._lock = Lock()

    def join(self, key: Hashable) -> tuple[Computation, bool]:
        """Return the computation for a key, and whether the caller must carry it out.

        A caller that must do so has to call `finish` afterwards, also after an error.
        """
        with self._lock:
            computation = self._computations.get(key)
            if computation is not None and time.monotonic() < computation.times_out_at:
                return computation, False
            computation = self._computations[key] = Computation()
            return computation, True

    def finish(self, key: Hashable, computation: Computation) -> None:
        """Remove the computation and wake the requests that wait for it."""
        with self._lock:
            if self._computations.get(key) is computation:
                del self._computations[key]
        computation.finished.set()
