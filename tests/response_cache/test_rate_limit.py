"""An address that has used up its questions still gets every answer that is kept."""

import json
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.conf import settings as django_settings
from django.db import OperationalError
from pytest_django import Settings

from cms.graphql.http.trusted_documents import document_id_of
from cms.throttling import Throttle
from tests.factories import GroupPageFactory
from tests.response_cache.processes import WebProcess
from tests.response_cache.visitor import Answer, Visitor

# A moment in the middle of a minute.
NOW = "2026-03-09T08:00:20+00:00"
GROUPS = "{ groups { nodes { title } } }"
GRAPHQL_RESPONSE = "application/graphql-response+json"
OPERATIONS = django_settings.BASE_DIR / "frontend_contract" / "operations"
LAYOUT = (OPERATIONS / "Layout.graphql").read_text(encoding="utf-8")
LAYOUT_ID = document_id_of(LAYOUT)
LIMIT = 3
# Of a visitor with another address.
OTHER = {"x_forwarded_for": "198.51.100.24"}


@pytest.fixture
def limited(
    visitor: Visitor, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Visitor]:
    """Return a visitor who may ask three questions, at a minute that stands still."""
    settings.RATE_LIMIT = LIMIT
    settings.TRUSTED_PROXIES = 1
    monkeypatch.setattr("cms.graphql.guard.rate_limit._throttle", Throttle("graphql", period=60))
    GroupPageFactory(title="Din hälsa")
    with time_machine.travel(NOW, tick=False):
        yield visitor


def use_up(visitor: Visitor, times: int = LIMIT) -> None:
    """Ask what nobody asked before."""
    answers = [visitor.get(f"{{ n{number}: __typename }}") for number in range(times)]
    assert [answer.status for answer in answers] == [200] * times


def by_id(visitor: Visitor, method: str = "GET", **headers: str) -> Answer:
    if method == "POST":
        body = json.dumps({"documentId": LAYOUT_ID}).encode()
        return visitor.send("POST", headers, body=body)
    return visitor.send(method, headers, query_string=urlencode({"documentId": LAYOUT_ID}))


def by_persisted_query(visitor: Visitor) -> Answer:
    extension = {"version": 1, "sha256Hash": LAYOUT_ID.removeprefix("sha256:")}
    parameters = {"extensions": json.dumps({"persistedQuery": extension})}
    return visitor.send("GET", {}, query_string=urlencode(parameters))


def test_cached_answers_are_not_limited(limited: Visitor) -> None:
    # Given two answers that were computed, and an address that may ask for nothing more
    etag = limited.get(GROUPS).headers["etag"]
    id_etag = by_id(limited).headers["etag"]
    use_up(limited, LIMIT - 2)
    assert limited.get("{ refused: __typename }").status == 429
    computed = limited.computed
    # When it asks for them in every way there is
    for _ in range(LIMIT + 1):
        statuses = [
            limited.get(GROUPS).status,
            limited.get(GROUPS, method="HEAD").status,
            limited.post(GROUPS).status,
            limited.get(GROUPS, if_none_match=etag).status,
            limited.post(GROUPS, if_none_match=etag).status,
            by_id(limited).status,
            by_id(limited, "POST").status,
            by_id(limited, if_none_match=id_etag).status,
            limited.get(LAYOUT).status,
            by_persisted_query(limited).status,
        ]
        # Then each is answered, and nothing is computed
        assert statuses == [200, 200, 200, 304, 200, 200, 200, 304, 200, 200]
    assert limited.computed == computed


def test_cached_answers_do_not_count(limited: Visitor) -> None:
    limited.get(GROUPS)
    for _ in range(10 * LIMIT):
        assert limited.get(GROUPS).how == "hit"

    use_up(limited, LIMIT - 1)

    assert limited.get("{ refused: __typename }").status == 429


@pytest.mark.parametrize("accept", [GRAPHQL_RESPONSE, "application/json", "*/*"])
@pytest.mark.parametrize("method", ["GET", "POST", "by id"])
def test_refusal_has_the_common_form(
    limited: Visitor, settings: Settings, accept: str, method: str
) -> None:
    # Given a front end of another origin, and another refusal that it knows
    settings.CORS_ALLOWED_ORIGINS = ["https://www.example.org"]
    headers = {"accept": accept, "origin": "https://www.example.org"}
    other = limited.get("{ nonsense }", **headers)
    use_up(limited, LIMIT - 1)
    # When one asks too much
    refused = {
        "GET": lambda: limited.get("{ a: __typename }", if_none_match="*", **headers),
        "POST": lambda: limited.post("{ a: __typename }", **headers),
        "by id": lambda: by_id(limited, **headers),
    }[method]()
    # Then it is told so in the same form, and for how long
    assert (refused.status, refused.headers["retry-after"]) == (429, "40")
    (error,), (known) = json.loads(refused.body)["errors"], json.loads(other.body)["errors"][0]
    assert json.loads(refused.body).keys() == {"errors"}
    assert error["extensions"] == {"code": "RATE_LIMITED"}
    assert error.keys() >= {"message", "extensions"}
    assert known.keys() >= error.keys()
    same = ("content-type", "cache-control", "vary", "access-control-allow-origin")
    assert {n: refused.headers[n] for n in same} == {n: other.headers[n] for n in same}
    assert not {"set-cookie", "etag", "cache-status"} & refused.headers.keys()


