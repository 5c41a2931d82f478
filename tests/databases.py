"""Databases beside the tests' own, each filled once and then read by many tests."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, connections, reset_queries, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import override_settings

CLONES = ("demo", "one_row", "thirty_rows", "hidden")


def make_clones() -> None:
    """Copy the database as it is before any test."""
    # SQLite copies a file, which is whole once nobody has it open.
    connection.close()
    for name in CLONES:
        connection.creation.clone_test_db(suffix=name, verbosity=0)


def destroy_clones() -> None:
    """Remove the copies."""
    for name in CLONES:
        connection.creation.destroy_test_db(suffix=name, verbosity=0)


def connection_to(name: str) -> BaseDatabaseWrapper:
    """Return a connection to one of the copies."""
    return type(connections["default"])(
        connection.creation.get_test_db_clone_settings(name), "default"
    )


@contextmanager
def instead_of_default(other: BaseDatabaseWrapper) -> Iterator[None]:
    """Let this thread's queries go to another database."""
    default = connections["default"]
    connections["default"] = other
    try:
        yield
    finally:
        connections["default"] = default


@contextmanager
def undone(database: BaseDatabaseWrapper) -> Iterator[None]:
    """Let this thread work in another database, and undo what it changes there."""
    with instead_of_default(database), _outermost():
        yield
        transaction.set_rollback(True)


@contextmanager
def filled(
    name: str, media: Path, fill: Callable[[], Any]
) -> Iterator[tuple[BaseDatabaseWrapper, Any]]:
    """Fill a copy; return a connection to it, and what `fill` returned.

    Nothing is committed to it, so that what waits for a commit – encoding pictures, which takes
    seconds – waits for ever.
    """
    database, transaction_of_all = connection_to(name), _outermost()
    with instead_of_default(database), override_settings(MEDIA_ROOT=str(media)):
        transaction_of_all.__enter__()
        content = fill()
        # Asked once a connection: it should not count as the cost of whoever comes first.
        assert database.features.supports_json_field
        # Logged in development; a log that is full warns each test that counts queries.
        reset_queries()
    yield database, content
    with instead_of_default(database):
        transaction.set_rollback(True)
        transaction_of_all.__exit__(None, None, None)
    database.close()


def _outermost() -> transaction.Atomic:
    block = transaction.atomic()
    # As Django's TestCase does: a durable block of the product's is the outermost one here.
    block._from_testcase = True  # type: ignore[attr-defined]
    return block
