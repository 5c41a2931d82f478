"""Mails editors that new feedback waits for them."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from feedback.handling.notifications import notify_editors


class Command(BaseCommand):
    """Mails each editor at most once a day; the scheduler runs it several times a day."""

    help = (
        "Mails editors the number of new submissions; a failed mail is tried again by the next run."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Send the mails and print how many were sent."""
        sent, failed = notify_editors(timezone.localdate())
        self.stdout.write(f"Sent {sent} mails; {failed} failed.")
