"""GraphQL over HTTP: statuses, media types and refusals."""

import gzip
import json

import pytest
from django.test import Client
from wagtail.models import Site

from tests.factories import GroupPageFactory, default_home

pytestmark = pytest.mark.django_db

JSON = "application/json"
GRAPHQL_RESPONSE = "application/graphql-response+json"
TYPENAME = {"query": "{ __typename }"}


def post(client: Client, body: object, accept: str = GRAPHQL_RESPONSE, **extra: object):
    data = body if isinstance(body, (str, bytes)) else json.dumps(body)
    options = {"content_type": JSON, **extra}
    return client.post("/graphql/", data=data, headers={"accept": accept}, **options)


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (JSON, JSON),
        (GRAPHQL_RESPONSE, GRAPHQL_RESPONSE),
        (f"{GRAPHQL_RESPONSE}, {JSON};q=0.9", GRAPHQL_RESPONSE),
        (f"{GRAPHQL_RESPONSE};q=0.1, {JSON}", JSON),
        (f"text/html, {JSON};q=0.5, */*;q=0.1", JSON),
        (f"{JSON};q=0, {GRAPHQL_RESPONSE}", GRAPHQL_RESPONSE),
        (f"{JSON};q=0, */*", GRAPHQL_RESPONSE),
        (f"*/*, {JSON};q=0", GRAPHQL_RESPONSE),
        (f"{JSON};q=0, application/*", GRAPHQL_RESPONSE),
        (f"{GRAPHQL_RESPONSE};q=0, */*", JSON),
        ("application/*;q=0, */*, " + GRAPHQL_RESPONSE, GRAPHQL_RESPONSE),
        (f"{GRAPHQL_RESPONSE}, {JSON}", GRAPHQL_RESPONSE),
        (f"{JSON}, {GRAPHQL_RESPONSE}", JSON),
        (f"{GRAPHQL_RESPONSE}, */*", GRAPHQL_RESPONSE),
        (f"*/*;q=0.9, {GRAPHQL_RESPONSE};q=0.5", JSON),
        (f"{JSON};q=x", JSON),
        (f"{JSON};q=nan, {GRAPHQL_RESPONSE}", GRAPHQL_RESPONSE),
        (",;=,,*/*;;q", JSON),
    ],
)
def test_media_type_is_negotiated(client, accept, expected):
    response = post(client, TYPENAME, accept)

    assert response.headers["content-type"] == f"{expected}; charset=utf-8"
    assert response.json() == {"data": {"__typename": "Query"}}
    assert "Accept" in response.headers["vary"]


@pytest.mark.parametrize(
    "accept",
    [
        "text/html",
        f"{JSON};q=0",
        f"{JSON};charset=latin-1",
        "*/*;q=0",
        "application/*;q=0, */*",
        "x" * 9_000,
    ],
)
def test_unsupported_accept_header_is_406(client, accept):
    response = post(client, TYPENAME, accept)

    assert response.status_code == 406
    assert response.json()["errors"][0]["extensions"] == {"code": "NOT_ACCEPTABLE"}


BAD_REQUESTS = [
    (b"{", "not valid JSON"),
    (b"[]", "batches"),
    (b'"query"', "object"),
    (b"null", "object"),
    (b"\xff", "UTF-8"),
    (b'{"query": NaN}', "not valid JSON"),
    (b"[" * 50_000, "nests too deeply"),
    (b'{"query": ""}', "'query'"),
    (b'{"query": "  "}', "'query'"),
    (b"{}", "'query'"),
    (b'{"query": 1}', "'query' must be a string"),
    (b'{"query": "{a}", "operationName": {}}', "'operationName' must be a string"),
    (b'{"query": "{a}", "variables": "x"}', "'variables' must be an object"),
    (b'{"query": "{a}", "variables": [1]}', "'variables' must be an object"),
    (b'{"query": "{a}", "extensions": 7}', "'extensions' must be an object"),
    (b'{"query": "{a}", "variables": {"x": "\\ud800"}}', "surrogate"),
]


