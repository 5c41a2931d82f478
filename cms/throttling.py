"""Counts requests per address and attempts per text, without storing either.

An address is identified by 16 bits of a keyed hash: too few to list addresses, since some 65,000
IPv4 addresses share each value, and enough to tell most of a day's visitors apart. A text, such as
the name of an account, is identified by a keyed hash of its own. The random key is stored only in
the cache, for at most a day. Nothing is logged or stored except for the counters in the cache,
which expire at the end of their window, so that their expiry does not reveal when they began.
"""

import hmac
import logging
import secrets
import time
from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from cms.client_address import subscriber_of, visitor_address

DAY = 86_400
# After a failure of the cache, wait this many seconds before using it again: otherwise each request
# would wait for an unavailable server.
PAUSE = 5

# Hexadecimal digits, of four bits each.
_HASH_DIGITS = 4

logger = logging.getLogger(__name__)
# Returns the key of a counter, which depends on the day.
Key = Callable[[float], str]
Answer = TypeVar("Answer")


def is_exempt(request: HttpRequest) -> bool:
    """Return whether a request comes from an exempt front-end server, which has many users."""
    exempt = settings.RATE_LIMIT_EXEMPT
    address = visitor_address(request.META, settings.TRUSTED_PROXIES) if exempt else None
    return address is not None and any(address in network for network in exempt)


def address_key(request: HttpRequest, now: float) -> str:
    """Return the key of a request's address for the current day (UTC).

    All requests without a known address share a key. Raises the cache's errors.
    """
    address = visitor_address(request.META, settings.TRUSTED_PROXIES)
    name = subscriber_of(address) if address else ""
    return hmac.digest(_salt(now), name.encode(), "sha256").hex()[:_HASH_DIGITS]


def text_key(text: str, now: float) -> str:
    """Return the key of a text for the current day; it never equals that of an address."""
    return hmac.digest(_salt(now), b"text " + text.encode(), "sha256").hex()[:32]


def _salt(now: float) -> bytes:
    day, passed = divmod(int(now), DAY)
    key = f"throttling:salt:{day}"
    salt = cache.get(key)
    if salt is None:
        # `add` stores only the first salt, so that concurrent processes agree.
        fresh = secrets.token_bytes(32)
        salt = fresh if cache.add(key, fresh, DAY - passed) else cache.get(key, fresh)
    return bytes(salt)


class Throttle:
    """Counts events in windows of `period` seconds."""

    def __init__(self, name: str, period: int) -> None:
        self.name = name
        self.period = period
        self._cache_is_away_until = 0.0

    def wait(self, request: HttpRequest, limit: int) -> int | None:
        """Count a request; return the seconds to wait if there are more than `limit` in the window.

        While the cache is down nothing is counted, and None is returned.
        """
        return self.count(lambda now: address_key(request, now), limit)

    def count(self, key: Key, limit: int) -> int | None:
        """Count one event for `key`; otherwise like `wait`."""
        return self._ask(lambda now: self.hit(key(now), limit, now))

    def is_full(self, key: Key, limit: int) -> bool:
        """Return, without counting, whether one more event would exceed `limit`."""
        return bool(self._ask(lambda now: cache.get(self._counter(key(now), now), 0) >= limit))

    def forget(self, key: Key) -> None:
        """Delete the counter of `key` in the current window."""
        self._ask(lambda now: cache.delete(self._counter(key(now), now)))

    def number(self, key: Key) -> int | None:
        """Count one event for `key`; return its number in the window, or None without the cache."""
        return self._ask(lambda now: self._increment(key(now), now))

    def _ask(self, question: Callable[[float], Answer]) -> Answer | None:
        if time.monotonic() < self._cache_is_away_until:
            return None
        try:
            answer = question(time.time())
        except Exception as error:
            # Cache clients raise their own exceptions. None of them may make the request fail.
            if not self._cache_is_away_until:
                logger.error(
                    "The cache is down (%s): %s is not counted.", type(error).__name__, self.name
                )
            self._cache_is_away_until = time.monotonic() + PAUSE
            return None
        self._cache_is_away_until = 0.0
        return answer

    def hit(self, key: str, limit: int, now: float) -> int | None:
        """Count one event for `key`; return the seconds to wait if there are more than `limit`.

        Raises the cache's errors.
        """
        return self._left(now) if self._increment(key, now) > limit else None

    def _increment(self, key: str, now: float) -> int:
        counter = self._counter(key, now)
        try:
            return cache.incr(counter)
        except ValueError:
            # The first in a window; of concurrent ones, one adds and the others increment.
            return 1 if cache.add(counter, 1, self._left(now)) else cache.incr(counter)

    def _left(self, now: float) -> int:
        return self.period - int(now) % self.period

    def _counter(self, key: str, now: float) -> str:
        return f"throttling:{self.name}:{int(now) // self.period}:{key}"
