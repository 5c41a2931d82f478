"""Trusted documents: requests by hash, and the setting that admits no others."""

import hashlib
import json
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client
from graphql import parse, print_ast
from pytest_django import Settings

from cms.checks import trusted_documents_are_readable
from cms.graphql.guard.documents import DocumentCache
from cms.graphql.http.trusted_documents import trusted_documents
from cms.schema import schema
from tests.api.conftest import GRAPHQL_RESPONSE
from tests.factories import GroupPageFactory, default_home

pytestmark = pytest.mark.django_db

OPERATIONS = sorted(
    (Path(django_settings.BASE_DIR) / "frontend_contract" / "operations").glob("*.graphql")
)
NOT_BY_GET = ("mutation ", "preview(", "feedbackAnswer(")
QUERIES = [
    path
    for path in OPERATIONS
    if not any(word in path.read_text(encoding="utf-8") for word in NOT_BY_GET)
]
# Variables without which the operations are invalid; their results do not matter here.
VARIABLES = {"slug": "x", "path": "/", "first": 1, "query": "x", "token": "x"}
UNKNOWN = hashlib.sha256(b"{ unheard }").hexdigest()
TYPENAME = "{ __typename }"
TYPENAME_HASH = hashlib.sha256(TYPENAME.encode()).hexdigest()
# The hash that Apollo Client 4 computes with graphql-js 16.
WRITTEN = (
    "# A comment\nquery Group($slug: String!) { group(slug: $slug) { title, image { alt } } }\n"
)
AS_APOLLO_SENDS = (
    "query Group($slug: String!) {\n  group(slug: $slug) {\n    title\n    image {\n      alt\n"
    "      __typename\n    }\n    __typename\n  }\n}"
)


def sha256(text: str | bytes) -> str:
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def post(client: Client, body: dict[str, object], accept: str = GRAPHQL_RESPONSE):
    return client.post(
        "/graphql/", json.dumps(body), content_type="application/json", headers={"accept": accept}
    )


def apollo(hash_: object, version: object = 1) -> dict[str, object]:
    return {"persistedQuery": {"version": version, "sha256Hash": hash_}}


def used_by(text: str) -> dict[str, object]:
    return {name: value for name, value in VARIABLES.items() if f"${name}:" in text}


@pytest.fixture
def own_documents(tmp_path: Path, settings: Settings) -> Path:
    """Return the empty folder for an installation's documents."""
    folder = tmp_path / "documents"
    folder.mkdir()
    settings.TRUSTED_DOCUMENTS = str(folder)
    return folder


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_query_is_answered_by_the_hash_of_its_file(client: Client, path: Path) -> None:
    # Given
    default_home()
    hash_, text = sha256(path.read_bytes()), path.read_text(encoding="utf-8")
    variables = used_by(text)

    # When it is sent by text, by documentId, by GET and as Apollo does
    by_text = post(client, {"query": text, "variables": variables})
    by_id = post(client, {"documentId": f"sha256:{hash_}", "variables": variables})
    get = {"documentId": f"sha256:{hash_}", "variables": json.dumps(variables)}
    by_get = client.get("/graphql/", get)
    by_apollo = post(client, {"extensions": apollo(hash_), "variables": variables})

    # Then
    assert "data" in by_text.json()
    assert by_id.json() == by_apollo.json() == by_text.json()
    assert by_get.status_code == (405 if path.stem == "Preview" else 200)
    assert by_get.status_code == 405 or by_get.json() == by_text.json()


def test_operations_are_known_by_hash_and_as_clients_print_them() -> None:
    known = trusted_documents()

    for path in OPERATIONS:
        source = path.read_text(encoding="utf-8")
        for text in (source, print_ast(parse(source))):
            assert known.get(f"sha256:{sha256(text)}") == text, path.stem


def test_document_is_known_as_apollo_client_sends_it(own_documents: Path, client: Client) -> None:
    default_home()
    (own_documents / "Group.graphql").write_text(WRITTEN, encoding="utf-8")

    response = post(
        client, {"extensions": apollo(sha256(AS_APOLLO_SENDS)), "variables": {"slug": "x"}}
    )

    assert response.json() == {"data": {"group": None}}


