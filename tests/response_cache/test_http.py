"""What a kept answer is handed out for, and with which headers."""

import datetime
import json
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings
from wagtail.models import Site

from cms.graphql.http.cacheability import CACHEABILITY, Cacheability
from tests.factories import (
    EVENT_START,
    EventPageFactory,
    GroupPageFactory,
    HomePageFactory,
    ServiceFactory,
    default_home,
)
from tests.response_cache.visitor import GROUPS, Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_group() -> None:
    GroupPageFactory(title="Din hälsa")


def test_get_post_and_head_share_an_answer(visitor: Visitor) -> None:
    # Given an answer to POST
    posted = visitor.post(GROUPS)
    # When the same is asked by GET and HEAD
    got, head = visitor.get(GROUPS), visitor.get(GROUPS, method="HEAD")
    # Then it was computed once
    assert visitor.computed == 1
    assert got.body == posted.body
    # And each has the headers that it should have
    assert posted.headers["cache-control"] == "no-store"
    assert "etag" not in posted.headers
    assert head.body == b""
    assert head.headers == got.headers
    assert head.headers["content-length"] == str(len(got.body))


def test_chunked_request_shares_the_answer(visitor: Visitor) -> None:
    # Given a question that came with its length
    answer = visitor.post(GROUPS)

    # When it comes in chunks, as clients send what they do not know the length of
    again = visitor.post(GROUPS, transfer_encoding="chunked")

    # Then it has the same answer; and what is too long is refused by its length
    assert again.body == answer.body
    assert visitor.computed == 1
    assert visitor.post(GROUPS + " " * 200_000, transfer_encoding="chunked").status == 413


def test_cached_answer_has_the_same_headers(visitor: Visitor, client: Client) -> None:
    # Given an answer of Django's
    fresh = client.get("/graphql/", {"query": GROUPS}, headers={"host": "localhost"})
    # When it comes from the cache
    visitor.get(GROUPS)
    kept = visitor.get(GROUPS)
    # Then only what is about caching differs
    about_caching = {"cache-control", "cache-status"}
    mine = {name: text for name, text in kept.headers.items() if name not in about_caching}
    theirs = {n.lower(): text for n, text in fresh.items() if n.lower() not in about_caching}
    for headers in (mine, theirs):
        # Its parts come in any order.
        parts = headers["content-security-policy"].split("; ")
        headers["content-security-policy"] = str(sorted(parts))
    assert mine == theirs


def test_cors_headers_follow_the_origin(visitor: Visitor, settings: Settings) -> None:
    # Given two front ends, and an answer that one of them has asked for
    settings.CORS_ALLOWED_ORIGINS = ["https://a.example.org", "https://b.example.org"]
    answers = [
        visitor.get(GROUPS, **({"origin": origin} if origin else {}))
        for origin in ("https://a.example.org", "https://b.example.org", "https://evil.org", None)
    ]
    # Then each is told of itself only, and others of nobody
    allowed = [answer.headers.get("access-control-allow-origin") for answer in answers]
    assert allowed == ["https://a.example.org", "https://b.example.org", None, None]
    assert all("origin" in answer.headers["vary"].lower() for answer in answers)
    assert visitor.computed == 1


@pytest.mark.parametrize("template", ["{etag}", "W/{etag}", '"x", W/{etag}', "*", "{etag_gzip}"])
def test_revalidated_answer_is_304(visitor: Visitor, template: str) -> None:
    # Given an answer
    etag = visitor.get(GROUPS).headers["etag"]
    # When it is asked for again
    known = template.format(etag=etag, etag_gzip=etag[:-1] + '-gzip"')
    again = visitor.get(GROUPS, if_none_match=known)
    # Then no body comes, and what a cache needs to know
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == etag
    assert "s-maxage" in again.headers["cache-control"]
    assert again.headers["vary"]
    assert "content-type" not in again.headers


def test_first_request_can_be_304(visitor: Visitor) -> None:
    # Given a client of another process, which has the answer
    etag = Visitor().get(GROUPS).headers["etag"]
    # When it asks a process that has kept nothing, then that keeps the whole answer
    assert visitor.get(GROUPS, if_none_match=etag).status == 304
    assert visitor.get(GROUPS).data