def test_refusals_are_not_cached(limited: Visitor) -> None:
    # Given a question that one address was refused
    use_up(limited)
    assert limited.get(GROUPS).status == 429
    # When another address asks it
    other = limited.get(GROUPS, **OTHER)
    # Then that is answered, and from now on the first one too
    assert other.data["groups"]["nodes"] == [{"title": "Din hälsa"}]
    assert limited.get(GROUPS).how == "hit"


def test_refusal_contains_no_stale_answer(limited: Visitor) -> None:
    # Given a kept answer, and an address that may ask for nothing more
    limited.get(GROUPS)
    use_up(limited, LIMIT - 1)
    # When content changes
    GroupPageFactory(title="Ny grupp")
    # Then it waits for somebody to ask, and is not told what is no longer so
    assert limited.get(GROUPS).status == 429
    assert b"Ny grupp" in limited.get(GROUPS, **OTHER).body
    assert b"Ny grupp" in limited.get(GROUPS).body


@pytest.mark.parametrize("is_known", [False, True])
def test_stale_answers_are_not_limited(
    limited: Visitor, monkeypatch: pytest.MonkeyPatch, is_known: bool
) -> None:
    # Given a kept answer, and an address that may ask for nothing more
    kept = limited.get(GROUPS)
    use_up(limited, LIMIT - 1)
    assert limited.get("{ refused: __typename }").status == 429
    # When the database goes away
    monkeypatch.setattr(limited.application.periods, "_current", fail)
    headers = {"if_none_match": kept.headers["etag"]} if is_known else {}
    answers = [limited.get(GROUPS, **headers) for _ in range(2 * LIMIT)]
    # Then it still gets the last answer there was
    assert {answer.how for answer in answers} == {"hit; detail=stale"}
    assert {answer.status for answer in answers} == {304 if is_known else 200}
    assert all("age" in answer.headers for answer in answers)
    # And what nobody has asked yet is refused as before, not failed
    assert limited.get("{ another: __typename }").status == 429


def fail() -> None:
    raise OperationalError("the database is away")


def test_uncacheable_requests_count(limited: Visitor) -> None:
    mutation = "mutation { issueCaptcha { key } }"

    statuses = [limited.post(mutation).status for _ in range(LIMIT + 2)]

    assert statuses == [200] * LIMIT + [429] * 2


def shared_cache() -> str:
    location = str(django_settings.CACHES["default"].get("LOCATION", ""))
    return location if location.startswith("redis") else ""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_processes_share_the_limit_and_serve_cached_answers() -> None:
    # Given two processes, which count together where they share a cache
    GroupPageFactory(title="Din hälsa")
    shared = {"CACHE_URL": shared_cache()} if shared_cache() else {}
    processes = [WebProcess(RATE_LIMIT="4", **shared) for _ in range(2)]
    try:
        for each in processes:
            each.wait()
        etag = asked(processes[0], "GET", {"query": GROUPS})[1]["etag"]
        asked(processes[1], "GET", {"query": GROUPS})
        # When one address asks for more than it may. A minute may begin meanwhile, but not two.
        answers = [
            asked(processes[number % 2], "POST", {"query": f"{{ n{number}: __typename }}"})
            for number in range(20)
        ]
        # Then it is refused, and told for how long
        refused = [(headers, body) for status, headers, body in answers if status == 429]
        assert len(refused) >= (20 - 2 * 4 if shared else 20 - 4 * 4)
        for headers, body in refused:
            assert 1 <= int(headers["retry-after"]) <= 60
            assert body["errors"][0]["extensions"] == {"code": "RATE_LIMITED"}
        # And what is kept comes from both, by GET and POST, and as a 304
        for number in range(20):
            process = processes[number % 2]
            assert asked(process, "GET", {"query": GROUPS})[0] == 200
            assert asked(process, "POST", {"query": GROUPS})[0] == 200
            known = asked(process, "GET", {"query": GROUPS}, **{"If-None-Match": etag})
            assert known[0] == 304
    finally:
        for each in processes:
            each.end()


def asked(
    process: WebProcess, method: str, parameters: dict[str, str], **headers: str
) -> tuple[int, dict[str, str], Any]:
    """Return status, headers with names in lower case, and what the body says."""
    with closing(HTTPConnection("127.0.0.1", process.port, timeout=30)) as http:
        if method == "GET":
            http.request("GET", f"/graphql/?{urlencode(parameters)}", headers=headers)
        else:
            sent = {**headers, "Content-Type": "application/json"}
            http.request("POST", "/graphql/", json.dumps(parameters), sent)
        answer = http.getresponse()
        body = answer.read()
        names = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, names, json.loads(body) if body else None
