"""The health check of a container without a web server."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from cms.health.heartbeats import SCHEDULER, WORKER, silence


class Command(BaseCommand):
    """Exits with 1, and a sentence, when the process fell silent."""

    help = "Tell whether the worker or the scheduler has shown a sign of life lately."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the two processes."""
        parser.add_argument("process", choices=[WORKER, SCHEDULER])

    def handle(self, *args: Any, process: str, **options: Any) -> None:
        """Read what the health page reads."""
        if silent := silence(process, timezone.now()):
            self.stderr.write(f"{process}: {silent}")
            sys.exit(1)
        self.stdout.write(f"{process}: alive")
