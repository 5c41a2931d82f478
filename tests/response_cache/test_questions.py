"""Which requests ask the same, and get the same answer, and which do not."""

import json
from typing import Any

import pytest
from django.test import Client

from cms.graphql.http import requests
from cms.graphql.http.cacheability import CACHEABILITY, Cacheability
from tests.factories import GroupPageFactory
from tests.response_cache.visitor import GRAPHQL_RESPONSE, GROUPS, Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_group() -> None:
    GroupPageFactory(title="Din hälsa")


def any_answer(environ: Any, start_response: Any) -> list[bytes]:
    environ[CACHEABILITY] = Cacheability.SHARED
    start_response("200 OK", [("Content-Type", "application/json")])
    return [b"{}"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ('{"n": 3, "x": {"a": 1, "b": 2}}', ' { "x": {"b":2,"a":1},\n "n":3}'),
        ("", "{}"),
        ("null", "{}"),
    ],
)
def test_equal_variables_share_an_answer(visitor: Visitor, first: str, second: str) -> None:
    query = "query ($n: Int) { groups(first: $n) { totalCount } }"

    visitor.get(query, first)

    assert visitor.get(query, second).how == "hit"


@pytest.mark.parametrize(
    ("first", "second"), [({"n": 1}, {"n": 2}), ({"n": 1}, {}), ({}, {"n": 9})]
)
def test_different_variables_have_different_answers(
    visitor: Visitor, first: object, second: object
) -> None:
    visitor.get(GROUPS, first)

    assert visitor.get(GROUPS, second).how == "fwd=miss; stored"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ('{"v": 1}', '{"v": true}'),
        ('{"v": 1}', '{"v": "1"}'),
        ('{"v": 1}', '{"v": [1]}'),
        ('{"v": 0}', '{"v": false}'),
        ('{"v": 0}', '{"v": null}'),
        ('{"v": null}', "{}"),
        ('{"v": ""}', '{"v": null}'),
        ('{"v": []}', '{"v": {}}'),
        ('{"v": [1, 2]}', '{"v": [2, 1]}'),
        ('{"v": {"a": 1}}', '{"v": {"b": 1}}'),
        ('{"v": 9007199254740993}', '{"v": 9007199254740992}'),
        ('{"v": "null"}', '{"v": null}'),
        ('{"v": "\\u00e5"}', '{"v": "a\\u030a"}'),
        ('{"v": "\\u0000"}', '{"v": ""}'),
        ('{"v": "a"}', '{"V": "a"}'),
        ('{"v": "a "}', '{"v": "a"}'),
    ],
)
def test_similar_variables_share_no_answer(first: str, second: str) -> None:
    visitor = Visitor(any_answer)

    answers = [visitor.get("query ($v: X) { a }", each) for each in (first, second, first)]

    assert [answer.how for answer in answers] == ["fwd=miss; stored"] * 2 + ["hit"]


def test_operation_name_is_separate_in_the_key() -> None:
    # Given requests whose parts, put one after the other, read the same
    visitor = Visitor(any_answer)
    bodies = [
        {"query": "{ a }"},
        {"query": "{ a }", "operationName": "A"},
        {"query": '{ a }","A'},
        {"query": "{ a }", "operationName": '","variables":{}'},
        {"query": "{ a }", "variables": {"operationName": "A"}},
        {"query": "{ a } "},
    ]
    # When each is asked, then each is another question
    for body in bodies:
        answer = visitor.send("POST", {}, body=json.dumps(body).encode())
        assert answer.how == "fwd=miss; stored", body


def test_operation_name_is_part_of_the_key(visitor: Visitor) -> None:
    document = "query A { groups { totalCount } } query B { events { totalCount } }"
    bodies = set()
    for name in ("A", "B"):
        text = json.dumps({"query": document, "operationName": name})
        bodies.add(visitor.send("POST", {}, body=text.encode()).body)

    assert len(bodies) == 2


def test_media_types_have_separate_answers(visitor: Visitor) -> None:
    one = visitor.get(GROUPS, accept=GRAPHQL_RESPONSE)
    other = visitor.get(GROUPS, accept="*/*")

    assert one.headers["content-type"].startswith(GRAPHQL_RESPONSE)
    assert other.headers["content-type"].startswith("application/json")
    # A cache that names the validators of all that it has must not be told to take the wrong one.
    assert one.body == other.body
    assert one.headers["etag"] != other.headers["etag"]
    assert visitor.get(GROUPS, accept=f"text/html, {GRAPHQL_RESPONSE}").headers == {
        **one.headers,
        "cache-status": "medskap; hit",
    }


@pytest.mark.parametrize("body", [b"{", b"\xff", b"[]", b'{"query": "{a}", "variables": 1}'])
def test_malformed_request_is_refused_like_without_a_cache(
    visitor: Visitor, client: Client, body: bytes
) -> None:
    expected = client.post("/graphql/", data=body, content_type="application/json")

    answer = visitor.send("POST", {}, body=body)

    assert (answer.status, answer.body) == (expected.status_code, expected.content)


@pytest.mark.parametrize("body", [b'{"query": "{ site { name } }"}', b'{"variables": []}'])
def test_request_is_read_once(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, body: bytes
) -> None:
    # Given somebody who counts
    read: list[str] = []
    read_json = requests._read_json

    def count(text: str, parameter: str | None) -> Any:
        read.append(text)
        return read_json(text, parameter)

    monkeypatch.setattr(requests, "_read_json", count)
    # When a request is sent that nobody has sent yet
    visitor.send("POST", {}, body=body)
    # Then what the cache has read, Django does not read again
    assert len(read) == 1


def test_compressed_body_does_not_affect_cached_answers(visitor: Visitor) -> None:
    # Given somebody who sends a common question as what it is not
    assert visitor.post(GROUPS, content_encoding="gzip").status == 415

    # When others ask it
    answers = [visitor.post(GROUPS) for _ in range(2)]

    # Then it is kept for them
    assert [answer.status for answer in answers] == [200, 200]
    assert visitor.computed == 2
