"""Throws away what has served its purpose."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from feedback.retention.pruning import prune


class Command(BaseCommand):
    """Removes expired challenges and old client ids; the scheduler runs it every ten minutes."""

    help = "Removes expired CAPTCHA challenges, and client ids used before last month."

    def handle(self, *args: Any, **options: Any) -> None:
        """Remove and tell how many."""
        challenges, client_ids = prune(timezone.now())
        self.stdout.write(f"Removed {challenges} challenges and {client_ids} client ids.")
