"""The checks behind `/healthz/ready`, run by django-health-check."""

import dataclasses

from asgiref.sync import sync_to_async
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from health_check.base import HealthCheck
from health_check.checks import Database
from health_check.exceptions import ServiceUnavailable

from cms.health import heartbeats


@dataclasses.dataclass
class DatabaseAnswers(Database):
    """The library's check, on the request's own connection instead of one per probe."""

    async def run(self) -> None:
        """Ask the database for a constant."""
        await sync_to_async(super().run)()


@dataclasses.dataclass
class MigrationsApplied(HealthCheck):
    """Refuses traffic to code that is newer than its tables."""

    async def run(self) -> None:
        """Compare the migrations on disk with those in the database."""
        await sync_to_async(self.compare)()

    def compare(self) -> None:
        """Raise when a migration waits."""
        try:
            executor = MigrationExecutor(connection)
        except DatabaseError as error:
            raise ServiceUnavailable("the database does not answer") from error
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise ServiceUnavailable("migrations wait to be applied: manage.py migrate")


@dataclasses.dataclass
class ProcessAlive(HealthCheck):
    """Looks for a recent sign of life of one process."""

    name: str

    async def run(self) -> None:
        """Read the heartbeat."""
        await sync_to_async(self.listen)()

    def listen(self) -> None:
        """Raise when the process has been silent for too long."""
        try:
            silent = heartbeats.silence(self.name, timezone.now())
        except DatabaseError as error:
            raise ServiceUnavailable("the database does not answer") from error
        if silent:
            raise ServiceUnavailable(silent)
