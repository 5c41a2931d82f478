"""What the shared cache may cost: its memory, and the time of a server that hangs."""

import os
import socket
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any
from urllib.parse import urlsplit

import pytest
import redis
from django.core.cache.backends.locmem import LocMemCache

from cms.response_cache import redis_cache
from cms.response_cache.entries import Entry
from cms.response_cache.keys import CacheKey
from cms.response_cache.redis_cache import CacheUnavailable, RedisCache
from cms.response_cache.stores import SharedStore
from tests.factories import TopicFactory
from tests.response_cache.processes import Passage
from tests.response_cache.test_processes import shared_cache
from tests.response_cache.visitor import Visitor

TOPICS = "{ topics { nodes { name } } }"


def entry(size: int = 100, made_at: float = 1.0) -> Entry:
    return Entry(1, made_at, 2.0, '"x"', (("Content-Type", "application/json"),), os.urandom(size))


def key(number: int) -> CacheKey:
    return CacheKey(str(number).encode(), 1, False)


class CountedCache(LocMemCache):
    """A cache in memory that notes for how long each value is stored."""

    def __init__(self) -> None:
        super().__init__(f"counted {id(self)}", {"OPTIONS": {"MAX_ENTRIES": 1_000_000}})
        self.seconds: list[float] = []

    def set(self, key: str, value: Any, timeout: Any = None, version: Any = None) -> None:
        self.seconds.append(timeout)
        super().set(key, value, timeout, version)


@pytest.fixture
def counted() -> CountedCache:
    return CountedCache()


def test_first_answer_is_stored_for_a_short_time(counted: CountedCache) -> None:
    store = SharedStore(counted, "one")
    store.put(key(1), entry(), again=False)
    assert counted.seconds == [60]
    assert store.get(key(1)) is not None


def test_answer_asked_for_again_by_another_process_is_stored_longer(counted: CountedCache) -> None:
    SharedStore(counted, "one").put(key(1), entry(), again=False)
    for _ in range(3):
        assert SharedStore(counted, "one").get(key(1)) is not None
    assert counted.seconds == [60, 172_800]


@pytest.mark.django_db
def test_answer_asked_for_again_in_the_process_is_stored_longer(
    visitor: Visitor, counted: CountedCache
) -> None:
    # Given a process
    visitor.application.shared_store = SharedStore(counted, "one")
    # When a question is asked three times
    for _ in range(3):
        visitor.get(TOPICS)
    # Then its answer is stored for long once (and the hosts with the first)
    assert counted.seconds == [60, 172_800, 172_800]
    # And at once after a change
    TopicFactory()
    visitor.get(TOPICS)
    assert counted.seconds[3:] == [172_800, 172_800]


def test_answer_of_another_question_in_the_same_place_is_not_used(counted: CountedCache) -> None:
    store = SharedStore(counted, "one")
    for number in range(3_000):
        store.put(key(number), entry(made_at=float(number)), again=True)
    found = [store.get(key(number)) for number in range(3_000)]
    for number, each in enumerate(found):
        assert each is None or each.made_at == number
    assert 500 < len([each for each in found if each]) <= 1_000


def test_large_answer_is_not_shared(counted: CountedCache) -> None:
    store = SharedStore(counted, "one")
    store.put(key(1), entry(100_001), again=True)
    assert counted.seconds == []


@pytest.fixture
def server() -> Iterator[redis.Redis]:
    if not shared_cache():
        pytest.skip("needs CACHE_URL with Redis")
    client = redis.Redis.from_url(shared_cache())
    client.flushdb()
    yield client
    client.flushdb()
    client.close()


@pytest.mark.parametrize(("again", "limit"), [(False, 20_000_000), (True, 120_000_000)])
@pytest.mark.slow
def test_distinct_questions_do_not_fill_redis(server: redis.Redis, again: bool, limit: int) -> None:
    # Given more answers of the largest size than a process computes in 20 seconds
    store = SharedStore(RedisCache(shared_cache(), {}), "one")
    before = server.info("memory")["used_memory"]
    large = entry(100_000)
    for number in range(4_000):
        store.put(key(number), large, again=again)
    # Then
    stored = sum(server.memory_usage(name) or 0 for name in server.scan_iter())
    assert 1_000_000 < stored < limit
    assert server.info("memory")["used_memory"] - before < limit


@pytest.fixture
def hanging() -> Iterator[str]:
    """Return the address of a server that accepts connections and never answers."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        yield f"redis://127.0.0.1:{listener.getsockname()[1]}/0"


def test_cache_that_hangs_is_asked_once(hanging: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redis_cache, "PAUSE_SECONDS", 3_600)
    began = time.monotonic()
    # Two caches, as in two threads
    with pytest.raises(redis.TimeoutError):
        RedisCache(hanging, {}).get("a")
    asked_once = time.monotonic() - began
    for _ in range(200):
        with pytest.raises(CacheUnavailable):
            RedisCache(hanging, {}).get("a")
    # Then it costs one timeout: twenty would be two seconds
    assert asked_once >= redis_cache.TIMEOUT
    assert time.monotonic() - began < 20 * redis_cache.TIMEOUT


def test_one_command_tries_again_after_the_pause(
    hanging: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = RedisCache(hanging, {})
    monkeypatch.setattr(redis_cache, "PAUSE_SECONDS", 0)
    for _ in range(2):
        with pytest.raises(redis.TimeoutError):
            cache.get("a")


def test_cache_that_is_back_is_used(server: redis.Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    address = urlsplit(shared_cache())
    # Given a port where nothing listens at first
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        port = listener.getsockname()[1]
    cache = RedisCache(f"redis://127.0.0.1:{port}{address.path}", {})
    monkeypatch.setattr(redis_cache, "PAUSE_SECONDS", 0)
    with pytest.raises(redis.ConnectionError):
        cache.get("a")
    passage = Passage(address.hostname or "127.0.0.1", address.port or 6379, on=port)
    try:
        cache.set("a", 1)
        assert cache.get("a") == 1
    finally:
        passage.close()
