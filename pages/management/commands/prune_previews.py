"""Delete previews that have run out, and what was typed in them."""

from typing import Any

from django.core.management import BaseCommand
from django.utils import timezone

from pages.previews.grants import prune


class Command(BaseCommand):
    """Delete previews that have run out."""

    help = "Delete previews that have run out, with the unsaved drafts that they hold."

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete, and say how many."""
        number = prune(timezone.now())
        if options["verbosity"]:
            self.stdout.write(f"Deleted {number} previews.")
