"""Make the missing image files."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pages.renditions import UNREADABLE, keep_renditions, missing_specs, public_images
from pages.tasks import keep_renditions as task


class Command(BaseCommand):
    """Makes the missing files of all public images."""

    help = "Makes the missing files of all images, in all presets and formats of the API."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add --check and --queue."""
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument(
            "--check",
            action="store_true",
            help="Make nothing; list images with missing files, and fail if there are any.",
        )
        choice.add_argument(
            "--queue",
            action="store_true",
            help=("Queue one task per image for the worker instead."),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, queue or make the files; an unreadable image is reported and skipped."""
        lacking = list(missing_specs(public_images().order_by("pk")))
        if options["check"]:
            for image, specs in lacking:
                self.stdout.write(f"{image.pk} {image.title}: {len(specs)} files are missing.")
            if lacking:
                raise CommandError(f"{len(lacking)} images lack files.")
        for image, _ in lacking:
            if options["queue"]:
                task.enqueue(image.pk)
                continue
            try:
                keep_renditions(image.pk)
            except UNREADABLE as error:
                self.stderr.write(f"{image.title}: {error}")
        if options["verbosity"]:
            self.stdout.write(f"{len(lacking)} images lacked files.")
