"""Makes the roles of the admin: editor, communicator of each administration, administrator."""

from typing import Any

from django.core.management.base import BaseCommand

from pages.roles import set_up_roles


class Command(BaseCommand):
    """Can be run again at any time; what administrators added by hand stays."""

    help = "Make the user groups of the admin with their rights, collections and reviews."

    def handle(self, *args: Any, **options: Any) -> None:
        """Set the roles up."""
        set_up_roles()
        self.stdout.write("The roles are in place.")
