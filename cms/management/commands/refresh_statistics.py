"""What SQLite's planner knows of the tables, brought up to date."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection


class Command(BaseCommand):
    """Called by the scheduler every night; call it too after much content was brought in."""

    help = "Let SQLite count its tables, so that it chooses the right index. PostgreSQL does so."

    def handle(self, *args: Any, **options: Any) -> None:
        """Count; a second's work for some ten thousand pages, during which nobody can write."""
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