@pytest.mark.parametrize(("body", "reason"), BAD_REQUESTS)
@pytest.mark.parametrize("accept", [JSON, GRAPHQL_RESPONSE])
def test_malformed_request_is_400_with_a_reason(client, body, reason, accept):
    response = post(client, body, accept)

    assert response.status_code == 400
    error = response.json()["errors"][0]
    assert error["extensions"] == {"code": "BAD_REQUEST"}
    assert reason in error["message"]


REFUSED_QUERIES = [
    ("{ nonsense }", "GRAPHQL_VALIDATION_FAILED", "nonsense"),
    ("{ groups(", "GRAPHQL_PARSE_FAILED", "Syntax Error"),
    ("fragment F on Query { __typename }", "GRAPHQL_VALIDATION_FAILED", "never used"),
    ("query A { __typename } query B { __typename }", "OPERATION_NOT_FOUND", "operationName"),
    ("subscription { __typename }", "GRAPHQL_VALIDATION_FAILED", "subscription"),
    ("{ groups(first: 0) { totalCount } }", "BAD_USER_INPUT", "'first'"),
    ("{ groups(first: 101) { totalCount } }", "BAD_USER_INPUT", "'first'"),
    ("{ groups(first: -1) { totalCount } }", "BAD_USER_INPUT", "'first'"),
    ("{ groups(first: 2147483648) { totalCount } }", "GRAPHQL_VALIDATION_FAILED", "'first'"),
    ("{ groups(last: 0) { totalCount } }", "BAD_USER_INPUT", "'last'"),
    ("{ groups(first: 1, last: 1) { totalCount } }", "BAD_USER_INPUT", "'last'"),
    ('{ groups(after: "x") { totalCount } }', "BAD_USER_INPUT", "'after'"),
    ('{ groups(last: 1, before: "x") { totalCount } }', "BAD_USER_INPUT", "'before'"),
    ('{ groups(locale: "xx") { totalCount } }', "BAD_USER_INPUT", "'locale'"),
    ('{ groups(site: "xx") { totalCount } }', "BAD_USER_INPUT", "'site'"),
    ('{ group(slug: "a\\u0000b") { title } }', "BAD_USER_INPUT", "'slug'"),
    ('{ events(filter: {group: "\\u0000"}) { totalCount } }', "BAD_USER_INPUT", "'filter'"),
    ("{ groups(orderBy: NOPE) { totalCount } }", "GRAPHQL_VALIDATION_FAILED", "'orderBy'"),
    ("{ events(filter: {kind: NOPE}) { totalCount } }", "GRAPHQL_VALIDATION_FAILED", "'filter'"),
    (
        '{ events(filter: {startsAfter: "yesterday"}) { totalCount } }',
        "GRAPHQL_VALIDATION_FAILED",
        "DateTime",
    ),
    (
        '{ events(filter: {startsAfter: "0001-01-01T00:00:00+14:00"}) { totalCount } }',
        "GRAPHQL_VALIDATION_FAILED",
        "DateTime",
    ),
    ('{ group(slug: "x") { minutes(year: 0) { title } } }', "BAD_USER_INPUT", "'year'"),
]


@pytest.mark.parametrize(("query", "code", "reason"), REFUSED_QUERIES)
def test_refused_query_is_400_and_names_the_argument(refused, query, code, reason):
    default_home()

    error = refused(query)

    assert error["extensions"]["code"] == code
    assert reason in error["message"]


@pytest.mark.parametrize(("query", "code", "reason"), REFUSED_QUERIES)
def test_refused_query_is_200_for_application_json(client, query, code, reason):
    default_home()

    response = post(client, {"query": query}, JSON)

    assert response.status_code == 200
    assert "data" not in response.json()
    assert response.json()["errors"][0]["extensions"]["code"] == code


def test_bad_variable_is_named(refused):
    error = refused("query ($n: Int!) { groups(first: $n) { totalCount } }", n="many")

    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert "$n" in error["message"]


