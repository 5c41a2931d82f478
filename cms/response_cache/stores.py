"""Where answers are kept: in this process, and in the cache that processes share."""

import hashlib
import logging
import time
from collections import OrderedDict
from threading import Lock
from typing import Any, NamedTuple

from django.core.cache import BaseCache
from django.core.cache.backends.dummy import DummyCache
from django.core.cache.backends.locmem import LocMemCache

from cms.response_cache.entries import Entry
from cms.response_cache.registry import HostMap

logger = logging.getLogger(__name__)

# For how long an answer can stand in for a new one while the database is away.
_KEPT_SECONDS = 172_800
# For how long a cache that does not answer is left alone.
_PAUSE_SECONDS = 5.0
# What an entry takes beside its body: headers, key, links.
_OVERHEAD = 2_000
_TYPES = (int, float, float, str, tuple, bytes)


class Key(NamedTuple):
    """What an answer depends on, besides the version of the content."""

    question: bytes
    site_id: int | None
    is_secure: bool


class ProcessStore:
    """Keeps the entries that were used last, in so many bytes; one entry for each key.

    Django's own cache in the process counts entries, whatever their size.
    """

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        self.bytes = 0
        self._entries: OrderedDict[Key, Entry] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> Entry | None:
        """Return the entry of a key, however old."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is not None:
                self._entries.move_to_end(key)
            return entry

    def put(self, key: Key, entry: Entry) -> None:
        """Keep an entry, unless it is too large or a later one is there.

        One from the future is not later: the clock was ahead.
        """
        size = len(entry.body) + _OVERHEAD
        if size > self.max_bytes // 8:
            return
        with self._lock:
            known = self._entries.get(key)
            if known is not None:
                if entry.made_at < known.made_at <= time.time():
                    return
                self.bytes -= len(known.body) + _OVERHEAD
            self._entries[key] = entry
            self._entries.move_to_end(key)
            self.bytes += size
            while self.bytes > self.max_bytes:
                _, oldest = self._entries.popitem(last=False)
                self.bytes -= len(oldest.body) + _OVERHEAD


class SharedStore:
    """Keeps entries in Django's cache, for other processes and for those to come.

    It may fail at any time, and is then left alone for some seconds.
    """

    def __init__(self, cache: BaseCache, namespace: str) -> None:
        self._cache = cache
        self._namespace = namespace
        self._paused_until = 0.0

    @classmethod
    def in_front_of(cls, cache: BaseCache, namespace: str) -> "SharedStore | None":
        """Return a store in `cache`, if other processes can read it."""
        return None if isinstance(cache, LocMemCache | DummyCache) else cls(cache, namespace)

    def get(self, key: Key) -> Entry | None:
        """Return the entry of a key, however old; None too where the cache does not answer."""
        kept = self._read(self._name(key))
        # Somebody else may have written there.
        is_entry = isinstance(kept, tuple) and tuple(map(type, kept)) == _TYPES
        return Entry(*kept) if is_entry else None

    def put(self, key: Key, entry: Entry) -> None:
        """Keep an entry, if the cache answers."""
        self._write(self._name(key), tuple(entry))

    def get_hosts(self) -> HostMap | None:
        """Return the host map of the time when the last entry was stored."""
        kept = self._read(self._name("hosts"))
        return kept if hasattr(kept, "site_id") else None

    def put_hosts(self, hosts: HostMap) -> None:
        """Store the host map, for a process that starts while the database is away."""
        self._write(self._name("hosts"), hosts)

    def _name(self, key: Key | str) -> str:
        if isinstance(key, Key):
            key = f"{key.question.hex()}:{key.site_id}:{key.is_secure}"
        what = f"{self._namespace}:{key}"
        return f"answer:{hashlib.sha256(what.encode()).hexdigest()[:40]}"

    def _read(self, name: str) -> Any:
        if time.monotonic() < self._paused_until:
            return None
        try:
            return self._cache.get(name)
        except Exception:
            self._pause()
            return None

    def _write(self, name: str, value: Any) -> None:
        if time.monotonic() < self._paused_until:
            return
        try:
            self._cache.set(name, value, _KEPT_SECONDS)
        except Exception:
            self._pause()

    def _pause(self) -> None:
        # Whatever goes wrong in a cache's client, an answer must not suffer from it.
        self._paused_until = time.monotonic() + _PAUSE_SECONDS
        logger.warning("The shared cache does not answer; this process keeps answers by itself")
