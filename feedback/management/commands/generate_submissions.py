"""Adds invented submissions to test an installation under load."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from feedback.demo.generation import MONTHS, generate_submissions
from feedback.intake.submit import local_day
from feedback.models import Service


class Command(BaseCommand):
    """For development, and for an installation that is not open yet."""

    help = (
        "Adds invented submissions of the last closed months to the existing services, and counts "
        "them. They cannot be distinguished from residents' own or removed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the number, the months, the seed, and the flag required in production."""
        parser.add_argument("count", type=int, help="How many submissions, such as 1000000.")
        parser.add_argument(
            "--months", type=int, default=MONTHS, help=f"Of how many months ({MONTHS})."
        )
        parser.add_argument("--seed", type=int, default=1, help="Seed of the random generator.")
        parser.add_argument(
            "--mix-with-real",
            action="store_true",
            help="Confirm outside a development environment (DEBUG=1).",
        )

    def handle(
        self,
        *args: Any,
        count: int,
        months: int,
        seed: int,
        mix_with_real: bool,
        **options: Any,
    ) -> None:
        """Add the submissions, with a progress bar on standard error."""
        if not (settings.DEBUG or mix_with_real):
            raise CommandError(
                "This is not a development environment (DEBUG=1). Invented submissions would be "
                "mixed with residents' own for good; add --mix-with-real to confirm."
            )
        if count < 1 or months < 1:
            raise CommandError("The numbers of submissions and of months must be at least 1.")
        services = list(Service.objects.originals().order_by("pk"))
        if not services:
            raise CommandError("There is no service. Create one first.")
        chunks = generate_submissions(
            count,
            today=local_day(timezone.now()),
            services=services,
            months=months,
            seed=seed,
        )
        with tqdm(total=count, unit=" submissions", unit_scale=True) as progress:
            for size in chunks:
                progress.update(size)
        self.stdout.write(f"Added {count} submissions to {len(services)} services.")
