"""Delete expired previews."""

from typing import Any

from django.core.management import BaseCommand
from django.utils import timezone

from pages.previews.grants import prune


class Command(BaseCommand):
    """Deletes expired previews."""

    help = "Delete expired previews, with the unsaved drafts in them."

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete them, and print how many."""
        number = prune(timezone.now())
        if options["verbosity"]:
            self.stdout.write(f"Deleted {number} previews.")
