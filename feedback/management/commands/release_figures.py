"""Publishes the figures of closed months."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from feedback.figures.publication import release_figures
from feedback.intake.submit import local_day


class Command(BaseCommand):
    """Run by the scheduler on the tenth of every month."""

    help = (
        "Publishes the figures of each service whose closed months have at least twenty new "
        "submissions. Published figures never change. A second run does nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add --dry-run."""
        parser.add_argument(
            "--dry-run", action="store_true", help="Print what would be published, and do nothing."
        )

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        """Publish the figures and print each period."""
        report = release_figures(local_day(timezone.now()), dry_run=dry_run)
        for service, period in report.released:
            start = f"{period.first_month:%Y-%m}" if period.first_month else "the start"
            self.stdout.write(
                f"{service.name}: {period.count} submissions, from {start} to "
                f"{period.last_month:%Y-%m}"
            )
        for service in report.waiting:
            self.stderr.write(
                f"{service.name}: submissions of closed months wait for the daily batch. "
                "Run release_feedback, then this again."
            )
        for service in report.flooded:
            self.stderr.write(
                f"{service.name}: many submissions of closed months are in quarantine. "
                "Let them in or reject them, then run this again."
            )
        verb = "Would publish" if dry_run else "Published"
        self.stdout.write(f"{verb} {len(report.released)} periods.")
