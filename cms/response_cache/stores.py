"""Stores of responses: in this process, and in a cache that processes share."""

import hashlib
import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any

from django.core.cache import BaseCache
from django.core.cache.backends.dummy import DummyCache
from django.core.cache.backends.locmem import LocMemCache

from cms.response_cache.entries import Entry
from cms.response_cache.keys import CacheKey
from cms.response_cache.registry import HostMap

logger = logging.getLogger(__name__)

# How long a stale response can be served while the database does not respond.
_TTL_SECONDS = 172_800
# A shared cache that has failed is not used for this long.
_PAUSE_SECONDS = 5.0
# Bytes that an entry takes beside its body: headers, key, links.
_OVERHEAD = 2_000
_TYPES = (str, int, float, float, str, tuple, bytes)
# Of the shared cache. Every key has one of a fixed number of places, so that distinct questions
# cannot fill it: at most 10 MB for those asked once, and 100 MB for the others.
_MAX_SHARED_BYTES = 100_000
_PLACES, _PLACES_OF_FIRST = 1_000, 100
# How long a response is stored that was asked for once.
_FIRST_SECONDS = 60


class ProcessStore:
    """An LRU store of at most `max_bytes`, one entry per key.

    Django's in-process cache is bounded by a count of entries of any size.
    """

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        self.bytes = 0
        self._entries: OrderedDict[CacheKey, Entry] = OrderedDict()
        self._lock = Lock()

    def get(self, key: CacheKey) -> Entry | None:
        """Return the entry of a key, fresh or not."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is not None:
                self._entries.move_to_end(key)
            return entry

    def put(self, key: CacheKey, entry: Entry) -> None:
        """Store an entry, unless it exceeds an eighth of the space or a newer one is stored.

        An entry dated in the future does not count as newer: the clock was ahead.
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
    """Stores entries in Django's cache, for other processes and after a restart.

    An entry is stored for a short time until it is asked for again. When the cache fails, it is not
    used for some seconds; no method raises its errors.
    """

    def __init__(self, cache: BaseCache, namespace: str) -> None:
        self._cache = cache
        self._namespace = namespace
        self._paused_until = 0.0

    @classmethod
    def of(cls, cache: BaseCache, namespace: str) -> "SharedStore | None":
        """Return a store in `cache`; None if other processes cannot read that."""
        return None if isinstance(cache, LocMemCache | DummyCache) else cls(cache, namespace)

    def get(self, key: CacheKey) -> Entry | None:
        """Return the entry of a key, fresh or not; None also if the cache fails."""
        name = self._name(key)
        first, kept = _place_of_first(name), _place(name)
        stored = self._read(lambda: self._cache.get_many([kept, first]), {})
        entries = [_entry_of(name, stored.get(place)) for place in (kept, first)]
        # An entry dated in the future is the last choice: the clock was ahead.
        found = max(filter(None, entries), key=_rank, default=None)
        if found is not None and found is entries[1]:
            self._write(kept, (name, *found), _TTL_SECONDS)
        return found

    def put(self, key: CacheKey, entry: Entry, *, again: bool) -> None:
        """Store an entry, for a short time unless it is asked for `again`.

        Does nothing if it is large or if the cache fails.
        """
        if len(entry.body) > _MAX_SHARED_BYTES:
            return
        name = self._name(key)
        if again:
            self._write(_place(name), (name, *entry), _TTL_SECONDS)
        else:
            self._write(_place_of_first(name), (name, *entry), _FIRST_SECONDS)

    def get_hosts(self) -> HostMap | None:
        """Return the host map of the time when the last entry was stored."""
        name = f"answer:{self._name('hosts')}"
        stored = self._read(lambda: self._cache.get(name), None)
        return stored if hasattr(stored, "site_id") else None

    def put_hosts(self, hosts: HostMap) -> None:
        """Store the host map, for a process that starts while the database is away."""
        self._write(f"answer:{self._name('hosts')}", hosts, _TTL_SECONDS)

    def _name(self, key: CacheKey | str) -> str:
        if isinstance(key, CacheKey):
            key = f"{key.request.hex()}:{key.site_id}:{key.is_secure}"
        name = f"{self._namespace}:{key}"
        return hashlib.sha256(name.encode()).hexdigest()[:40]

    def _read(self, read: Callable[[], Any], otherwise: Any) -> Any:
        if time.monotonic() < self._paused_until:
            return otherwise
        try:
            return read()
        except Exception:
            self._pause()
            return otherwise

    def _write(self, place: str, value: Any, seconds: int) -> None:
        if time.monotonic() < self._paused_until:
            return
        try:
            self._cache.set(place, value, seconds)
        except Exception:
            self._pause()

    def _pause(self) -> None:
        # No error of a cache's client may fail a response.
        self._paused_until = time.monotonic() + _PAUSE_SECONDS
        logger.warning(
            "The shared cache failed; this process uses only its own for %s seconds", _PAUSE_SECONDS
        )


def _place(name: str) -> str:
    return f"answer:kept:{int(name, 16) % _PLACES}"


def _place_of_first(name: str) -> str:
    return f"answer:first:{int(name, 16) % _PLACES_OF_FIRST}"


def _entry_of(name: str, stored: Any) -> Entry | None:
    """Return the entry that is stored in a place, if it is of the key with this name."""
    # Another program may write to the same cache.
    is_entry = isinstance(stored, tuple) and tuple(map(type, stored)) == _TYPES
    return Entry(*stored[1:]) if is_entry and stored[0] == name else None


def _rank(entry: Entry) -> tuple[bool, float]:
    return entry.made_at <= time.time(), entry.made_at
