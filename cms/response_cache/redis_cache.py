"""Django's Redis cache with a circuit breaker: a server that hangs costs little time."""

import threading
import time
from typing import Any

import redis
from django.core.cache.backends.redis import RedisCache as DjangoRedisCache
from django.core.cache.backends.redis import RedisCacheClient
from redis.backoff import NoBackoff
from redis.retry import Retry

# In seconds: how long a command waits for the server, and how long none is sent after a failure.
TIMEOUT = 0.1
PAUSE_SECONDS = 5.0


class CacheUnavailable(redis.ConnectionError):
    """The server failed a moment ago and is not asked."""


class CircuitBreaker:
    """After a failure, fails at once for some seconds; then one thread tries again."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        # Monotonic; 0 while the server works.
        self._opens_at = 0.0

    def check(self) -> None:
        """Raise `CacheUnavailable` unless the server works or it is time to try again."""
        if not self._opens_at:
            return
        with self._lock:
            if time.monotonic() < self._opens_at:
                raise CacheUnavailable("The cache failed a moment ago.")
            # Meanwhile the other threads go on without.
            self._opens_at = time.monotonic() + PAUSE_SECONDS

    def succeeded(self) -> None:
        """Use the server again."""
        self._opens_at = 0.0

    def failed(self) -> None:
        """Leave the server alone for a while."""
        self._opens_at = time.monotonic() + PAUSE_SECONDS


class _Redis(redis.Redis):
    breaker: CircuitBreaker

    def execute_command(self, *args: Any, **options: Any) -> Any:
        """Send a command, unless the server has just failed."""
        self.breaker.check()
        try:
            answer = super().execute_command(*args, **options)
        except (redis.ConnectionError, redis.TimeoutError, OSError):
            self.breaker.failed()
            raise
        self.breaker.succeeded()
        return answer


# By the addresses of the servers: Django makes a cache per thread.
_clients: dict[tuple[str, ...], type[_Redis]] = {}


class _Client(RedisCacheClient):
    def __init__(self, servers: list[str], **options: Any) -> None:
        # The client's own retries would multiply the timeout.
        defaults = {
            "socket_connect_timeout": TIMEOUT,
            "socket_timeout": TIMEOUT,
            "retry": Retry(NoBackoff(), 0),
        }
        super().__init__(servers, **{**defaults, **options})
        made = type("_Redis", (_Redis,), {"breaker": CircuitBreaker()})
        self._client = _clients.setdefault(tuple(servers), made)


class RedisCache(DjangoRedisCache):
    """The cache of an installation with `CACHE_URL=redis://…`."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = _Client
