"""Set up the roles of the admin: editor, communicator of each administration, administrator."""

from typing import Any

from django.core.management.base import BaseCommand

from pages.roles import set_up_roles


class Command(BaseCommand):
    """Idempotent; permissions that administrators added by hand are kept."""

    help = "Create the admin's user groups with their permissions, collections and workflows."

    def handle(self, *args: Any, **options: Any) -> None:
        """Set up the roles."""
        set_up_roles()
        self.stdout.write("The roles are set up.")
