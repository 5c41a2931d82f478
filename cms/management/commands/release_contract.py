"""Release the contract: its current files become the ones that later changes are compared with."""

import argparse
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cms.graphql.contract.versions import release

CONTRACT = Path(settings.BASE_DIR) / "frontend_contract"


class Command(BaseCommand):
    """Writes frontend_contract/released/, and a dated heading to the contract's changelog."""

    help = "Releases the contract: breaking changes must be in its changelog."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add the version and --folder."""
        parser.add_argument("version", help="Three numbers, such as 1.4.0.")
        parser.add_argument("--folder", type=Path, default=CONTRACT, help="The contract's folder.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Release, or fail with the reasons."""
        try:
            release(options["folder"], options["version"], timezone.localdate())
        except ValueError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Released {options['version']} of the contract. Commit the difference.")
