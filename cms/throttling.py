"""How often one address may ask, or one text may come, without keeping any of them.

Both are known by a keyed hash, whose key is random, lives in the cache for a day at most and
nowhere else. Nothing here logs or stores anything beside the counters in the cache, and these end
with their window, so that their end does not tell when they began.
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
# After a failure of the cache, so many seconds pass before it is asked again: otherwise each
# request would wait for a server that does not answer.
PAUSE = 5

logger = logging.getLogger(__name__)
# What is counted, as a key that depends on the day.
Key = Callable[[float], str]
Answer = TypeVar("Answer")


def is_exempt(request: HttpRequest) -> bool:
    """Tell whether a request comes from a front end's own server: many people, one address."""
    exempt = settings.RATE_LIMIT_EXEMPT
    address = visitor_address(request.META, settings.TRUSTED_PROXIES) if exempt else None
    return address is not None and any(address in network for network in exempt)


def address_key(request: HttpRequest, now: float) -> str:
    """Return what stands for the address of a request for the rest of the day (UTC).

    Those without a known address are one. Raises what the cache raises when it is away.
    """
    address = visitor_address(request.META, settings.TRUSTED_PROXIES)
    name = subscriber_of(address) if address else ""
    return hmac.digest(_salt(now), name.encode(), "sha256").hex()[:32]


def text_key(text: str, now: float) -> str:
    """Return what stands for a text for the rest of the day; no text is an address's."""
    return hmac.digest(_salt(now), b"text " + text.encode(), "sha256").hex()[:32]


def _salt(now: float) -> bytes:
    day, passed = divmod(int(now), DAY)
    key = f"throttling:salt:{day}"
    salt = cache.get(key)
    if salt is None:
        # The first one wins, so that processes that start together agree.
        fresh = secrets.token_bytes(32)
        salt = fresh if cache.add(key, fresh, DAY - passed) else cache.get(key, fresh)
    return bytes(salt)


class Throttle:
    """Counts requests from one address in windows of `period` seconds."""

    def __init__(self, name: str, period: int) -> None:
        self.name = name
        self.period = period
        self._cache_is_away_until = 0.0

    def wait(self, request: HttpRequest, limit: int) -> int | None:
        """Count a request; return the seconds to wait where it is more than `limit` in a window.

        While the cache is away nothing is counted, and nobody has to wait.
        """
        return self.count(lambda now: address_key(request, now), limit)

    def count(self, key: Key, limit: int) -> int | None:
        """Count one for what `key` names; otherwise as `wait`."""
        return self._ask(lambda now: self.hit(key(now), limit, now))

    def is_full(self, key: Key, limit: int) -> bool:
        """Tell, without counting, whether one more would be more than `limit`."""
        return bool(self._ask(lambda now: cache.get(self._counter(key(now), now), 0) >= limit))

    def _ask(self, question: Callable[[float], Answer]) -> Answer | None:
        if time.monotonic() < self._cache_is_away_until:
            return None
        try:
            answer = question(time.time())
        except Exception as error:
            # Each kind of cache raises errors of its own. None may keep a request from its answer.
            if not self._cache_is_away_until:
                logger.error(
                    "The cache is away (%s): %s is not counted.", type(error).__name__, self.name
                )
            self._cache_is_away_until = time.monotonic() + PAUSE
            return None
        self._cache_is_away_until = 0.0
        return answer

    def hit(self, key: str, limit: int, now: float) -> int | None:
        """Count one for `key`; return the seconds to wait where it is more than `limit`.

        Raises what the cache raises when it is away.
        """
        counter = self._counter(key, now)
        left = self.period - int(now) % self.period
        try:
            count = cache.incr(counter)
        except ValueError:
            # The first of a window; of several at once, one adds and the others count.
            count = 1 if cache.add(counter, 1, left) else cache.incr(counter)
        return left if count > limit else None

    def _counter(self, key: str, now: float) -> str:
        return f"throttling:{self.name}:{int(now) // self.period}:{key}"
