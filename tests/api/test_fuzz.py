"""Random requests cause no 5xx, no unmasked error and no answer beyond the limits.

Valid and invalid queries and mutations are generated from the schema; the contract's operations get
random variables; texts and bodies are mutilated. `FUZZ_SEED=7 pytest tests/api/test_fuzz.py`
makes other requests; the seed is printed, and a seed reproduces its requests.
"""

import json
import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.conf import settings as django_settings
from django.http import HttpResponse
from django.test import Client
from graphql import GraphQLSchema, build_schema
from hypothesis import HealthCheck, Phase, given, note, seed, settings
from hypothesis import strategies as st
from hypothesis_graphql import Mode, mutations, nodes, queries
from pytest_django import Settings

from cms.graphql.contract.export import schema_text
from cms.graphql.errors import LONGEST_MESSAGE, Code
from cms.schema import schema

SEED = int(os.environ.get("FUZZ_SEED", "1"))
JSON = "application/json"
GRAPHQL_RESPONSE = "application/graphql-response+json"
# Ten thousand objects of so many bytes: far more than any answer of the demo.
LARGEST_ANSWER = 10_000_000
# Text that only code, a database or a file system produces.
# A date can be invalid, and below two unions fields of two types may share a name;
# nothing else that is generated from the schema is invalid.
MADE_INVALID = ("DateTime", "conflict because")
TELL_TALES = (
    "Traceback",
    "object at 0x",
    "<class",
    "psycopg",
    "sqlite",
    "django.",
    "Error(",
    ".py",
)
OPERATIONS = [
    path.read_text(encoding="utf-8")
    for path in sorted(
        (Path(django_settings.BASE_DIR) / "frontend_contract" / "operations").glob("*.graphql")
    )
]
# Values that match rows of the demo, and values that have broken other systems.
REAL = ["gemensam-utvecklingsgrupp", "bostad-forst", "sv", "en", "/", "/grupper/", "localhost", "x"]
NASTY = [
    "\x00", "\ud7ff", "\U0010ffff", "\u202e", "%s%n", "'; --", "%27", "{{7*7}}", "../../etc/passwd",
    "<script>", "å" * 300, "\\", '"', "*", "(", "a" * 1_900, "null", "0", "-1", "1e999", "NaN",
    "2026-02-30", "9999-12-31T23:59:59+14:00", "0001-01-01T00:00:00-14:00", "::1", "//evil.example",
]  # fmt: skip


class Sent(NamedTuple):
    """A request and its kind; some kinds must be answered and some refused."""

    kind: str
    body: bytes
    content_type: str = JSON
    accept: str = GRAPHQL_RESPONSE
    by_get: bool = False


def text_of(schema: GraphQLSchema) -> dict[str, st.SearchStrategy[Sent]]:
    """Return strategies by kind, for valid and invalid documents."""
    words = st.one_of(st.sampled_from(REAL), st.sampled_from(NASTY), st.text(max_size=40))
    moments = st.one_of(
        st.datetimes().map(lambda moment: moment.isoformat() + "Z"), st.sampled_from(NASTY)
    )
    made: dict[str, Any] = {
        "custom_scalars": {
            "DateTime": moments.map(nodes.String),
            "Date": st.dates().map(str).map(nodes.String),
            "String": words.map(nodes.String),
        }
    }
    wrong = {**made, "mode": Mode.NEGATIVE}
    roots = sorted(schema.query_type.fields) if schema.query_type else []
    few = st.lists(st.sampled_from(roots), min_size=1, max_size=3, unique=True)

    def of_some(**options: Any) -> st.SearchStrategy[str]:
        by_root = {root: queries(schema, fields=[root], **options) for root in roots}
        return few.flatmap(lambda names: by_root[names[0]])

    return {
        "query": as_requests("query", of_some(**made)),
        "mutation": as_requests("mutation", mutations(schema, fields=["submitFeedback"], **made)),
        "wrong query": as_requests("wrong query", of_some(**wrong)),
        "wrong mutation": as_requests(
            "wrong mutation", mutations(schema, fields=["submitFeedback"], **wrong)
        ),
    }


def as_requests(kind: str, texts: st.SearchStrategy[str]) -> st.SearchStrategy[Sent]:
    return st.builds(
        lambda text, accept, by_get: Sent(kind, dump({"query": text}), JSON, accept, by_get),
        texts,
        st.sampled_from([JSON, GRAPHQL_RESPONSE]),
        st.booleans(),
    )


def dump(value: Any) -> bytes:
    return json.dumps(value).encode()


def any_json() -> st.SearchStrategy[Any]:
    leaves = st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.sampled_from(REAL),
        st.sampled_from(NASTY), st.just(10**400), st.text(max_size=20),
    )  # fmt: skip
    names = st.sampled_from(["slug", "first", "path", "filter", "topic", "kind", "x", ""])
    return st.recursive(
        leaves,
        lambda below: st.lists(below, max_size=4) | st.dictionaries(names, below, max_size=4),
        max_leaves=6,
    )