def test_two_megabytes_are_413(client):
    response = post(client, {"query": "{ __typename }" + " " * 2_000_000})

    assert response.status_code == 413
    assert response.json()["errors"][0]["extensions"]["code"] == "PAYLOAD_TOO_LARGE"


@pytest.mark.parametrize(
    "content_type",
    [
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "text/plain",
        "application/graphql",
        "application/json; charset=latin-1",
    ],
)
def test_other_content_types_are_415(client, content_type):
    response = post(client, b"query={__typename}", content_type=content_type)

    assert response.status_code == 415
    assert response.json()["errors"][0]["extensions"]["code"] == "UNSUPPORTED_MEDIA_TYPE"


@pytest.mark.parametrize("coding", ["gzip", "br", "deflate, gzip"])
def test_compressed_body_is_415_with_accept_encoding(client, coding):
    body = gzip.compress(b'{"query": "{ __typename }"}')
    response = client.post(
        "/graphql/", data=body, content_type=JSON, headers={"content-encoding": coding}
    )

    assert response.status_code == 415
    assert response.json()["errors"][0]["extensions"]["code"] == "UNSUPPORTED_MEDIA_TYPE"
    assert response.headers["Accept-Encoding"] == "identity"


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_405_with_allow(client, method):
    response = getattr(client, method)("/graphql/")

    assert response.status_code == 405
    assert response.headers["allow"] == "GET, HEAD, POST, OPTIONS"


def test_get_is_answered_and_revalidated(client):
    GroupPageFactory(title="Din hälsa")
    parameters = {"query": "query ($n: Int) { groups(first: $n) { nodes { title } } }"}
    parameters["variables"] = '{"n": 1}'

    first = client.get("/graphql/", parameters)
    second = client.get("/graphql/", parameters, headers={"if-none-match": first.headers["etag"]})

    assert first.json()["data"]["groups"]["nodes"] == [{"title": "Din hälsa"}]
    assert second.status_code == 304
    assert second.content == b""


def test_mutation_by_get_is_405_and_not_executed(client):
    response = client.get("/graphql/", {"query": "mutation { issueCaptcha { key } }"})

    assert response.status_code == 405
    assert response.headers["allow"] == "POST, OPTIONS"


def test_cookies_are_neither_set_nor_read(client):
    # Given a visitor with a session and a CSRF check
    client = Client(enforce_csrf_checks=True)
    client.cookies["sessionid"] = "something"

    # When
    answers = [post(client, TYPENAME), client.get("/graphql/", TYPENAME)]

    # Then
    for response in answers:
        assert response.status_code == 200
        assert not response.cookies
        assert "cookie" not in response.headers["vary"].lower()


def test_post_is_not_cacheable(client):
    assert post(client, TYPENAME).headers["cache-control"] == "no-store"


def test_cors_allows_configured_origins(client, settings):
    settings.CORS_ALLOWED_ORIGINS = ["https://www.example.org"]
    # Apollo Client with a name, revalidating an answer
    wanted = ["apollographql-client-name", "content-type", "if-none-match"]

    response = client.options(
        "/graphql/",
        headers={
            "origin": "https://www.example.org",
            "access-control-request-method": "POST",
            "access-control-request-headers": ", ".join(wanted),
        },
    )
    answer = client.get("/graphql/", TYPENAME, headers={"origin": "https://www.example.org"})

    assert response.headers["access-control-allow-origin"] == "https://www.example.org"
    assert "access-control-allow-credentials" not in response.headers
    assert response.headers["access-control-allow-methods"] == "GET, HEAD, POST, OPTIONS"
    allowed = response.headers["access-control-allow-headers"].split(", ")
    assert set(wanted) <= set(allowed)
    assert "authorization" not in allowed
    assert "ETag" in answer.headers["access-control-expose-headers"]


