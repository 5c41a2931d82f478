"""Releasing the contract, and what prevents a release."""

import datetime
import json
import shutil
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cms.graphql.contract.comparison import Changes, changes_since, read_contract, read_released
from cms.graphql.contract.versions import broken_seal, release, unreleased, untold
from tests.contract.files import CONTRACT

TODAY = datetime.date(2027, 3, 1)
# Later than any release of the real contract.
RELEASED = "1000.2.0"
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


def test_changelog_entries_of_the_next_release_count() -> None:
    told = unreleased(CHANGELOG)
    assert "Query.b" in told["Breaking"]
    assert "Query.a" not in told["Breaking"]
    assert told["To watch"].strip() == "None."
    assert unreleased("# Changes\n") == {}


@pytest.mark.parametrize(
    "line",
    [
        "FIELD_REMOVED: Query.a was removed.",
        # A longer name with the same prefix, and a sentence that only mentions it
        "FIELD_REMOVED: Query.b was removed",
        "REMOVED: Query.b was removed.",
    ],
)
def test_changelog_entry_covers_its_own_change_only(line: str) -> None:
    said = "FIELD_REMOVED: Query.b was removed."
    changes = Changes(breaking=[said, line], dangerous=[])

    assert untold(changes, CHANGELOG).breaking == [line]


def test_breaking_change_needs_a_breaking_entry() -> None:
    changelog = CHANGELOG.replace("### Breaking", "### To watch", 1).replace(
        "### To watch\n\nN", "N"
    )
    changes = Changes(breaking=["FIELD_REMOVED: Query.b was removed."], dangerous=[])

    assert untold(changes, changelog) == changes


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a folder with a copy of the contract in a state just after a release."""
    folder = tmp_path / "contract"
    shutil.copytree(CONTRACT, folder)
    release(folder, RELEASED, TODAY)
    return folder


def change(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new), encoding="utf-8")


def tell(folder: Path, heading: str, line: str) -> None:
    """Add an entry to the unreleased section of the changelog."""
    change(folder, "CHANGELOG.md", f"### {heading}\n\nNone.\n", f"### {heading}\n\n- {line} Sic.\n")


def breaking(folder: Path) -> list[str]:
    released = read_released(folder / "released")
    return changes_since(released, read_contract(folder), TODAY).breaking


def break_schema(folder: Path) -> None:
    change(folder, "schema.graphql", "  meetingRhythm: String", "  rhythm: String")


def break_operation(folder: Path) -> None:
    ids = json.loads((folder / "trusted-documents.json").read_text())
    (folder / "trusted-documents.json").write_text(json.dumps({**ids, "Group": "sha256:0"}))


def break_fixture(folder: Path) -> None:
    change(folder, "fixtures/Group.json", '"meetingRhythm"', '"rhythm"')


def break_code(folder: Path) -> None:
    change(folder, "README.md", "`PERSISTED_QUERY_NOT_FOUND`", "`NOT_FOUND`")


BREAKS = [break_schema, break_operation, break_fixture, break_code]


@pytest.mark.slow
@pytest.mark.parametrize("break_it", BREAKS)
def test_breaking_change_prevents_a_release(break_it: Callable[[Path], None], copy: Path) -> None:
    # Given a contract without changes since its release
    assert breaking(copy) == []
    # When something that front ends rely on is changed, then one line reports it
    break_it(copy)
    (line,) = breaking(copy)
    # And it cannot be released under any version without a changelog entry
    with pytest.raises(CommandError, match="does not mention"):
        call_command("release_contract", "1001.0.0", folder=copy)
    # Unless the changelog and the version number say so
    tell(copy, "Breaking", line)
    with pytest.raises(CommandError, match="does not say so"):
        call_command("release_contract", "1000.3.0", folder=copy)
    call_command("release_contract", "1001.0.0", folder=copy, stdout=StringIO())
    assert breaking(copy) == []


def test_surprising_change_prevents_a_release(copy: Path) -> None:
    change(copy, "schema.graphql", "enum EventWhen {", "enum EventWhen {\n  SOON\n")

    with pytest.raises(CommandError, match="VALUE_ADDED_TO_ENUM"):
        call_command("release_contract", "1000.3.0", folder=copy)
    tell(copy, "To watch", "VALUE_ADDED_TO_ENUM: SOON was added to enum type EventWhen.")
    call_command("release_contract", "1000.3.0", folder=copy, stdout=StringIO())


def test_deprecation_without_an_end_prevents_a_release(copy: Path) -> None:
    mark = '  meetingRhythm: String @deprecated(reason: "Soon.")\n'
    change(copy, "schema.graphql", "  meetingRhythm: String\n", mark)

    with pytest.raises(CommandError, match=r"GroupPage\.meetingRhythm"):
        call_command("release_contract", "1000.3.0", folder=copy)


def test_release_is_dated_and_opens_the_next(copy: Path) -> None:
    tell(copy, "To watch", "Something new.")
    call_command("release_contract", "1000.3.0", folder=copy, stdout=StringIO())

    changelog = (copy / "CHANGELOG.md").read_text(encoding="utf-8")
    assert unreleased(changelog) == {"Breaking": "\nNone.\n", "To watch": "\nNone.\n"}
    before, after = changelog.split("## 1000.3.0 – 20")
    assert "Something new." not in before
    assert "Something new." in after


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("schema.graphql", "  meetingRhythm: String", "  rhythm: String"),
        ("shapes.json", '"answer.data.group.title"', '"answer.data.group.name"'),
        ("codes.json", '"COST_LIMIT"', '"COST"'),
    ],
)
def test_released_contract_cannot_be_changed(copy: Path, name: str, old: str, new: str) -> None:
    assert broken_seal(copy) is None

    change(copy / "released", name, old, new)

    assert "only a release may write to it" in str(broken_seal(copy))


@pytest.mark.parametrize(
    ("version", "sentence"),
    [
        (RELEASED, "released already"),
        ("999.9.9", "comes before 1000.2.0"),
        ("next", "three numbers"),
        ("1000.3", "three numbers"),
    ],
)
def test_impossible_release_is_explained(version: str, sentence: str, copy: Path) -> None:
    before = (copy / "CHANGELOG.md").read_bytes()

    with pytest.raises(CommandError, match=sentence):
        call_command("release_contract", version, folder=copy)
    assert (copy / "CHANGELOG.md").read_bytes() == before
