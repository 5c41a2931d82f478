"""Tells the processes around a SQLite file that one of them has changed it.

To ask SQLite takes as long as all the rest of an answer from the cache: it lets other threads go
first, several times. Whoever changed content writes the moment into eight bytes of memory that all
processes of the machine share. PostgreSQL, which other machines may write to, is always asked.
"""

import mmap
import os
import struct
import time
from functools import cache
from pathlib import Path
from typing import Any

_MOMENT = struct.Struct("d")
# The bell may be rung a little before a change can be seen (see `changes.py`): for so long after
# it, the database is asked each time.
_ECHO_SECONDS = 1.0


class Bell:
    """When content changed last, in seconds of the clock that all processes share."""

    def __init__(self, path: Path) -> None:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o660)
        try:
            if os.fstat(descriptor).st_size < _MOMENT.size:
                os.ftruncate(descriptor, _MOMENT.size)
            self._shared = mmap.mmap(descriptor, _MOMENT.size)
        finally:
            os.close(descriptor)
        # The clock may have begun anew since somebody rang.
        self.ring()

    def ring(self) -> None:
        """Note that content has changed by now."""
        _MOMENT.pack_into(self._shared, 0, time.monotonic())

    def was_quiet_at(self, moment: float) -> bool:
        """Tell whether nothing changed after `moment`, nor shortly before it."""
        (rung_at,) = _MOMENT.unpack_from(self._shared)
        return bool(rung_at + _ECHO_SECONDS < moment)


def bell_of(database: dict[str, Any]) -> Bell | None:
    """Return the bell of a database, by its settings; None where it has to be asked."""
    if not database["ENGINE"].endswith("sqlite3"):
        return None
    return _bell(str(database["NAME"]))


@cache
def _bell(name: str) -> Bell | None:
    try:
        if not Path(name).is_file():
            return None
        return Bell(Path(f"{name}-changed"))
    except OSError:
        # Next to a database that nobody may write to, there is nothing to be told.
        return None
