"""The cost that is checked before validation is never more than the cost checked after it."""

from typing import Any

import pytest

from cms.environment import BASE_DIR
from cms.graphql.errors import Refusal
from cms.graphql.guard.analysis import check_cost
from cms.graphql.guard.documents import DocumentCache
from cms.graphql.guard.limits import LIMITS
from cms.graphql.guard.parsing import parse_document
from cms.schema import schema

COSTLY = "groups(first: 100) {c} {{ nodes {{ events(first: 100) {{ nodes {{ title }} }} }} }}"
BY_VARIABLES = (
    "query Q({types}) {{ groups(first: $n) @include(if: $x) {{ nodes {{ "
    "events(first: $n) {{ nodes {{ title }} }} }} }} }}"
)
# Lists of twenty in lists of twenty.
TWENTIES = (
    "groups(first: {0}) {{ nodes {{ events(first: {0}) {{ nodes {{ "
    "group {{ projects(first: {0}) {{ nodes {{ title events(first: {0}) {{ totalCount }} }} }} }} "
    "}} }} }} }}"
)
OPERATIONS = sorted((BASE_DIR / "frontend_contract" / "operations").glob("*.graphql"))


def foresee(text: str, operation_name: str | None = None, **variables: Any) -> None:
    check_cost(schema, parse_document(text, LIMITS).node, operation_name, variables)


@pytest.mark.parametrize("path", OPERATIONS, ids=lambda path: path.stem)
def test_operations_of_the_contract_are_let_through(path):
    foresee(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "text",
    [
        "{ " + COSTLY.format(c="") + " }",
        "query Q($x: Int) { " + COSTLY.format(c="") + " groups(first: $x) { totalCount } }",
        "{ ...F } fragment F on Query { ... { " + COSTLY.format(c="") + " } }",
        "{ groups(first: 100) { nodes { events(last: 100) { edges { node { title } } } } } }",
        # With everything that is counted for itself, and with what nobody gave a number
        "{ " + COSTLY.format(c="@include(if: true) @skip(if: false)") + " }",
        BY_VARIABLES.format(types="$n: Int = 100, $x: Boolean = true"),
        "query Q($n: Int) { " + TWENTIES.format("$n") + " }",
        "{ " + TWENTIES.format("null") + " }",
    ],
)
def test_too_much_is_refused_before_validation(text):
    with pytest.raises(Refusal) as refused:
        foresee(text)
    assert refused.value.code == "COST_LIMIT"


@pytest.mark.parametrize("n", [100, 100.0])
def test_too_much_is_seen_by_the_variables(n):
    with pytest.raises(Refusal) as refused:
        foresee(BY_VARIABLES.format(types="$n: Int, $x: Boolean!"), n=n, x=True)
    assert refused.value.code == "COST_LIMIT"


@pytest.mark.parametrize(
    "variables",
    [{"n": 2, "x": True}, {"n": 100, "x": False}, {"n": "100", "x": True}, {"n": True, "x": True}],
)
def test_little_by_the_variables_is_let_through(variables):
    foresee(BY_VARIABLES.format(types="$n: Int = 100, $x: Boolean = true"), **variables)


def test_only_the_operation_that_is_asked_for_counts():
    document = "query A { menu { title } } query B { " + COSTLY.format(c="") + " }"
    foresee(document, "A")
    with pytest.raises(Refusal):
        foresee(document, "B")


@pytest.mark.parametrize(
    "text",
    [
        # What may be left out
        "query Q($x: Boolean!) { " + COSTLY.format(c="@include(if: $x)") + " }",
        "{ ...F @skip(if: true) } fragment F on Query { " + COSTLY.format(c="") + " }",
        "{ ... @skip(if: true) { " + COSTLY.format(c="") + " } }",
        # Numbers that come with the variables
        "query Q($x: Int) { groups(first: 100) { nodes { events(first: $x) { nodes { id } } } } }",
        "query Q($x: Int) { groups(first: 100) { nodes { events(last: $x) { nodes { id } } } } }",
        # One of several operations
        "query A { menu { title } } query B { " + COSTLY.format(c="") + " }",
        # Of several types the costliest, and a fragment once
        "{ groups(first: 50) { nodes { " + "events(first: 100) { nodes { id } } " + "} } }",
        "{ groups(first: 50) { nodes { ...G ...G } } } "
        "fragment G on GroupPage { events(first: 100) { nodes { id } } }",
    ],
)
def test_what_may_cost_little_is_let_through_and_valid(text):
    foresee(text)
    # And it is a document that could be answered
    DocumentCache(schema).get(text)


@pytest.mark.parametrize("number", ["1000000", "101", "0", "-1", "NOPE", "null", '"100"'])
def test_what_is_no_number_of_items_is_refused_for_itself(number):
    foresee(
        f"{{ groups(first: {number}) {{ nodes {{ events(first: 100) {{ nodes {{ id }} }} }} }} }}"
    )


def test_both_agree_on_the_last_object(refused, db):
    # Given lists whose cost is just the limit, and one more: a list and its nodes count
    groups = 99
    per_group = (LIMITS.cost - 1 - groups) // groups - 1
    fits = (
        f"groups(first: {groups}) {{ nodes {{ events(first: {per_group}) {{ nodes {{ id }} }} }} }}"
    )
    rest = LIMITS.cost - (1 + groups + groups * (1 + per_group))
    assert rest >= 0
    # When as many single objects stand beside it as are left, then it is let through
    foresee("{ " + fits + " }")
    # And refused, by either, with a list more
    more = "{ " + fits + " menu { title } articles(first: 100) { nodes { id } } }"
    assert refused(more)["extensions"]["code"] == "COST_LIMIT"
    with pytest.raises(Refusal):
        foresee(more)