def test_cookies_and_accept_language_are_ignored(visitor: Visitor) -> None:
    one = visitor.get(GROUPS, cookie="sessionid=1", accept_language="en")
    other = visitor.get(GROUPS, cookie="sessionid=2", user_agent="x")

    assert other.how == "hit"
    assert "set-cookie" not in one.headers
    assert "cookie" not in one.headers["vary"].lower()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("accept_encoding", "gzip, br"),
        ("accept_language", "en"),
        ("authorization", "Bearer x"),
        ("cookie", "sessionid=1; django_language=en"),
        ("forwarded", "host=evil.example;proto=https"),
        ("if_modified_since", "Mon, 01 Jan 2024 00:00:00 GMT"),
        ("if_none_match", '"x"'),
        ("origin", "https://evil.example"),
        ("origin", "http://["),
        ("origin", "null"),
        ("range", "bytes=0-3"),
        ("referer", "https://evil.example/"),
        ("x_forwarded_for", "192.0.2.1"),
        ("x_forwarded_host", "evil.example"),
        ("x_forwarded_port", "1"),
        ("x_forwarded_proto", "https"),
        ("x_forwarded_scheme", "https"),
        ("x_http_method_override", "POST"),
        ("x_original_url", "/admin/"),
    ],
)
def test_headers_of_one_visitor_are_not_in_others_answers(
    visitor: Visitor, name: str, value: str
) -> None:
    # Given an answer as it should be
    clean = Visitor()
    clean.application.shared_store = visitor.application.shared_store = None
    clean.get(GROUPS)
    # When somebody sends more than is needed, and is the first who asks
    first = visitor.get(GROUPS, **{name: value})
    # Then all get what they would have got without
    assert visitor.get(GROUPS) == clean.get(GROUPS)
    assert (first.status, first.body) == (200, clean.get(GROUPS).body)
    assert visitor.computed == 1


def test_answers_are_shared_by_hosts_of_one_site(visitor: Visitor, settings: Settings) -> None:
    # Given two sites, and hosts that belong to none
    settings.ALLOWED_HOSTS = ["*"]
    default_home()
    Site.objects.create(hostname="annan.example.org", root_page=HomePageFactory())
    # When each is asked
    query = "{ site { hostname } }"
    names = [
        visitor.get(query, host=host).data["site"]["hostname"]
        for host in ("localhost", "annan.example.org", "made-up.example", "ANNAN.example.org:8000")
    ]
    # Then a host gets its site's answer, or the default one's, which is kept once
    assert names == ["localhost", "annan.example.org", "localhost", "annan.example.org"]
    assert visitor.computed == 2


