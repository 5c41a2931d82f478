"""Writes the schema to the contract."""

import argparse
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.graphql.contract import schema_text

DEFAULT = Path(settings.BASE_DIR) / "frontend_contract" / "schema.graphql"


class Command(BaseCommand):
    """Writes frontend_contract/schema.graphql."""

    help = "Writes the GraphQL schema to frontend_contract/schema.graphql."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Offer another file, and a look without writing."""
        parser.add_argument("--out", type=Path, default=DEFAULT, help="The file to write.")
        parser.add_argument(
            "--check", action="store_true", help="Write nothing; fail if the file is not current."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file, or compare it."""
        path, text = options["out"], schema_text()
        if options["check"]:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                raise CommandError(f"{path} is not current: run manage.py export_schema.")
            return
        path.write_text(text, encoding="utf-8")
        self.stdout.write(f"Wrote {path}.")