def test_unexpected_error_is_masked_and_logged_by_id(client, caplog, monkeypatch):
    # Given
    default_home()

    def explode(*_args):
        raise RuntimeError("the secret password is hunter2")

    monkeypatch.setattr("pages.graphql.types.site._MenuLoader.load", explode)

    # When
    response = post(client, {"query": "{ menu { title } }"})

    # Then
    error = response.json()["errors"][0]
    assert response.status_code == 200
    assert response.json()["data"] is None
    assert "hunter2" not in response.content.decode()
    assert error["extensions"]["code"] == "INTERNAL_SERVER_ERROR"
    assert error["path"] == ["menu"]
    logged = [r for r in caplog.records if error["extensions"]["id"] in r.getMessage()]
    assert len(logged) == 1
    assert "hunter2" in str(logged[0].exc_info)


def test_error_outside_execution_is_masked(client, monkeypatch):
    def explode(*_args, **_kwargs):
        raise RuntimeError("hunter2")

    monkeypatch.setattr("cms.graphql.execution.execute.Engine.run", explode)

    response = post(client, TYPENAME)

    assert response.status_code == 500
    assert "hunter2" not in response.content.decode()
    assert response.json()["errors"][0]["extensions"]["code"] == "INTERNAL_SERVER_ERROR"


def test_introspection_follows_the_setting(client, settings):
    query = {"query": "{ __schema { queryType { name } } }"}

    settings.GRAPHQL_INTROSPECTION = True
    open_answer = post(client, query)
    settings.GRAPHQL_INTROSPECTION = False
    closed_answer = post(client, query)

    assert open_answer.json()["data"]["__schema"]["queryType"]["name"] == "Query"
    assert closed_answer.status_code == 400


MISSPELT = {
    "field": ("{ grups { totalCount } }", {}),
    "field of a nested type": ("{ site { nam } }", {}),
    "argument": ("{ groups(frist: 1) { totalCount } }", {}),
    "field of an input": ("{ groups(filter: {topics: 1}) { totalCount } }", {}),
    "enum value": ("{ groups(orderBy: TITLES) { totalCount } }", {}),
    "enum as text": ('{ groups(orderBy: "TITLE_ASC") { totalCount } }', {}),
    "type of a fragment": ('{ group(slug: "x") { ... on GroupPag { title } } }', {}),
    "type of a variable": ("query ($f: GroupFilte) { groups(filter: $f) { totalCount } }", {}),
    "directive": ("{ site { name @skipp(if: true) } }", {}),
    "argument of a directive": ("{ site { name @skip(iff: true) } }", {}),
    "field of a variable": (
        "query ($f: GroupFilter) { groups(filter: $f) { totalCount } }",
        {"f": {"topics": 1}},
    ),
    "enum value of a variable": (
        "query ($o: GroupOrder) { groups(orderBy: $o) { totalCount } }",
        {"o": "TITLES"},
    ),
}


@pytest.mark.parametrize("name", MISSPELT)
def test_suggestions_follow_the_introspection_setting(client, settings, name):
    query, variables = MISSPELT[name]
    body = {"query": query, "variables": variables}

    settings.GRAPHQL_INTROSPECTION = False
    closed = post(client, body).json()
    settings.GRAPHQL_INTROSPECTION = True
    opened = post(client, body).json()

    assert closed["errors"]
    assert "Did you mean" not in json.dumps(closed)
    # graphql-core suggests no directives.
    assert ("Did you mean" in json.dumps(opened)) is (name != "directive")


@pytest.mark.parametrize(
    "query", ["{ __schema { description } }", '{ __type(name: "Query") { name } }']
)
def test_introspection_is_refused_in_every_form(client, settings, query):
    settings.GRAPHQL_INTROSPECTION = False

    for each in (query, f"{{ ...F }} fragment F on Query {query}", f"{{ ... on Query {query} }}"):
        response = post(client, {"query": each})
        assert response.status_code == 400
        assert "data" not in response.json()


