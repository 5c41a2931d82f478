"""Write the schema and the ids of the operations to the contract."""

import argparse
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.graphql.contract.export import document_ids_text, schema_text
from cms.schema import schema

CONTRACT = Path(settings.BASE_DIR) / "frontend_contract"


class Command(BaseCommand):
    """Writes frontend_contract/schema.graphql and trusted-documents.json."""

    help = "Writes the GraphQL schema, and the ids of the operations, to frontend_contract/."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add --out and --check."""
        parser.add_argument("--out", type=Path, default=CONTRACT, help="The folder to write to.")
        parser.add_argument(
            "--check", action="store_true", help="Write nothing; fail if a file is outdated."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the files, or compare them with --check."""
        files = {
            "schema.graphql": schema_text(schema),
            "trusted-documents.json": document_ids_text(),
        }
        for name, text in files.items():
            path = options["out"] / name
            if not options["check"]:
                path.write_text(text, encoding="utf-8")
                self.stdout.write(f"Wrote {path}.")
            elif not path.exists() or path.read_text(encoding="utf-8") != text:
                raise CommandError(f"{path} is not current: run manage.py export_schema.")
