"""Breaking changes of the released contract fail here unless the changelog lists them."""

import datetime
from typing import Any

import pytest
from graphql import build_schema

from cms.graphql.contract.comparison import (
    Contract,
    changes_since,
    deprecations_without_date,
    read_contract,
    read_released,
    shape_of,
)
from cms.graphql.contract.versions import broken_seal, untold
from cms.graphql.errors import Code
from tests.contract.files import CONTRACT

TODAY = datetime.date(2027, 3, 1)
SCHEMA = "type Query { a(x: Int): Int b: Int } enum E { ONE TWO } input I { a: Int b: Int }"


def contract(schema: str = SCHEMA, **changes: Any) -> Contract:
    given = {
        "schema": build_schema(schema),
        "document_ids": {"Group": "sha256:1", "Event": "sha256:2"},
        "shapes": {"Group.json": shape_of({"data": {"group": {"title": "x", "notice": None}}})},
    }
    return Contract(**{**given, **changes})


def breaking(released: Contract, current: Contract, today: datetime.date = TODAY) -> list[str]:
    return changes_since(released, current, today).breaking


def test_breaking_changes_are_listed_in_the_changelog() -> None:
    # The only test here that uses today's date: announced removals are allowed after their date
    today = datetime.datetime.now(tz=datetime.UTC).date()
    changes = changes_since(read_released(CONTRACT / "released"), read_contract(CONTRACT), today)
    missing = untold(changes, (CONTRACT / "CHANGELOG.md").read_text(encoding="utf-8"))

    assert missing.breaking == [], (
        "These changes break front ends. Undo them, or add these lines to "
        "frontend_contract/CHANGELOG.md, in Unreleased under Breaking, with what to do:\n"
        + "\n".join(missing.breaking)
    )
    assert missing.dangerous == [], (
        "These changes may surprise front ends: add these lines to frontend_contract/CHANGELOG.md, "
        "in Unreleased under To watch:\n" + "\n".join(missing.dangerous)
    )


def test_released_contracts_are_unchanged() -> None:
    assert broken_seal(CONTRACT) is None


def test_deprecations_have_an_end_date() -> None:
    assert deprecations_without_date(read_contract(CONTRACT).schema) == [], (
        "A reason for a deprecation ends with a date, such as 'Removed after 2027-01-31.'"
    )


def test_unchanged_contract_has_no_breaks() -> None:
    assert changes_since(contract(), contract(), TODAY).breaking == []


@pytest.mark.parametrize(
    ("schema", "line"),
    [
        (SCHEMA.replace(" b: Int }", " }", 1), "FIELD_REMOVED: Query.b was removed."),
        (
            SCHEMA.replace("b: Int", "b: String", 1),
            "FIELD_CHANGED_KIND: Query.b changed type from Int to String.",
        ),
        (SCHEMA.replace("(x: Int)", ""), "ARG_REMOVED: Query.a arg x was removed."),
        (
            SCHEMA.replace(" TWO", ""),
            "VALUE_REMOVED_FROM_ENUM: TWO was removed from enum type E.",
        ),
        (
            SCHEMA.replace("x: Int", "x: Int, y: Int!"),
            "REQUIRED_ARG_ADDED: A required arg y on Query.a was added.",
        ),
    ],
)
def test_breaking_schema_change_is_reported(schema: str, line: str) -> None:
    assert breaking(contract(), contract(schema)) == [line]


def test_surprising_changes_are_reported_separately() -> None:
    changes = changes_since(contract(), contract(SCHEMA.replace("TWO", "TWO THREE")), TODAY)
    assert changes.breaking == []
    assert changes.dangerous == ["VALUE_ADDED_TO_ENUM: THREE was added to enum type E."]


@pytest.mark.parametrize(
    ("schema", "name"),
    [
        (SCHEMA.replace("(x: Int)", "(x: Int = 2)"), "Query.a(x:)"),
        (SCHEMA.replace("input I { a: Int", "input I { a: Int = 2"), "I.a"),
    ],
)
def test_changed_default_is_reported(schema: str, name: str) -> None:
    changes = changes_since(contract(), contract(schema), TODAY)
    assert changes.dangerous == [f"DEFAULT_CHANGED: {name} has another default value."]


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ("(x: Int)", "(x: Int! = 2)", "Query.a(x:)"),
        ("input I { a: Int", "input I { a: Int! = 2", "I.a"),
    ],
)
def test_removed_default_of_a_required_value_is_breaking(old: str, new: str, name: str) -> None:
    optional = contract(SCHEMA.replace(old, new))
    required = contract(SCHEMA.replace(old, new.replace(" = 2", "")))

    assert breaking(optional, required) == [
        f"DEFAULT_REMOVED: {name} must be given; it had a default value."
    ]
    assert breaking(required, optional) == []


