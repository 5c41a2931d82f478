"""Deletes expired challenges, old client ids and expired exports."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from feedback.retention.pruning import prune


class Command(BaseCommand):
    """Run by the scheduler every ten minutes."""

    help = "Removes expired CAPTCHA challenges, and client ids used before last month."

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete expired data and print how much."""
        challenges, client_ids = prune(timezone.now())
        self.stdout.write(f"Removed {challenges} challenges and {client_ids} client ids.")
