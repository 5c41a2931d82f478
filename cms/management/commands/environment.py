"""The table of environment variables in the README."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.environment import markdown_table


class Command(BaseCommand):
    """A test holds the README to this output."""

    help = "Print the table of environment variables in Markdown, for README.md."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it."""
        self.stdout.write(markdown_table(), ending="")
