"""The checks of the health endpoints. Each returns an error message, or "" if there is no problem.

Not django-health-check: it imports the clients of every service that it supports, 7 MB per web
process.
"""

import secrets
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import partial

from django.core.cache import cache
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from cms.health import figures, heartbeats
from cms.health.forwarded import unexpected_proxy
from cms.outages.media_disk import upload_problem

_NO_DATABASE = "the database does not answer"
# A day, the change to winter time, and a few hours of an outage.
_LONGEST_BATCH_AGE = timedelta(hours=30)


def database() -> str:
    """Execute a trivial query."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError):
        return _NO_DATABASE
    return ""


def shared_cache() -> str:
    """Store a value and read it back."""
    name = f"healthz:{secrets.token_hex(8)}"
    try:
        cache.set(name, name, timeout=5)
        found = cache.get(name) == name
    except Exception:
        # The cache's client raises its own exceptions, not Django's.
        found = False
    return "" if found else "the cache does not answer"


def migrations() -> str:
    """Compare the migrations on disk with those applied to the database."""
    try:
        executor = MigrationExecutor(connection)
    except (DatabaseError, InterfaceError):
        return _NO_DATABASE
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return "migrations wait to be applied: manage.py migrate"
    return ""


def media() -> str:
    """Store a file and delete it, if uploads are stored on disk."""
    return upload_problem(size=1)


def feedback_batch() -> str:
    """Check when the daily batch last ran; it runs whether there is feedback or not."""
    try:
        age = figures.batch_age(timezone.now())
    except (DatabaseError, InterfaceError):
        return _NO_DATABASE
    if age is None:
        return "the daily batch has not run since the installation"
    if age > _LONGEST_BATCH_AGE:
        return f"the daily batch ran {age // timedelta(hours=1)} hours ago"
    return ""


def process(name: str) -> str:
    """Check the last heartbeat of a process."""
    try:
        return heartbeats.silence(name, timezone.now())
    except (DatabaseError, InterfaceError):
        return _NO_DATABASE


CHECKS: dict[str, Callable[[], str]] = {
    "database": database,
    "cache": shared_cache,
    "migrations": migrations,
    heartbeats.WORKER: partial(process, heartbeats.WORKER),
    heartbeats.SCHEDULER: partial(process, heartbeats.SCHEDULER),
    "media": media,
    "feedback_batch": feedback_batch,
}
# Reported only: what visitors can cause must not take the installation out of service.
WARNINGS: dict[str, Callable[[], str]] = {"proxy": unexpected_proxy}
# Not executed without a database, so that a host that drops packets is waited for only once.
NEEDS_DATABASE = {"migrations", heartbeats.WORKER, heartbeats.SCHEDULER, "feedback_batch"}
# What this process needs in order to answer. Without the cache and the others, it still does.
READY = ("database", "migrations")


def run(names: Iterable[str]) -> dict[str, str]:
    """Execute checks; `database` comes first."""
    found: dict[str, str] = {}
    for name in names:
        skipped = name in NEEDS_DATABASE and found.get("database")
        found[name] = _NO_DATABASE if skipped else CHECKS[name]()
    return found