@pytest.mark.parametrize(
    "asked",
    [
        {"documentId": f"sha256:{UNKNOWN}"},
        {"documentId": UNKNOWN},
        {"documentId": "sha256:"},
        {"documentId": "sha256:" + "0" * 70},
        {"documentId": "../../etc/passwd"},
        {"documentId": "å" * 10_000},
        {"extensions": apollo(UNKNOWN)},
        {"extensions": apollo("")},
    ],
)
def test_unknown_document_is_persisted_query_not_found(client, asked):
    response = post(client, asked)

    assert response.status_code == 400
    assert response.headers["cache-control"] == "no-store"
    (error,) = response.json()["errors"]
    assert error["extensions"] == {"code": "PERSISTED_QUERY_NOT_FOUND"}
    # Apollo Kotlin and urql compare the message.
    assert (error["message"] == "PersistedQueryNotFound") is ("extensions" in asked)


def test_upper_case_hash_is_refused(client):
    hash_ = sha256(OPERATIONS[0].read_bytes()).upper()

    response = post(client, {"documentId": f"sha256:{hash_}"})

    assert response.json()["errors"][0]["extensions"]["code"] == "PERSISTED_QUERY_NOT_FOUND"


def test_text_sent_after_a_miss_is_answered_and_not_stored(client):
    answer = post(client, {"query": TYPENAME, "extensions": apollo(TYPENAME_HASH)})
    again = post(client, {"extensions": apollo(TYPENAME_HASH)})

    assert answer.json() == {"data": {"__typename": "Query"}}
    assert again.json()["errors"][0]["extensions"]["code"] == "PERSISTED_QUERY_NOT_FOUND"


@pytest.mark.parametrize(
    "asked",
    [
        {"query": TYPENAME, "extensions": apollo(UNKNOWN)},
        {"query": TYPENAME, "documentId": f"sha256:{UNKNOWN}"},
        {"query": TYPENAME, "documentId": TYPENAME_HASH},
        {"documentId": f"sha256:{UNKNOWN}", "extensions": apollo(TYPENAME_HASH), "query": TYPENAME},
        {
            "documentId": f"sha256:{sha256(OPERATIONS[0].read_bytes())}",
            "extensions": apollo(sha256(OPERATIONS[1].read_bytes())),
        },
        {"documentId": f"sha256:{sha256(OPERATIONS[0].read_bytes())}", "query": TYPENAME},
        {"extensions": apollo(UNKNOWN, version=2)},
        {"extensions": apollo(UNKNOWN, version="1")},
        {"extensions": apollo(7)},
        {"extensions": {"persistedQuery": "x"}},
        {"extensions": {"persistedQuery": []}},
        {"extensions": {"persistedQuery": {}}},
        {"documentId": 7},
        {"documentId": ["sha256:x"]},
        {"documentId": ""},
    ],
)
@pytest.mark.parametrize("accept", [GRAPHQL_RESPONSE, "application/json"])
def test_mismatched_id_is_a_bad_request(client, asked, accept):
    response = post(client, asked, accept)

    assert response.status_code == 400
    assert response.json()["errors"][0]["extensions"] == {"code": "BAD_REQUEST"}


def test_id_with_its_text_is_answered(client):
    asked = {"documentId": f"sha256:{TYPENAME_HASH}", "extensions": apollo(TYPENAME_HASH)}

    assert "data" in post(client, {"query": TYPENAME, **asked}).json()


def test_other_extensions_are_ignored(client):
    asked = {"query": TYPENAME, "extensions": {"persistedQuery": None, "tracing": True}}

    assert "data" in post(client, asked).json()


def test_mutation_by_id_is_not_executed_by_get(own_documents: Path, client: Client) -> None:
    text = "mutation Ask { issueCaptcha { key } }"
    (own_documents / "ask.graphql").write_text(text, encoding="utf-8")

    response = client.get("/graphql/", {"documentId": f"sha256:{sha256(text)}"})

    assert response.status_code == 405


