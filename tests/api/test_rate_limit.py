"""The rate limit per client address, and how the address is found."""

import json
import threading
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client, RequestFactory
from pytest_django import Settings

from cms.client_address import visitor_address
from cms.throttling import DAY, Throttle, address_key
from tests.api.conftest import GRAPHQL_RESPONSE
from tests.project.test_environment import PRODUCTION, run_python

pytestmark = pytest.mark.django_db

# In the middle of a minute.
NOW = "2026-03-09T08:00:20+00:00"
VISITOR, OTHER, PROXY = "198.51.100.23", "198.51.100.24", "192.0.2.1"


@pytest.fixture(autouse=True)
def three_a_minute(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set a limit of three requests per minute, with a new counter."""
    settings.RATE_LIMIT = 3
    monkeypatch.setattr("cms.graphql.guard.rate_limit._throttle", Throttle("graphql", period=60))


def ask(client: Client, address: str = VISITOR, query: str = "{ __typename }", **meta: Any):
    return client.post(
        "/graphql/",
        json.dumps({"query": query}),
        content_type="application/json",
        headers={"accept": meta.pop("accept", GRAPHQL_RESPONSE)},
        REMOTE_ADDR=address,
        **meta,
    )


def statuses(client: Client, times: int, address: str = VISITOR, **meta: Any) -> list[int]:
    return [ask(client, address, **meta).status_code for _ in range(times)]


@pytest.mark.parametrize("accept", [GRAPHQL_RESPONSE, "application/json"])
def test_refusal_has_retry_after(client, accept):
    with time_machine.travel(NOW, tick=False):
        # Given
        assert statuses(client, 3, accept=accept) == [200, 200, 200]
        # When
        response = ask(client, accept=accept)

    # Then it says how many seconds of the minute are left
    assert response.status_code == 429
    assert response.headers["retry-after"] == "40"
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["content-type"] == f"{accept}; charset=utf-8"
    (error,) = response.json()["errors"]
    assert error["extensions"] == {"code": "RATE_LIMITED"}
    assert "40 seconds" in error["message"]
    assert VISITOR not in response.content.decode()


def test_request_after_retry_after_is_answered(client):
    with time_machine.travel(NOW, tick=False) as clock:
        assert statuses(client, 5)[3:] == [429, 429]
        clock.shift(40)
        assert statuses(client, 4) == [200, 200, 200, 429]


def test_refused_documents_are_counted_too(client):
    with time_machine.travel(NOW, tick=False):
        given = [ask(client, query="{ nonsense }").status_code for _ in range(4)]

    assert given == [400, 400, 400, 429]


def test_other_addresses_are_not_limited(client):
    with time_machine.travel(NOW, tick=False):
        statuses(client, 4)
        assert statuses(client, 1, OTHER) == [200]


def test_limit_can_be_disabled(client, settings):
    settings.RATE_LIMIT = 0

    assert statuses(client, 10) == [200] * 10


def test_front_ends_own_servers_are_exempt(client):
    exempt = run_python(
        "-c",
        "from django.conf import settings; print(settings.RATE_LIMIT_EXEMPT)",
        environment={**PRODUCTION, "RATE_LIMIT_EXEMPT": "198.51.100.23,2001:db8:7::1/48"},
    )

    assert "198.51.100.23/32" in exempt.stdout
    assert "2001:db8:7::/48" in exempt.stdout


@pytest.mark.parametrize(("network", "expected"), [("198.51.100.0/24", 200), ("192.0.2.0/24", 429)])
def test_exempt_network_is_not_counted(client, settings, network, expected):
    from cms.client_address import networks

    settings.RATE_LIMIT_EXEMPT = networks([network], "RATE_LIMIT_EXEMPT")

    with time_machine.travel(NOW, tick=False):
        assert statuses(client, 4)[-1] == expected


def test_invalid_exempt_address_is_explained():
    result = run_python(
        "manage.py", "check", environment={**PRODUCTION, "RATE_LIMIT_EXEMPT": "everybody"}
    )

    assert result.returncode != 0
    assert "RATE_LIMIT_EXEMPT is not valid" in result.stderr
    assert "Traceback" not in result.stderr


def test_cors_exposes_retry_after(client, settings):
    settings.CORS_ALLOWED_ORIGINS = ["https://www.example.org"]
    with time_machine.travel(NOW, tick=False):
        statuses(client, 3)

        response = ask(client, HTTP_ORIGIN="https://www.example.org")

    assert response.status_code == 429
    assert "Retry-After" in response.headers["access-control-expose-headers"]


# --- Client address -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        # No proxy: the header is the client's.
        (0, OTHER, PROXY),
        (0, f"{OTHER}, {VISITOR}", PROXY),
        # One proxy: only the last entry is trusted.
        (1, VISITOR, VISITOR),
        (1, f"{OTHER}, {VISITOR}", VISITOR),
        (1, f"{OTHER},{OTHER},  {VISITOR}  ", VISITOR),
        (1, "9" * 50_000 + "," * 10_000 + VISITOR, VISITOR),
        (2, f"{OTHER}, {VISITOR}, 203.0.113.9", VISITOR),
        # Two proxies with one entry: the request bypassed one of them.
        (2, VISITOR, VISITOR),
        # Ports, brackets, zones, mapped addresses
        (1, f"{VISITOR}:4711", VISITOR),
        (1, f"::ffff:{VISITOR}", VISITOR),
        (1, f"[::ffff:{VISITOR}]:443", VISITOR),
        (1, "2001:db8::1", "2001:db8::1"),
        (1, "[2001:db8::1]", "2001:db8::1"),
        (1, "[2001:db8::1]:443", "2001:db8::1"),
        (1, "fe80::1%eth0", "fe80::1"),
        # Invalid entries: the connected address is used
        (1, "", PROXY),
        (1, "unknown", PROXY),
        (1, ",", PROXY),
        (1, "1.2.3.4.5", PROXY),
        (1, "999.1.1.1", PROXY),
        (1, "[", PROXY),
        (1, "]:[", PROXY),
        (1, "for=198.51.100.1", PROXY),
        (1, "' OR 1=1 --", PROXY),
        (1, "１９８.51.100.1", PROXY),
        (1, "\x00", PROXY),
        (1, "å" * 1000, PROXY),
    ],
)
def test_client_address_comes_from_trusted_proxies(proxies, forwarded, expected):
    meta = {"REMOTE_ADDR": PROXY, "HTTP_X_FORWARDED_FOR": forwarded}

    assert str(visitor_address(meta, proxies)) == expected


@pytest.mark.parametrize("direct", ["", "unix:", "garbage", None])
def test_request_without_an_address_is_answered(client, direct):
    with time_machine.travel(NOW, tick=False):
        assert statuses(client, 4, direct) == [200, 200, 200, 429]


def test_forged_header_does_not_reset_the_limit(client, settings):
    # Given a proxy that appends the visitor's address to the header
    settings.TRUSTED_PROXIES = 1

    def forge(number: int) -> int:
        header = f"203.0.113.{number}, 10.0.0.{number}:80, {VISITOR}"
        return ask(client, PROXY, HTTP_X_FORWARDED_FOR=header).status_code

    with time_machine.travel(NOW, tick=False):
        assert [forge(number) for number in range(5)] == [200, 200, 200, 429, 429]
        # And others behind the same proxy are not limited
        assert ask(client, PROXY, HTTP_X_FORWARDED_FOR=OTHER).status_code == 200


@pytest.mark.parametrize(
    ("one", "another", "same"),
    [
        ("2001:db8::1", "2001:db8::ffff:ffff:ffff:ffff", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("198.51.100.1", "198.51.100.2", False),
        ("198.51.100.1", "::ffff:198.51.100.1", True),
        ("2001:DB8:0:0:0:0:0:1", "2001:db8::1", True),
    ],
)
def test_ipv6_addresses_are_limited_by_64(one, another, same):
    make = RequestFactory().get
    keys = {address_key(make("/", REMOTE_ADDR=address), now=0) for address in (one, another)}

    assert len(keys) == (1 if same else 2)


# --- Stored data --------------------------------------------------------------------------------


def test_address_is_hashed_with_a_daily_salt():
    request = RequestFactory().get("/", REMOTE_ADDR=VISITOR)

    first, same_day, next_day = (address_key(request, day * DAY) for day in (7, 7.99, 8))

    assert first == same_day != next_day
    assert VISITOR not in first


def test_hash_depends_on_the_cached_salt():
    request = RequestFactory().get("/", REMOTE_ADDR=VISITOR)
    first = address_key(request, now=0)

    cache.clear()

    assert address_key(request, now=0) != first


def test_addresses_are_not_logged(client, caplog):
    with caplog.at_level("DEBUG"), time_machine.travel(NOW, tick=False):
        statuses(client, 5)

    assert VISITOR not in caplog.text


# --- Cache failures and concurrency ---------------------------------------------------------------

AWAY = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache"}}
AWAY["default"]["LOCATION"] = "redis://127.0.0.1:1/0"  # an unused port


def test_requests_are_answered_without_a_cache(client, settings):
    settings.CACHES = AWAY

    assert statuses(client, 10) == [200] * 10


def test_failed_cache_is_not_asked_for_a_while(monkeypatch):
    # Given a cache that times out
    asked = []

    def fail(*_args, **_kwargs):
        asked.append(1)
        raise OSError("timed out")

    monkeypatch.setattr(type(cache._connections["default"]), "get", fail)
    request = RequestFactory().get("/", REMOTE_ADDR=VISITOR)
    throttle = Throttle("graphql", period=60)

    # When
    waits = [throttle.wait(request, limit=1) for _ in range(100)]

    # Then
    assert waits == [None] * 100
    assert len(asked) == 1


def test_concurrent_requests_are_all_counted():
    # Given
    throttle, admitted, start = Throttle("race", period=60), [], threading.Barrier(8)

    def hit() -> None:
        start.wait()
        for _ in range(50):
            admitted.append(throttle.hit("key", limit=100, now=0) is None)

    # When
    threads = [threading.Thread(target=hit) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    # Then
    assert sum(admitted) == 100
    assert len(admitted) == 400
