"""Health check for containers without a web server."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from cms.health.heartbeats import SCHEDULER, WORKER, silence


class Command(BaseCommand):
    """Exits with 1 and a message if the last heartbeat is too old."""

    help = "Check the last heartbeat of the worker or the scheduler."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the name of the process."""
        parser.add_argument("process", choices=[WORKER, SCHEDULER])

    def handle(self, *args: Any, process: str, **options: Any) -> None:
        """Check the heartbeat, like `/healthz/status`."""
        if silent := silence(process, timezone.now()):
            self.stderr.write(f"{process}: {silent}")
            sys.exit(1)
        self.stdout.write(f"{process}: alive")