@pytest.mark.parametrize(
    "query",
    [
        TYPENAME,
        "{ __schema { queryType { name } } }",
        "mutation { issueCaptcha { key } }",
        "{ groups(",
        OPERATIONS[0].read_text(encoding="utf-8") + " ",
    ],
)
def test_unknown_documents_can_be_refused(client, settings, query):
    settings.TRUSTED_DOCUMENTS_ONLY = settings.GRAPHQL_INTROSPECTION = True

    response = post(client, {"query": query})

    assert response.status_code == 400
    assert response.json()["errors"][0]["extensions"] == {"code": "UNTRUSTED_DOCUMENT"}


@pytest.mark.parametrize("form", ["text", "id", "printed"])
def test_known_document_is_answered_in_every_form(client, settings, form):
    GroupPageFactory(title="Din hälsa")
    settings.TRUSTED_DOCUMENTS_ONLY = True
    text = next(path for path in OPERATIONS if path.stem == "GroupList").read_text("utf-8")
    sent = {
        "text": {"query": text},
        "id": {"documentId": f"sha256:{sha256(text)}"},
        "printed": {"query": print_ast(parse(text))},
    }

    response = post(client, {**sent[form], "variables": used_by(text)})

    assert "Din hälsa" in response.content.decode()


MANIFESTS = [
    {sha256(TYPENAME): TYPENAME},
    {f"sha256:{sha256(TYPENAME)}": TYPENAME},
    {
        "format": "apollo-persisted-query-manifest",
        "version": 1,
        "operations": [
            {"id": sha256(TYPENAME), "name": "T", "type": "query", "body": TYPENAME},
        ],
    },
]


@pytest.mark.parametrize("manifest", MANIFESTS)
def test_manifest_of_a_front_end_is_read(client, own_documents, manifest):
    # Given the manifest of the front end's build in a folder of its own
    (own_documents / "shop").mkdir()
    (own_documents / "shop" / "manifest.json").write_text(json.dumps(manifest))

    # Then
    for asked in ({"documentId": f"sha256:{TYPENAME_HASH}"}, {"extensions": apollo(TYPENAME_HASH)}):
        assert post(client, asked).json() == {"data": {"__typename": "Query"}}


def test_manifest_can_have_other_ids(client, own_documents):
    (own_documents / "manifest.json").write_text(json.dumps({"5d41402abc4b2a76": TYPENAME}))

    assert "data" in post(client, {"documentId": "5d41402abc4b2a76"}).json()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.graphql", b"\xff"),
        ("a.graphql", b"{ groups("),
        ("a.json", b"{"),
        ("a.json", b"[]"),
        ("a.json", b'{"a": 1}'),
        ("a.json", b'{"operations": [{"id": "x"}]}'),
        ("a.json", b'{"operations": 7}'),
        ("a.json", b'{"sha256:00": "{ __typename }"}'),
    ],
)
def test_unreadable_documents_are_reported(own_documents, name, content):
    (own_documents / name).write_bytes(content)

    (problem,) = trusted_documents_are_readable()

    assert problem.id == "cms.E003"
    assert name in problem.msg


def test_missing_documents_folder_is_reported(settings, tmp_path):
    settings.TRUSTED_DOCUMENTS = str(tmp_path / "nowhere")

    (problem,) = trusted_documents_are_readable()

    assert "nowhere" in problem.msg


def test_invalid_document_gives_a_warning(own_documents):
    (own_documents / "old.graphql").write_text("{ removedLongAgo }")

    problems = trusted_documents_are_readable()

    assert {problem.id for problem in problems} == {"cms.W001"}
    assert "removedLongAgo" in " ".join(problem.msg for problem in problems)


def test_trusted_documents_are_not_evicted():
    cache = DocumentCache(schema, size=1_000)
    text = OPERATIONS[0].read_text(encoding="utf-8")
    kept = cache.get(text)

    for number in range(50):
        cache.get(f"query Q{number} {{ __typename }}" + " " * 500)

    assert cache.get(text) is kept
    assert cache.length <= 1_000