def test_removed_error_code_is_breaking() -> None:
    released = contract(codes=frozenset({"COST_LIMIT", "DEPTH_LIMIT"}))
    current = contract(codes=frozenset({"COST", "DEPTH_LIMIT"}))
    assert breaking(released, current) == ["CODE_REMOVED: COST_LIMIT was removed."]
    assert read_contract(CONTRACT).codes == {code.value for code in Code}


def test_changed_or_removed_operation_is_reported() -> None:
    lines = breaking(contract(), contract(document_ids={"Group": "sha256:9", "New": "sha256:3"}))
    assert lines == [
        "OPERATION_CHANGED: Group has another text, and so another documentId.",
        "OPERATION_REMOVED: Event was removed.",
    ]


@pytest.mark.parametrize(
    ("answer", "lines"),
    [
        pytest.param({"data": {"group": {"title": "y", "notice": "z"}}}, [], id="other words"),
        pytest.param({"data": {"group": {"title": "y", "notice": 1, "a": 2}}}, [], id="more"),
        pytest.param({"data": {"group": None}}, [], id="no group"),
        pytest.param(
            {"data": {"group": {"notice": None}}},
            ["ANSWER_CHANGED: Group.json has no answer.data.group.title any more."],
            id="removed",
        ),
        pytest.param(
            {"data": {"group": {"title": {"sv": "y"}, "notice": None}}},
            ["ANSWER_CHANGED: Group.json has answer.data.group.title as object, not as string."],
            id="another type",
        ),
    ],
)
def test_changed_shape_of_an_answer_is_reported(answer: Any, lines: list[str]) -> None:
    assert breaking(contract(), contract(shapes={"Group.json": shape_of(answer)})) == lines
    assert breaking(contract(), contract(shapes={})) == ["ANSWER_REMOVED: Group.json was removed."]


def test_blocks_are_compared_by_type() -> None:
    # Given a body with two block types, of which the second is removed
    heading = {"__typename": "HeadingBlock", "text": "x"}
    quote = {"__typename": "QuoteBlock", "text": "x", "attribution": "y"}
    was = contract(shapes={"A.json": shape_of({"body": [heading, quote]})})
    # Then that is a change of content, but a heading without its text is breaking
    assert breaking(was, contract(shapes={"A.json": shape_of({"body": [heading]})})) == []
    without = {"A.json": shape_of({"body": [{"__typename": "HeadingBlock"}, quote]})}
    assert breaking(was, contract(shapes=without)) == [
        "ANSWER_CHANGED: A.json has no answer.body[](HeadingBlock).text any more."
    ]


def deprecated(reason: str) -> str:
    mark = f'@deprecated(reason: "{reason}")'
    return (
        f"type Query {{ a(x: Int {mark}): Int b: Int {mark} }} enum E {{ ONE TWO {mark} }} "
        f"input I {{ a: Int b: Int {mark} }}"
    )


WITHOUT = "type Query { a: Int } enum E { ONE } input I { a: Int }"


def test_deprecated_field_can_be_removed_after_its_date() -> None:
    # Given a release with deprecations of every kind
    released = contract(deprecated("Use `a`. Removed after 2027-02-28."))
    # Then removals are allowed after that date only
    assert breaking(released, contract(WITHOUT), datetime.date(2027, 3, 1)) == []
    assert len(breaking(released, contract(WITHOUT), datetime.date(2027, 2, 28))) == 4
    # A deprecation between two releases was never announced
    assert len(breaking(contract(), contract(WITHOUT))) == 4


@pytest.mark.parametrize("reason", ["Use `a`.", "Removed after May.", "Removed after 2027-02-30."])
def test_deprecation_without_a_date_is_reported(reason: str) -> None:
    schema = build_schema(deprecated(reason))
    assert deprecations_without_date(schema) == ["E.TWO", "I.b", "Query.a(x:)", "Query.b"]
    assert deprecations_without_date(build_schema(deprecated("Removed after 2027-02-28."))) == []
