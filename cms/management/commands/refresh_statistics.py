"""Update SQLite's planner statistics."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection


class Command(BaseCommand):
    """Run by the scheduler every night; run it also after a large import."""

    help = (
        "Update SQLite's statistics, so that it chooses the right indexes. PostgreSQL "
        "does so itself."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run ANALYZE; takes about a second per ten thousand pages, during which writes wait."""
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
