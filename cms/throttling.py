"""How often one address may ask, without keeping any address.

An address is known by a keyed hash, whose key is random, lives in the cache for a day at most and
nowhere else. Nothing here logs or stores anything beside the counters in the cache.
"""

import hmac
import secrets
import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from cms.addresses import subscriber_of, visitor_address

DAY = 86_400
# After a failure of the cache, so many seconds pass before it is asked again: otherwise each
# request would wait for a server that does not answer.
PAUSE = 5


def address_key(request: HttpRequest, now: float) -> str:
    """Return what stands for the address of a request for the rest of the day (UTC).

    Those without a known address are one. Raises what the cache raises when it is away.
    """
    address = visitor_address(request.META, settings.TRUSTED_PROXIES)
    name = subscriber_of(address) if address else ""
    return hmac.digest(_salt(now), name.encode(), "sha256").hex()[:32]


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
        if time.monotonic() < self._cache_is_away_until:
            return None
        try:
            now = time.time()
            return self.hit(address_key(request, now), limit, now)
        except Exception:
            # Each kind of cache raises errors of its own. None may keep a request from its answer.
            self._cache_is_away_until = time.monotonic() + PAUSE
            return None

    def hit(self, key: str, limit: int, now: float) -> int | None:
        """Count one for `key`; return the seconds to wait where it is more than `limit`.

        Raises what the cache raises when it is away.
        """
        window, passed = divmod(int(now), self.period)
        counter = f"throttling:{self.name}:{window}:{key}"
        try:
            count = cache.incr(counter)
        except ValueError:
            # The first of a window; of several at once, one adds and the others count.
            count = 1 if cache.add(counter, 1, self.period) else cache.incr(counter)
        return self.period - passed if count > limit else None
