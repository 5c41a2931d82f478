"""What an operation may ask for at most."""

import json

import pytest
from graphql import GraphQLError, get_introspection_query, parse

from cms.graphql.errors import Refusal
from cms.graphql.guard.documents import DocumentCache
from cms.graphql.guard.limits import LIMITS
from cms.graphql.guard.parsing import parse_document
from cms.schema import schema
from tests.factories import default_home

pytestmark = pytest.mark.django_db


def nested(depth: int) -> str:
    """Return a query of so many levels of fields."""
    query = "title"
    for level in range(depth - 2):
        query = f"parent {{ {query} }}" if level else "parent { title }"
    return f'{{ group(slug: "x") {{ {query} }} }}'


@pytest.mark.parametrize("spread", ["...NEXT ...NEXT", "...NEXT ...on Query { ...NEXT }"])
def test_fragments_that_spread_the_next_one_twice_are_walked_once(ask, spread):
    # Given thirty fragments, each twice in the one before: a thousand million ways to the last
    fragments = " ".join(
        f"fragment F{number} on Query {{ {spread.replace('NEXT', f'F{number + 1}')} }}"
        for number in range(30)
    )
    # When they are asked for, then the answer comes at all
    answer = ask(f"{{ ...F0 }} {fragments} fragment F30 on Query {{ __typename }}")
    assert answer == {"__typename": "Query"}


def test_deepest_query_within_the_limit_is_answered(ask):
    default_home()

    assert ask(nested(LIMITS.depth)) == {"group": None}


REFUSED = [
    (nested(LIMITS.depth + 1), "DEPTH_LIMIT", LIMITS.depth),
    (
        "{ " + " ".join(f"a{n}: __typename" for n in range(LIMITS.root_fields + 1)) + " }",
        "ROOT_FIELD_LIMIT",
        LIMITS.root_fields,
    ),
    (
        "{ site { " + " ".join(f"a{n}: name" for n in range(LIMITS.aliases + 1)) + " } }",
        "ALIAS_LIMIT",
        LIMITS.aliases,
    ),
    ("{ site { " + "name " * 80 + " } }", "FIELD_LIMIT", LIMITS.repeats),
    (
        "{ site { " + " ".join(f"f{n}" for n in range(LIMITS.fields)) + " } }",
        "FIELD_LIMIT",
        LIMITS.fields,
    ),
    (
        "{ ...F0 } "
        + " ".join(f"fragment F{n} on Query {{ __typename }}" for n in range(LIMITS.definitions)),
        "DEFINITION_LIMIT",
        LIMITS.definitions,
    ),
    (
        "{ site { " + " name @skip(if: true)" * (LIMITS.directives + 1) + " } }",
        "DIRECTIVE_LIMIT",
        LIMITS.directives,
    ),
    ("{" + " a" * LIMITS.tokens + "}", "TOKEN_LIMIT", LIMITS.tokens),
    (
        "{ groups(filter: {topic: [" + "1 " * LIMITS.argument_tokens + "]}) { totalCount } }",
        "TOKEN_LIMIT",
        LIMITS.argument_tokens,
    ),
    ("{ site { name } }" + " " * LIMITS.document_length, "LENGTH_LIMIT", LIMITS.document_length),
    (
        '{ group(slug: "' + "x" * LIMITS.token_length + '") { title } }',
        "LENGTH_LIMIT",
        LIMITS.token_length,
    ),
    (
        "query (" + " ".join(f"$v{n}: Int" for n in range(LIMITS.variables + 1)) + ") { a }",
        "VARIABLES_LIMIT",
        LIMITS.variables,
    ),
    ("{ " + "... { " * 30 + "__typename" + " }" * 31, "DEPTH_LIMIT", LIMITS.nesting),
    (
        "{ groups(filter: " + "[" * 30 + "]" * 30 + ") { totalCount } }",
        "DEPTH_LIMIT",
        LIMITS.nesting,
    ),
    (
        "{ groups(first: 100) { nodes { events(first: 100) { nodes { title articles(first: 100)"
        " { nodes { title } } } } } } }",
        "COST_LIMIT",
        LIMITS.cost,
    ),
    (
        "mutation { a: issueCaptcha { key } b: issueCaptcha { key } }",
        "ONE_MUTATION",
        "one",
    ),
    (
        "mutation { ...F ...G } fragment F on Mutation { a: issueCaptcha { key } } "
        "fragment G on Mutation { b: issueCaptcha { key } }",
        "ONE_MUTATION",
        "one",
    ),
]


