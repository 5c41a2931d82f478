"""Record the heartbeats for the health checks."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.health.heartbeats import SCHEDULER, ask_worker, record


class Command(BaseCommand):
    """Run by the scheduler every minute."""

    help = "Record a heartbeat of the scheduler, and queue one of the worker."

    def handle(self, *args: Any, **options: Any) -> None:
        """Record one heartbeat and queue the other."""
        record(SCHEDULER)
        ask_worker()
