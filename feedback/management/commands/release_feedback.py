"""Releases the daily batch to the editors."""

import secrets
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from feedback.intake.daily_batch import release_feedback
from feedback.intake.submit import local_day


class Command(BaseCommand):
    """Run by the scheduler once a day."""

    help = (
        "Releases incoming submissions to the editors in random order, at least three at a time "
        "per administration, or after a week. A second run on the same day does nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add --now."""
        parser.add_argument(
            "--now",
            action="store_true",
            help="Release all submissions at once, in any number. For demonstrations only: "
            "editors may guess the authors of few submissions.",
        )

    def handle(self, *args: Any, now: bool, **options: Any) -> None:
        """Release the batch and print its size."""
        batch = release_feedback(
            day=local_day(timezone.now()), rng=secrets.SystemRandom(), everything=now
        )
        if batch is None:
            self.stdout.write("Today's batch is already released.")
        else:
            self.stdout.write(f"Released {batch.released}; {batch.waiting} held back.")
