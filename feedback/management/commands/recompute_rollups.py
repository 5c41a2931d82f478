"""Compares the monthly counts with the submissions, and corrects them."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from feedback.figures import rollups
from feedback.models import MonthlyRollup, Submission


class Command(BaseCommand):
    """For use after an import or a restored backup."""

    help = "Recounts all submissions, prints where the monthly counts differ, and corrects them."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add --check."""
        parser.add_argument(
            "--check", action="store_true", help="Correct nothing; fail if counts differ."
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        """Recount each service and print the differences."""
        services = sorted(
            {
                *Submission.objects.order_by().values_list("service_id", flat=True).distinct(),
                *MonthlyRollup.objects.order_by().values_list("service_id", flat=True).distinct(),
            }
        )
        different = 0
        for service_id in tqdm(services, unit="service", disable=not sys.stderr.isatty()):
            for difference in rollups.recount(service_id, correct=not check):
                different += 1
                self.stdout.write(
                    f"Service {service_id}, {difference.month:%Y-%m}: "
                    f"stored {difference.kept.as_json()}, "
                    f"counted {difference.counted.as_json()}."
                )
        if check and different:
            raise CommandError(f"{different} months differ. Run recompute_rollups to correct them.")
        state = "corrected" if different else "equal"
        self.stdout.write(f"{len(services)} services compared; {different} months {state}.")
