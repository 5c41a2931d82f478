"""Tells editors by mail that something waits for them."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from feedback.handling.notifications import notify_editors


class Command(BaseCommand):
    """Mails each editor once a day at most; the scheduler runs it several times a day."""

    help = "Mails editors how many comments wait; a mail that was not taken is tried again."

    def handle(self, *args: Any, **options: Any) -> None:
        """Mail, and tell how many were taken."""
        sent, failed = notify_editors(timezone.localdate())
        self.stdout.write(f"{sent} mails were taken, {failed} were not.")
