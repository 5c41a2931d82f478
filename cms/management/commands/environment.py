"""Print the README's table of environment variables."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.environment import markdown_table


class Command(BaseCommand):
    """Prints the table; a test compares the README with it."""

    help = "Print the table of environment variables in Markdown, for README.md."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the table."""
        self.stdout.write(markdown_table(), ending="")
