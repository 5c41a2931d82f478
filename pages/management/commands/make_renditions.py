"""Makes the files of pictures before a reader asks for them."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pages.renditions import UNREADABLE, keep_renditions, missing_specs, public_images
from pages.tasks import keep_renditions as task


class Command(BaseCommand):
    """Makes what is missing of every picture; what is there already is left as it is."""

    help = "Makes the files of all pictures in all presets of the API that are missing."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Offer to only look, or to leave the work to the worker."""
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument(
            "--check",
            action="store_true",
            help="Make nothing; name the pictures that lack files, and fail if there are any.",
        )
        choice.add_argument(
            "--queue", action="store_true", help="Leave it to the worker, a task a picture."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Go through all pictures; one that cannot be read is named and passed over."""
        lacking = list(missing_specs(public_images().order_by("pk")))
        if options["check"]:
            for image, specs in lacking:
                self.stdout.write(f"{image.pk} {image.title}: {len(specs)} files are missing.")
            if lacking:
                raise CommandError(f"{len(lacking)} pictures lack files.")
        for image, _ in lacking:
            if options["queue"]:
                task.enqueue(image.pk)
                continue
            try:
                keep_renditions(image.pk)
            except UNREADABLE as error:
                self.stderr.write(f"{image.title}: {error}")
        if options["verbosity"]:
            self.stdout.write(f"{len(lacking)} pictures lacked files.")
