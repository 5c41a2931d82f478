"""The scheduler process."""

import signal
from typing import Any

from django.core.management.base import BaseCommand

from cms.scheduling.jobs import PERIODIC_JOBS
from cms.scheduling.runner import Runner


class Command(BaseCommand):
    """Runs until it is told to end (SIGTERM, Ctrl-C)."""

    help = "Run the periodic jobs; of several schedulers one works, and the others stand by."

    def handle(self, *args: Any, **options: Any) -> None:
        """Work until a signal comes."""
        runner = Runner(PERIODIC_JOBS)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: runner.stop())
        runner.run()
