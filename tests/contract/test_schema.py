"""The schema file is what the code offers, and changes do not come as a surprise."""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from graphql import build_schema

from cms.graphql.contract import risky_changes, schema_text
from cms.schema import schema

CONTRACT = Path(settings.BASE_DIR) / "frontend_contract"


def test_schema_file_is_current():
    assert (CONTRACT / "schema.graphql").read_text(encoding="utf-8") == schema_text(), (
        "Run manage.py export_schema."
    )


def test_changes_that_may_break_a_front_end_are_told():
    # given
    released = build_schema((CONTRACT / "released.graphql").read_text(encoding="utf-8"))
    changelog = (CONTRACT / "CHANGELOG.md").read_text(encoding="utf-8")

    # then
    untold = [change for change in risky_changes(released, schema) if change not in changelog]
    assert untold == [], "Add these lines to frontend_contract/CHANGELOG.md, under Breaking."


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        ("a: Int b: Int", "a: Int", "FIELD_REMOVED: Query.b was removed."),
        ("a: Int!", "a: Int", "FIELD_CHANGED_KIND: Query.a changed type from Int! to Int."),
        (
            "a(x: Int): Int",
            "a(x: Int, y: Int): Int",
            "OPTIONAL_ARG_ADDED: An optional arg y on Query.a was added.",
        ),
    ],
)
def test_breaking_and_dangerous_changes_are_found(old, new, change):
    def made_of(fields):
        return build_schema(f"type Query {{ {fields} }}")

    assert risky_changes(made_of(old), made_of(new)) == [change]
    assert risky_changes(made_of(old), made_of(old)) == []


def test_check_fails_on_a_file_that_is_not_current(tmp_path):
    path = tmp_path / "schema.graphql"
    call_command("export_schema", out=path, stdout=StringIO())
    call_command("export_schema", out=path, check=True)

    path.write_text("type Query { a: Int }")

    with pytest.raises(CommandError, match="not current"):
        call_command("export_schema", out=path, check=True)
