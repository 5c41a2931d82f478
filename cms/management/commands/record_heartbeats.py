"""The sign of life that the health checks look for."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.health.heartbeats import SCHEDULER, ask_worker, record


class Command(BaseCommand):
    """Called by the scheduler every minute."""

    help = "Record that the scheduler is alive, and have the worker record that it is."

    def handle(self, *args: Any, **options: Any) -> None:
        """Record one heartbeat and order the other."""
        record(SCHEDULER)
        ask_worker()
