"""The worker of django-tasks-db, which goes on after an outage of the database."""

import logging
import time
from typing import Any

from django.db import InterfaceError, OperationalError, connections
from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker

logger = logging.getLogger(__name__)

RETRY_SECONDS = 2


class Command(DatabaseWorker):
    """Without this, a service manager has to restart it, and gives up after some attempts."""

    def handle(self, **options: Any) -> None:
        """Run the worker; start it again when the database has failed."""
        while True:
            try:
                super().handle(**options)
            except (OperationalError, InterfaceError) as error:
                if options["batch"]:
                    raise
                failure = type(error).__name__
            else:
                return
            logger.error("The worker waits for the database: %s", failure)
            connections.close_all()
            time.sleep(RETRY_SECONDS)