def test_unknown_host_gets_no_cached_answer(visitor: Visitor, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["localhost"]
    visitor.get(GROUPS)

    assert visitor.get(GROUPS, host="evil.example.org").status == 400


def test_plain_http_is_redirected(settings: Settings) -> None:
    # Given an installation that asks for HTTPS
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_HSTS_SECONDS = 60
    visitor = Visitor()
    # When an answer is kept that came over HTTPS
    secure = visitor.get(GROUPS, x_forwarded_proto="https")
    # Then plain HTTP gets none of it
    assert secure.headers["strict-transport-security"]
    assert visitor.get(GROUPS, x_forwarded_proto="http").status == 301
    assert visitor.get(GROUPS).status == 301


@pytest.mark.parametrize(
    "query",
    [
        "mutation { issueCaptcha { key } }",
        "{ groups(first: 0) { totalCount } }",
        "{ nonsense }",
        '{ preview(token: "x") { expiresAt } }',
        '{ preview(token: "x") { __typename } __typename }',
    ],
)
def test_personal_answers_and_refusals_are_not_cached(visitor: Visitor, query: str) -> None:
    answers = [visitor.post(query) for _ in range(3)]

    assert visitor.computed == 3
    for answer in answers:
        assert "cache-status" not in answer.headers
        assert answer.headers["cache-control"] == "no-store"


def test_answer_with_an_error_is_not_cached(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given a part of an answer that fails, once
    query = "{ menu { title } groups { totalCount } }"
    with monkeypatch.context() as failing:
        failing.setattr("pages.graphql.types.site._MenuLoader.load", None)
        failed = visitor.get(query)
    # When it is asked again
    again = visitor.get(query)
    # Then it is answered anew, and nobody was let keep the failure
    assert "errors" in json.loads(failed.body)
    assert failed.headers["cache-control"] == "no-store"
    assert not {"etag", "cache-status"} & failed.headers.keys()
    assert again.data["groups"] == {"totalCount": 1}
    assert again.how == "fwd=miss; stored"


def test_challenges_are_not_cached(visitor: Visitor) -> None:
    keys = {visitor.post("mutation { issueCaptcha { key } }").body for _ in range(3)}

    assert len(keys) == 3


def test_upcoming_events_expire_at_their_end(visitor: Visitor) -> None:
    # Given an event of two hours, and an answer of the day before
    end = EVENT_START + datetime.timedelta(hours=2)
    EventPageFactory(starts_at=EVENT_START, ends_at=end)
    query = "{ events(filter: {when: UPCOMING}) { totalCount } }"
    ongoing = "{ events(filter: {when: ONGOING}) { totalCount } }"
    counts = []
    # When time goes by, then each answer is that of its moment
    for moment in (-1.0, 0.0, 1.99, 2.0):
        with time_machine.travel(EVENT_START + datetime.timedelta(hours=moment), tick=False):
            counts.append(
                [visitor.get(q).data["events"]["totalCount"] for q in (query, ongoing, query)]
            )
    assert counts == [[1, 0, 1], [1, 1, 1], [1, 1, 1], [0, 0, 0]]


def test_page_disappears_when_it_expires(visitor: Visitor) -> None:
    expiry = EVENT_START
    GroupPageFactory(title="Kort", expire_at=expiry)

    with time_machine.travel(expiry - datetime.timedelta(seconds=1), tick=False):
        before = visitor.get(GROUPS)
    with time_machine.travel(expiry, tick=False):
        after = visitor.get(GROUPS)

    assert [len(each.data["groups"]["nodes"]) for each in (before, after)] == [2, 1]


def test_service_closes_at_midnight_in_sweden(visitor: Visitor) -> None:
    # Given a service whose last day is 11 May
    ServiceFactory(closes_on=EVENT_START.date())
    query = "{ services { nodes { isOpen } } }"
    midnight = datetime.datetime(2026, 5, 11, 22, tzinfo=datetime.UTC)
    # When the day ends
    with time_machine.travel(midnight - datetime.timedelta(seconds=2), tick=False):
        before = visitor.get(query)
    with time_machine.travel(midnight, tick=False):
        after = visitor.get(query)
    # Then it is closed
    assert [each.data["services"]["nodes"][0]["isOpen"] for each in (before, after)] == [
        True,
        False,
    ]


def test_max_age_ends_with_the_answers_validity(visitor: Visitor) -> None:
    EventPageFactory(starts_at=EVENT_START)

    with time_machine.travel(EVENT_START - datetime.timedelta(seconds=3), tick=False):
        soon = visitor.get(GROUPS).headers["cache-control"]
    with time_machine.travel(EVENT_START - datetime.timedelta(hours=3), tick=False):
        later = visitor.get(GROUPS).headers["cache-control"]

    assert "s-maxage=3," in soon
    assert "s-maxage=5," in later
    assert soon.startswith("public, max-age=0,")


def test_cache_can_be_disabled(settings: Settings) -> None:
    settings.RESPONSE_CACHE_MB = 0
    visitor = Visitor()

    answers = [visitor.get(GROUPS) for _ in range(2)]

    assert visitor.computed == 2
    assert "cache-status" not in answers[1].headers


def large_answer(environ: Any, start_response: Any) -> list[bytes]:
    environ[CACHEABILITY] = Cacheability.SHARED
    start_response("200 OK", [("Content-Type", "application/json")])
    return [b" " * 100_000]


def test_memory_is_bounded_by_bytes(settings: Settings) -> None:
    # Given a process with one megabyte for answers
    settings.RESPONSE_CACHE_MB = 1
    visitor = Visitor(large_answer)
    visitor.application.shared_store = None
    # When more is asked than finds room
    for number in range(20):
        visitor.get(f"{{ a{number}: __typename }}")
    # Then the last ones are there, the first ones are not
    assert visitor.application.process_store.bytes <= 1_000_000
    assert visitor.get("{ a19: __typename }").how == "hit"
    assert visitor.get("{ a0: __typename }").how != "hit"
