"""`manage.py rebuild_search`."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.search.indexing import rebuild


class Command(BaseCommand):
    """Writes the search index anew, after rows were changed past the admin."""

    help = "Writes the search index anew. Readers search the old one until it is done."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild and tell how much can be found."""
        count = rebuild()
        self.stdout.write(self.style.SUCCESS(f"{count} entries can be found."))
