"""Stores of responses: in this process, and in a cache that processes share."""

import hashlib
import logging
import time
from collections import OrderedDict
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
_TYPES = (int, float, float, str, tuple, bytes)


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

    When the cache fails, it is not used for some seconds; no method raises its errors.
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
        stored = self._read(self._name(key))
        # Another program may write to the same cache.
        is_entry = isinstance(stored, tuple) and tuple(map(type, stored)) == _TYPES
        return Entry(*stored) if is_entry else None

    def put(self, key: CacheKey, entry: Entry) -> None:
        """Store an entry, unless the cache fails."""
        self._write(self._name(key), tuple(entry))

    def get_hosts(self) -> HostMap | None:
        """Return the host map of the time when the last entry was stored."""
        stored = self._read(self._name("hosts"))
        return stored if hasattr(stored, "site_id") else None

    def put_hosts(self, hosts: HostMap) -> None:
        """Store the host map, for a process that starts while the database is away."""
        self._write(self._name("hosts"), hosts)

    def _name(self, key: CacheKey | str) -> str:
        if isinstance(key, CacheKey):
            key = f"{key.request.hex()}:{key.site_id}:{key.is_secure}"
        name = f"{self._namespace}:{key}"
        return f"answer:{hashlib.sha256(name.encode()).hexdigest()[:40]}"

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
            self._cache.set(name, value, _TTL_SECONDS)
        except Exception:
            self._pause()

    def _pause(self) -> None:
        # No error of a cache's client may fail a response.
        self._paused_until = time.monotonic() + _PAUSE_SECONDS
        logger.warning(
            "The shared cache failed; this process uses only its own for %s seconds", _PAUSE_SECONDS
        )