@pytest.mark.parametrize(("query", "code", "limit"), REFUSED, ids=[row[1] for row in REFUSED])
def test_query_beyond_a_limit_is_refused_and_told_the_limit(refused, query, code, limit):
    default_home()

    error = refused(query)

    assert error["extensions"]["code"] == code
    assert str(limit) in error["message"]


IN = "query ($topic: [String!]) { groups(filter: {topic: $topic}) { totalCount } }"


@pytest.mark.parametrize(
    ("variables", "limit"),
    [
        ({"topic": ["x" * LIMITS.variables_bytes]}, LIMITS.variables_bytes),
        ({"topic": ["å" * (LIMITS.variables_bytes // 2)]}, LIMITS.variables_bytes),
        ({"x" * LIMITS.variables_bytes: 1}, LIMITS.variables_bytes),
        ({"topic": ["x"] * LIMITS.variable_values}, LIMITS.variable_values),
        ({f"v{n}": {} for n in range(LIMITS.variable_values + 1)}, LIMITS.variable_values),
        ({"topic": json.loads("[" * 30 + "]" * 30)}, LIMITS.nesting),
        ({"topic": json.loads('{"a":' * 30 + "1" + "}" * 30)}, LIMITS.nesting),
    ],
)
def test_variables_beyond_a_limit_are_refused_and_told_the_limit(refused, variables, limit):
    error = refused(IN, **variables)

    assert error["extensions"]["code"] == "VARIABLES_LIMIT"
    assert str(limit) in error["message"]


def test_variables_within_the_limits_are_answered(ask):
    default_home()

    answer = ask(IN, topic=["x" * 90] * (LIMITS.variable_values - 1))

    assert answer == {"groups": {"totalCount": 0}}


def test_as_many_fields_as_a_page_of_many_blocks_needs_are_answered(ask):
    # Given forty block types that share field names
    default_home()
    block = "... on RichTextBlock { __typename html text }"

    # Then
    assert ask('{ article(slug: "x") { body { ' + block * 40 + " } } }") == {"article": None}


def test_schema_can_be_asked_for_as_tools_do(ask, settings):
    settings.GRAPHQL_INTROSPECTION = True
    query = get_introspection_query(
        specified_by_url=True, directive_is_repeatable=True, schema_description=True
    )

    assert ask(query)["__schema"]["queryType"]["name"] == "Query"


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("{ site { name @skip(if: true) @skip(if: true) } }", "'@skip'"),
        ("query @skip(if: true) @skip(if: true) { site { name } }", "'@skip'"),
        ("{ ...A } fragment A on Query { ...A }", "contains itself"),
        ("{ ...A } fragment A on Query { site { ...B } } fragment B on S { ...A }", "contains"),
        ("{ __typename } fragment A on Query { __typename }", "never used"),
        ("{ ...A }", "Unknown fragment 'A'"),
        (
            "{ ...A } fragment A on Query { __typename } fragment A on Query { __typename }",
            "only one fragment",
        ),
        ("query A { __typename } query A { __typename }", "only one operation"),
        ("query ($a: Int) { __typename }", "'$a' is never used"),
        ("{ groups(first: $a) { totalCount } }", "'$a' is not defined"),
        ("{ groups(nope: 1) { totalCount } }", "Unknown argument 'nope'"),
        ("{ nope }", "Cannot query field 'nope' on type 'Query'"),
        ("{ site { name { x } } }", "must not have a selection"),
        ("{ site }", "must have a selection"),
        ("type Query { a: Int }", "Expected an operation"),
        ("", "missing"),
    ],
)
@pytest.mark.parametrize("introspection", [True, False])
def test_invalid_document_is_told_what_is_wrong(client, settings, query, reason, introspection):
    settings.GRAPHQL_INTROSPECTION = introspection

    response = client.post("/graphql/", {"query": query}, content_type="application/json")

    assert reason in response.json()["errors"][0]["message"]


@pytest.mark.parametrize(
    ("query", "column"),
    [
        ("{ site { name ", 15),
        ("{ site { name } } }", 19),
        ("{ }", 3),
        ("{ site(", 8),
        ("{ a: }", 6),
        ("{ ... on { name } }", 10),
        ('{ group(slug: "unfinished) { name } }', 38),
        ('{ group(slug: """unfinished) { name } }', 40),
        ("{ site § }", 8),
        ("query Q", 8),
    ],
)
def test_syntax_error_is_told_with_its_place(refused, query, column):
    error = refused(query)

    assert error["extensions"]["code"] == "GRAPHQL_PARSE_FAILED"
    assert error["message"].startswith("Syntax Error")
    assert error["locations"] == [{"line": 1, "column": column}]


@pytest.mark.parametrize(
    "query",
    [
        "{ site { name } } # } ) ] {",
        '{ group(slug: "}{ " \\ # @x $y ...") { title } }',
        '{ group(slug: """}{ " """ # @x $y ...""") { title } }',
        '"""Described { """ query Q { group(slug: "x") { title } }',
        "\ufeff{,,,site,{,name,}}",
        "query query { on: site { fragment: name } }",
        "{ ... on Query { site { name } } }",
        "{ ... @include(if: true) { site { name } } }",
        "{ ...on } fragment on2 on Query { site { name } } ",
        "query ($on: Boolean = true) { site { name @include(if: $on) } }",
        "{ groups(filter: {topic: [[]]}) { totalCount } }",
        "query ($a: [String!]! = [] @deprecated) { groups(filter: {topic: $a}) { totalCount } }",
    ],
)
def test_documents_are_parsed_as_graphql_core_parses_them(query):
    try:
        expected = parse(query).to_dict(locations=True)
    except GraphQLError as error:
        expected = error.message, error.locations

    try:
        found = parse_document(query, LIMITS).node.to_dict(locations=True)
    except Refusal as refusal:
        found = refusal.message, refusal.errors[0].locations

    assert found == expected


def test_fragments_that_double_are_counted_without_being_spread_out(refused):
    # Given a short document that selects 2 to the power of 30 fields
    fragments = " ".join(
        f"fragment F{n} on Query {{ ...F{n + 1} a: site {{ name }} ... {{ ...F{n + 1} }} }}"
        for n in range(30)
    )

    # When
    error = refused(f"{{ ...F0 }} {fragments} fragment F30 on Query {{ __typename }}")

    # Then
    assert error["extensions"]["code"] in {"FIELD_LIMIT", "ROOT_FIELD_LIMIT", "ALIAS_LIMIT"}


def test_fragments_in_a_circle_are_refused(refused):
    error = refused("{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }")

    assert error["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
    assert "contains itself" in error["message"]


def test_mutations_in_one_batch_are_refused(client):
    response = client.post(
        "/graphql/", '[{"query": "{ __typename }"}]', content_type="application/json"
    )

    assert response.status_code == 400


def test_document_that_no_parser_can_go_down_to_is_told_that_it_is_deep(refused):
    error = refused("{ a " * 300 + "}" * 300)

    assert error["extensions"]["code"] == "DEPTH_LIMIT"


def test_parsed_documents_are_kept_within_bounds():
    cache = DocumentCache(schema, size=1_000)
    first = cache.get("{ __typename }")

    # When many other documents are parsed
    for number in range(100):
        assert cache.get("{ __typename }") is first
        cache.get(f"query Q{number} {{ site {{ name }} }}" + " " * 500)

    # Then
    assert cache.length <= 1_000
