"""Rebuild the search index."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.search.indexing import rebuild


class Command(BaseCommand):
    """Rebuilds the search index, after rows were changed without `save()`."""

    help = "Rebuilds the search index. The old index is used until it is done."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild the index and print its size."""
        count = rebuild()
        self.stdout.write(self.style.SUCCESS(f"{count} entries can be found."))
