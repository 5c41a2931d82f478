"""Change notification between processes that share one SQLite file.

A query to SQLite takes as long as the rest of a cached response, since it releases the interpreter
lock several times. So a process that commits a change writes the time into eight bytes of memory
that all processes of the machine map. PostgreSQL, which other machines may write to, is queried
each time.
"""

import mmap
import os
import struct
import time
from functools import cache
from pathlib import Path
from typing import Any

_MOMENT = struct.Struct("d")
# A notification may precede the moment at which the change becomes visible (see `invalidation`):
# for this long after it, the database is queried each time.
_SETTLING_SECONDS = 1.0


class ChangeNotifier:
    """The time of the last content change, on the monotonic clock that all processes share."""

    def __init__(self, path: Path) -> None:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o660)
        try:
            if os.fstat(descriptor).st_size < _MOMENT.size:
                os.ftruncate(descriptor, _MOMENT.size)
            self._shared = mmap.mmap(descriptor, _MOMENT.size)
        finally:
            os.close(descriptor)
        # The monotonic clock restarts with the machine, so a stored time may be too high.
        self.notify()

    def notify(self) -> None:
        """Record that content has changed now."""
        _MOMENT.pack_into(self._shared, 0, time.monotonic())

    def unchanged_since(self, moment: float) -> bool:
        """Return whether nothing changed after `moment`, a value of `time.monotonic`.

        False also if something changed within a second before it.
        """
        (changed_at,) = _MOMENT.unpack_from(self._shared)
        return bool(changed_at + _SETTLING_SECONDS < moment)


def notifier_of(database: dict[str, Any]) -> ChangeNotifier | None:
    """Return the notifier for a database's settings; None where the database must be queried."""
    if not database["ENGINE"].endswith("sqlite3"):
        return None
    return _notifier(str(database["NAME"]))


@cache
def _notifier(name: str) -> ChangeNotifier | None:
    try:
        if not Path(name).is_file():
            return None
        return ChangeNotifier(Path(f"{name}-changed"))
    except OSError:
        # The folder is read-only, so no process writes to the database either.
        return None
