"""What a demo needs before it may become an installation in production."""

from typing import Any

from django.core.management.base import BaseCommand

from pages.demo.accounts import demo_accounts


class Command(BaseCommand):
    """The content stays; who wrote it is forgotten."""

    help = "Remove the accounts of the demo; create your own first: manage.py createsuperuser"
    # The check that asks for this command would refuse to let it run.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete the accounts and say how many there were."""
        accounts = demo_accounts()
        number = accounts.count()
        accounts.delete()
        self.stdout.write(f"{number} demo accounts removed.")
