"""The checks behind `/healthz/ready`: each says what is wrong, in words; nothing when all is well.

A library for this (django-health-check) brings the clients of everything that it could look at:
7 MB in each web process, for five questions.
"""

import secrets
from collections.abc import Callable
from functools import partial

from django.core.cache import cache
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from cms.health import heartbeats

_NO_DATABASE = "the database does not answer"


def database() -> str:
    """Ask the database for a constant."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError):
        return _NO_DATABASE
    return ""


def shared_cache() -> str:
    """Keep something, and find it again."""
    name = f"healthz:{secrets.token_hex(8)}"
    try:
        cache.set(name, name, timeout=5)
        found = cache.get(name) == name
    except Exception:
        # Whatever the cache's client raises: it is not Django's own.
        found = False
    return "" if found else "the cache does not answer"


def migrations() -> str:
    """Compare the migrations on disk with those in the database: new code needs its tables."""
    try:
        executor = MigrationExecutor(connection)
    except (DatabaseError, InterfaceError):
        return _NO_DATABASE
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return "migrations wait to be applied: manage.py migrate"
    return ""


def process(name: str) -> str:
    """Look for a recent sign of life of a process."""
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
}