@pytest.mark.parametrize("path", ["/graphql", "/graphql/"])
@pytest.mark.parametrize("debug", [True, False])
def test_trailing_slash_is_optional(client, settings, path, debug):
    settings.DEBUG = debug
    client.cookies["sessionid"] = "x"

    answers = [
        client.post(path, json.dumps(TYPENAME), content_type=JSON),
        client.get(path, TYPENAME),
    ]

    for response in answers:
        assert response.json() == {"data": {"__typename": "Query"}}
        assert not response.cookies


@pytest.mark.parametrize("debug", [True, False])
@pytest.mark.parametrize("host", ["evil.example.org", "a b", "x:y:z", "[", ""])
def test_unknown_host_is_refused_as_a_graphql_error(client, settings, host, debug):
    settings.DEBUG = debug
    settings.ALLOWED_HOSTS = ["www.example.org"]

    response = client.post(
        "/graphql/", json.dumps(TYPENAME), content_type=JSON, headers={"host": host}
    )

    assert response.status_code == 400
    assert response.headers["content-type"] == f"{JSON}; charset=utf-8"
    assert response.json()["errors"][0]["extensions"] == {"code": "BAD_REQUEST"}
    assert "evil" not in response.content.decode()


COMMENT = "Ett ord som bara jag skrev. " * 100
SUBMIT = "mutation ($i: SubmitFeedbackInput!) { submitFeedback(input: $i) { received } }"


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        (SUBMIT, {"i": {"service": "s", "comment": COMMENT, "ratting": 5}}),
        (SUBMIT, {"i": {"service": "s", "comment": COMMENT, "rating": "x; y at 'z"}}),
        (SUBMIT, {"i": [{"comment": COMMENT}]}),
        (SUBMIT, {"i": {"comment": [COMMENT]}}),
        (SUBMIT, {"i": COMMENT}),
        ("query ($n: Int) { groups(first: $n) { totalCount } }", {"n": COMMENT}),
        (f'{{ groups(first: "{COMMENT[:1900]}") {{ totalCount }} }}', {}),
        (f'{{ groups(site: "{COMMENT[:1900]}") {{ totalCount }} }}', {}),
        (f'{{ groups(locale: "{COMMENT[:1900]}") {{ totalCount }} }}', {}),
        ("{ " + "x" * 1900 + " }", {}),
        ("{ ..." + "x" * 1900 + " }", {}),
        ("query A { __typename } query B { __typename }", {"operationName": COMMENT}),
    ],
)
def test_refusals_do_not_repeat_long_input(client, query, variables):
    default_home()
    response = post(client, {"query": query, "variables": variables})

    errors = response.json()["errors"]
    assert all(len(error["message"]) <= 300 for error in errors)
    assert COMMENT[:400] not in response.content.decode()


def test_refusals_do_not_repeat_submissions(client):
    given = {"service": "s", "comment": "Ett ord som bara jag skrev.", "ratting": 5}

    response = post(client, {"query": SUBMIT, "variables": {"i": given}})

    assert "ratting" in response.content.decode()
    assert "bara jag" not in response.content.decode()


def test_unreadable_cookie_is_not_replaced(client):
    # Given a cookie of another program that Django cannot read
    client.cookies["sessionid"] = "x"
    client.cookies["csrftoken"] = "x"

    # When
    answers = [post(client, TYPENAME), client.get("/graphql/", TYPENAME)]

    # Then
    for response in answers:
        assert not response.cookies
        assert "cookie" not in response.headers["vary"].lower()


def test_url_with_a_thousand_parameters_is_400(client):
    response = client.get("/graphql/?query={__typename}" + "&a=1" * 1500)

    assert response.status_code == 400
    assert response.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


def test_missing_site_is_explained(client):
    # Given an installation without a site
    Site.objects.all().delete()
    # When a front end asks
    response = post(client, {"query": "{ groups { totalCount } }"})
    # Then the error says what is missing
    assert response.status_code == 400
    assert "No site" in response.json()["errors"][0]["message"]
