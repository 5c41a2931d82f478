"""What an operation may ask for at most."""

import pytest

from cms.graphql.documents import DocumentCache
from cms.graphql.limits import LIMITS
from cms.schema import schema
from tests.factories import default_home

pytestmark = pytest.mark.django_db


def nested(depth: int) -> str:
    """Return a query of so many levels of fields."""
    query = "title"
    for level in range(depth - 2):
        query = f"parent {{ {query} }}" if level else "parent { title }"
    return f'{{ group(slug: "x") {{ {query} }} }}'


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
    ("{ site { " + "name " * (LIMITS.repeats + 2) + " } }", "FIELD_LIMIT", LIMITS.repeats),
    (
        "{ ...F0 } "
        + " ".join(f"fragment F{n} on Query {{ __typename }}" for n in range(LIMITS.definitions)),
        "DEFINITION_LIMIT",
        LIMITS.definitions,
    ),
    (
        "{ site { name" + " @include(if: true)" * (LIMITS.directives + 1) + " } }",
        "DIRECTIVE_LIMIT",
        LIMITS.directives,
    ),
    ("{" + " a" * LIMITS.tokens + "}", "TOKEN_LIMIT", LIMITS.tokens),
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


def test_fragments_that_double_are_counted_without_being_spread_out(refused):
    # given: 2 to the power of 40 fields in few words
    fragments = " ".join(
        f"fragment F{n} on Query {{ ...F{n + 1} a: site {{ name }} ... {{ ...F{n + 1} }} }}"
        for n in range(40)
    )

    # when
    error = refused(f"{{ ...F0 }} {fragments} fragment F40 on Query {{ __typename }}")

    # then
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
    error = refused("{ a " * 1200 + "}" * 1200)

    assert error["extensions"]["code"] == "DEPTH_LIMIT"


def test_parsed_documents_are_kept_within_bounds():
    cache = DocumentCache(schema, size=1_000)
    first = cache.get("{ __typename }")

    # when: as many others as anyone likes to think of
    for number in range(100):
        assert cache.get("{ __typename }") is first
        cache.get(f"query Q{number} {{ site {{ name }} }}" + " " * 500)

    # then
    assert cache.length <= 1_000
