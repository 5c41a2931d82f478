"""The committed schema and operation ids are current."""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from cms.graphql.contract.export import document_ids_text, schema_text
from cms.schema import schema

CONTRACT = Path(settings.BASE_DIR) / "frontend_contract"


def test_schema_file_is_current():
    assert (CONTRACT / "schema.graphql").read_text(encoding="utf-8") == schema_text(schema), (
        "Run `make contract-types`."
    )


def test_ids_of_the_operations_are_current():
    ids = (CONTRACT / "trusted-documents.json").read_text(encoding="utf-8")

    assert ids == document_ids_text(), "Run `make contract-types`."


def test_check_fails_on_a_file_that_is_not_current(tmp_path):
    call_command("export_schema", out=tmp_path, stdout=StringIO())
    call_command("export_schema", out=tmp_path, check=True)

    (tmp_path / "schema.graphql").write_text("type Query { a: Int }")

    with pytest.raises(CommandError, match="not current"):
        call_command("export_schema", out=tmp_path, check=True)
