"""Delete the demo accounts before an installation goes into production."""

from typing import Any

from django.core.management.base import BaseCommand

from pages.demo.accounts import demo_accounts


class Command(BaseCommand):
    """Deletes the accounts; content is kept, without its authors."""

    help = "Remove the accounts of the demo; create your own first: manage.py createsuperuser"
    # The check that recommends this command would prevent it from running.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete the accounts and print how many."""
        accounts = demo_accounts()
        number = accounts.count()
        accounts.delete()
        self.stdout.write(f"{number} demo accounts removed.")
