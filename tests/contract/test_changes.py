"""A change that breaks what was released fails here, unless the changelog tells of it."""

import datetime
import json
import shutil
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from graphql import build_schema

from cms.graphql.contract_changes import (
    Contract,
    changes_since,
    deprecations_without_date,
    read_contract,
    read_released,
    release,
    shape_of,
    unreleased,
)
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


def test_what_breaks_front_ends_is_told_under_breaking() -> None:
    # The one test here that asks for today's date: announced removals may happen when it is past
    today = datetime.datetime.now(tz=datetime.UTC).date()
    changes = changes_since(read_released(CONTRACT / "released"), read_contract(CONTRACT), today)
    told = unreleased((CONTRACT / "CHANGELOG.md").read_text(encoding="utf-8"))

    untold = [line for line in changes.breaking if line not in told.get("Breaking", "")]
    assert untold == [], (
        "These changes break front ends. Undo them, or add these lines to "
        "frontend_contract/CHANGELOG.md, in Unreleased under Breaking, with what to do."
    )
    watched = told.get("To watch", "") + told.get("Breaking", "")
    assert [line for line in changes.dangerous if line not in watched] == [], (
        "These changes may surprise front ends: add these lines to frontend_contract/CHANGELOG.md, "
        "in Unreleased under To watch."
    )


def test_every_deprecation_says_when_it_ends() -> None:
    assert deprecations_without_date(read_contract(CONTRACT).schema) == [], (
        "A reason for a deprecation ends with a date, such as 'Removed after 2027-01-31.'"
    )


def test_nothing_breaks_where_nothing_changed() -> None:
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
def test_a_change_of_the_schema_that_breaks_is_found(schema: str, line: str) -> None:
    assert breaking(contract(), contract(schema)) == [line]


def test_what_only_surprises_is_told_apart() -> None:
    changes = changes_since(contract(), contract(SCHEMA.replace("TWO", "TWO THREE")), TODAY)
    assert changes.breaking == []
    assert changes.dangerous == ["VALUE_ADDED_TO_ENUM: THREE was added to enum type E."]


def test_an_operation_that_was_changed_or_removed_is_found() -> None:
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
def test_an_answer_of_another_shape_is_found(answer: Any, lines: list[str]) -> None:
    assert breaking(contract(), contract(shapes={"Group.json": shape_of(answer)})) == lines
    assert breaking(contract(), contract(shapes={})) == ["ANSWER_REMOVED: Group.json was removed."]


def test_blocks_of_one_type_do_not_miss_the_fields_of_another() -> None:
    # Given a body of two types of blocks, the second of which is gone now
    heading = {"__typename": "HeadingBlock", "text": "x"}
    quote = {"__typename": "QuoteBlock", "text": "x", "attribution": "y"}
    was = contract(shapes={"A.json": shape_of({"body": [heading, quote]})})
    # Then that is content; but a heading without its text is a break
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


def test_what_was_announced_may_go_when_its_date_is_past() -> None:
    # Given a release with deprecations of everything that can be deprecated
    released = contract(deprecated("Use `a`. Removed after 2027-02-28."))
    # Then they may be removed after that day, and not before
    assert breaking(released, contract(WITHOUT), datetime.date(2027, 3, 1)) == []
    assert len(breaking(released, contract(WITHOUT), datetime.date(2027, 2, 28))) == 4
    # What was deprecated and removed between two releases was never announced
    assert len(breaking(contract(), contract(WITHOUT))) == 4


@pytest.mark.parametrize("reason", ["Use `a`.", "Removed after May.", "Removed after 2027-02-30."])
def test_a_deprecation_without_a_date_is_found(reason: str) -> None:
    schema = build_schema(deprecated(reason))
    assert deprecations_without_date(schema) == ["E.TWO", "I.b", "Query.a(x:)", "Query.b"]
    assert deprecations_without_date(build_schema(deprecated("Removed after 2027-02-28."))) == []


CHANGELOG = """# Changes

## Unreleased

### Breaking

- FIELD_REMOVED: Query.b was removed. Use `a`.

### To watch

None.

## 1.0.0 – 2026-12-01

### Breaking

- FIELD_REMOVED: Query.a was removed.
"""


def test_only_what_is_said_of_the_next_release_counts() -> None:
    told = unreleased(CHANGELOG)
    assert "Query.b" in told["Breaking"]
    assert "Query.a" not in told["Breaking"]
    assert told["To watch"].strip() == "None."
    assert unreleased("# Changes\n") == {}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a folder with a copy of the contract, and a changelog of its own."""
    folder = tmp_path / "contract"
    shutil.copytree(CONTRACT, folder)
    (folder / "CHANGELOG.md").write_text(CHANGELOG)
    return folder


Break = Callable[[Path], None]


def break_schema(folder: Path) -> None:
    path = folder / "schema.graphql"
    path.write_text(path.read_text().replace("  meetingRhythm: String", "  rhythm: String"))


def break_operation(folder: Path) -> None:
    ids = json.loads((folder / "trusted-documents.json").read_text())
    (folder / "trusted-documents.json").write_text(json.dumps({**ids, "Group": "sha256:0"}))


def break_fixture(folder: Path) -> None:
    path = folder / "fixtures" / "Group.json"
    path.write_text(path.read_text().replace('"meetingRhythm"', '"rhythm"'))


@pytest.mark.parametrize("break_it", [break_schema, break_operation, break_fixture])
def test_after_a_release_each_break_of_the_real_contract_is_found(
    break_it: Break, copy: Path
) -> None:
    # Given that the contract was released as it is
    release(copy, "1.1.0", TODAY)
    assert breaking(read_released(copy / "released"), read_contract(copy)) == []
    # When something that front ends rely on is changed, then one line says what
    break_it(copy)
    assert len(breaking(read_released(copy / "released"), read_contract(copy))) == 1


def test_a_release_is_dated_and_leaves_room_for_the_next(copy: Path) -> None:
    call_command("release_contract", "1.1.0", folder=copy, stdout=StringIO())

    changelog = (copy / "CHANGELOG.md").read_text()
    assert unreleased(changelog) == {"Breaking": "\nNone.\n", "To watch": "\nNone.\n"}
    before, after = changelog.split("## 1.1.0 – 20")
    assert "Query.b" not in before
    assert "Query.b" in after


@pytest.mark.parametrize(
    ("version", "sentence"), [("1.0.0", "released already"), ("next", "three numbers")]
)
def test_a_release_that_cannot_be_is_refused_in_words(
    version: str, sentence: str, copy: Path
) -> None:
    with pytest.raises(CommandError, match=sentence):
        call_command("release_contract", version, folder=copy)
