"""The tests' database, migrated once, and copies of it that are filled once for many tests."""

import fcntl
import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, connections, reset_queries, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import override_settings

from cms.environment import BASE_DIR

CLONES = ("demo", "one_row", "thirty_rows", "hidden")


class MigratedFile:
    """A migrated, empty SQLite file, kept from one run to the next and between workers.

    The first worker that finds none makes it, while the others wait. One file stands for one state
    of all migrations and packages.
    """

    _FOLDER = BASE_DIR / "var" / "migrated"

    def __init__(self) -> None:
        self._FOLDER.mkdir(parents=True, exist_ok=True)
        self._kept = self._FOLDER / f"{_state_of_migrations()}.sqlite3"
        self._lock = (self._FOLDER / "lock").open("w")

    def copy_to(self, file: Path) -> bool:
        """Copy it to `file` and return True; where there is none, `keep` is to be called."""
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        if not self._kept.exists():
            return False
        shutil.copyfile(self._kept, file)
        self._lock.close()
        return True

    def keep(self, file: Path) -> None:
        """Keep a copy of `file`, which was migrated meanwhile, in place of older states."""
        for old in self._FOLDER.glob("*.sqlite3"):
            old.unlink()
        partial = self._kept.with_suffix(".partial")
        shutil.copyfile(file, partial)
        partial.rename(self._kept)
        self._lock.close()


def _state_of_migrations() -> str:
    """Return a hash of every migration of the project and of the pinned packages."""
    files = [BASE_DIR / "requirements-dev.txt"]
    for name in ("cms", "pages", "feedback"):
        files += sorted((BASE_DIR / name).glob("**/migrations/*.py"))
    state = hashlib.sha256()
    for file in files:
        state.update(f"{file.relative_to(BASE_DIR)} ".encode() + file.read_bytes())
    return state.hexdigest()[:16]


def make_clones() -> None:
    """Copy the database as it is before any test; nobody has it open."""
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
