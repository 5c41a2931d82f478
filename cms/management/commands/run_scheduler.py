"""Run the scheduler process."""

import signal
from typing import Any

from django.core.management.base import BaseCommand

from cms.scheduling.jobs import PERIODIC_JOBS
from cms.scheduling.runner import Runner


class Command(BaseCommand):
    """Runs until SIGTERM or Ctrl-C."""

    help = "Run the periodic jobs. Of several schedulers one is active, the others are on standby."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until a signal is received."""
        runner = Runner(PERIODIC_JOBS)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: runner.stop())
        runner.run()
