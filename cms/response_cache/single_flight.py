"""Lets one thread compute an answer that several wait for."""

import time
from collections.abc import Hashable
from threading import Event, Lock

from cms.response_cache.entries import Entry

# Longer than any answer takes; who waits for more computes it alone.
PATIENCE_SECONDS = 10.0


class Flight:
    """A computation that is under way, and what comes of it for those who wait."""

    def __init__(self) -> None:
        self.landed = Event()
        self.lost_at = time.monotonic() + PATIENCE_SECONDS
        self.entry: Entry | None = None
        # Whether everybody has to compute their own.
        self.is_in_vain = False

    def wait(self, until: float) -> None:
        """Wait until it is done, whatever came of it, or has taken too long, or until a moment."""
        self.landed.wait(max(0.0, min(self.lost_at, until) - time.monotonic()))


class Flights:
    """The computations that are under way in this process."""

    def __init__(self) -> None:
        self._flights: dict[Hashable, Flight] = {}
        self._lock = Lock()

    def join(self, key: Hashable) -> tuple[Flight, bool]:
        """Return the flight for `key`, and whether it is the caller who has to compute.

        Who has to must call `land` in the end.
        """
        with self._lock:
            flight = self._flights.get(key)
            if flight is not None and time.monotonic() < flight.lost_at:
                return flight, False
            flight = self._flights[key] = Flight()
            return flight, True

    def land(self, key: Hashable, flight: Flight) -> None:
        """Let those go on who wait."""
        with self._lock:
            if self._flights.get(key) is flight:
                del self._flights[key]
        flight.landed.set()