def operations() -> st.SearchStrategy[Sent]:
    """Return operations of the contract with random variables."""
    names = st.sampled_from(
        ["slug", "first", "after", "path", "locale", "query", "input", "token", "filter", "x"]
    )
    return st.builds(
        lambda text, variables, by_get: Sent(
            "operation", dump({"query": text, "variables": variables}), by_get=by_get
        ),
        st.sampled_from(OPERATIONS),
        st.dictionaries(names, any_json(), max_size=5),
        st.booleans(),
    )


def broken(pieces: st.SearchStrategy[str], kind: str) -> st.SearchStrategy[Sent]:
    """Return operations of the contract with parts removed, repeated or overwritten."""

    @st.composite
    def break_it(draw: st.DrawFn) -> Sent:
        text = draw(st.sampled_from(OPERATIONS))
        if kind == "broken body":
            text = json.dumps({"query": text, "variables": {"slug": "x"}, "extensions": {}})
        for _ in range(draw(st.integers(1, 3))):
            start = draw(st.integers(0, len(text)))
            end = min(len(text), start + draw(st.integers(0, 30)))
            text = text[:start] + draw(pieces) + text[end:]
        if kind == "broken body":
            content_type = draw(st.sampled_from([JSON, JSON, JSON, "text/plain", "", "x/y; a=b"]))
            return Sent(kind, text.encode("utf-8", "surrogatepass"), content_type)
        return Sent(kind, dump({"query": text}), by_get=draw(st.booleans()))

    return break_it()


PIECES = st.one_of(
    st.sampled_from(
        ["", "{", "}", "(", ")", "[", "]", "...", "$", "@skip(if: true)", ":", "!", '"', '"""',
         "#", "on", "fragment", "__typename", "__schema{types{name}}", "null", "-1", "1e9", "\\u",
         "...F", "{a}", "first: 100", ",", "\ufeff", "\x00", "§"]
    ),
    st.text(max_size=5),
)  # fmt: skip


@pytest.fixture(scope="module")
def requests() -> st.SearchStrategy[Sent]:
    """Return a strategy of requests; kinds that are listed twice are made more often."""
    made = text_of(build_schema(schema_text(schema)))
    others = [
        operations(),
        broken(PIECES, "broken text"),
        broken(PIECES | st.binary(max_size=4).map(lambda b: b.decode("latin-1")), "broken body"),
    ]
    return st.one_of(made["query"], *others, *made.values(), made["query"], others[0])


@pytest.fixture
def send(client: Client, demo_content: Path, settings: Settings) -> Callable[[Sent], HttpResponse]:
    """Return a function that sends a request to the demo through all middleware."""
    settings.RATE_LIMIT = 0
    settings.GRAPHQL_INTROSPECTION = False
    client.raise_request_exception = False

    def send_one(sent: Sent) -> HttpResponse:
        headers = {"accept": sent.accept}
        if sent.by_get:
            given = json.loads(sent.body)
            if "variables" in given:
                given["variables"] = json.dumps(given["variables"])
            return client.get("/graphql/", given, headers=headers)
        return client.post("/graphql/", sent.body, content_type=sent.content_type, headers=headers)

    return send_one


def check(sent: Sent, response: HttpResponse) -> str:
    """Check an answer; return "answered" or the code of its refusal."""
    assert response.status_code < 500, response.content[:2_000]
    assert len(response.content) < LARGEST_ANSWER
    assert not response.cookies
    payload = json.loads(response.content)
    assert payload.keys() <= {"data", "errors"}
    errors = payload.get("errors", [])
    assert "data" in payload or errors
    for error in errors:
        code = error["extensions"]["code"]
        assert code in set(Code), error
        assert code != Code.INTERNAL_SERVER_ERROR, error
        assert len(error["message"]) <= LONGEST_MESSAGE
        assert not any(sign in error["message"] for sign in TELL_TALES), error
        # An error during execution leaves the rest of the answer.
        assert ("path" in error) == ("data" in payload), error
    refused = {error["extensions"]["code"] for error in errors}
    if sent.kind in {"query", "mutation"}:
        told = json.dumps(errors)
        assert Code.GRAPHQL_PARSE_FAILED not in refused, told
        invalid = Code.GRAPHQL_VALIDATION_FAILED in refused
        assert not invalid or any(sign in told for sign in MADE_INVALID), told
    if sent.kind.startswith("wrong"):
        assert "data" not in payload
    return next(iter(sorted(refused)), "answered")


def fuzz(
    requests: st.SearchStrategy[Sent], send: Callable[[Sent], HttpResponse], count: int
) -> Counter[str]:
    """Send requests; return how many were answered or refused, by reason."""
    outcomes: Counter[str] = Counter()

    @seed(SEED)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(requests)
    def send_and_check(sent: Sent) -> None:
        note(f"FUZZ_SEED={SEED} {sent}")
        outcomes[check(sent, send(sent))] += 1

    send_and_check()
    print(f"FUZZ_SEED={SEED}", sum(outcomes.values()), dict(outcomes.most_common()))
    return outcomes


@pytest.mark.slow
def test_two_hundred_random_requests(requests, send):
    outcomes = fuzz(requests, send, 200)

    assert outcomes["answered"] > 20


@pytest.mark.slow
def test_five_thousand_random_requests(requests, send):
    outcomes = fuzz(requests, send, 5_000)

    assert sum(outcomes.values()) >= 5_000
    assert outcomes["answered"] > 500
