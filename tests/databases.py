"""The databases of the tests: migrated once, filled once, copied by each worker.

A test that commits changes gets the migrated state back afterwards, so tests run in any order.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from cms.environment import BASE_DIR

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
# Holds the lock for migrating, and SQLite's migrated file.
KEPT = BASE_DIR / "var" / "migrated"


class SqliteDatabases:
    """Databases in files, as in production: threads of a memory database share one cache."""

    def __init__(self, folder: Path) -> None:
        """`folder` belongs to one run and is shared by its workers."""
        self._folder = folder
        self.migrated = str(KEPT / f"{_state_of_migrations()}.sqlite3")

    def named(self, purpose: str) -> str:
        """Return the name, as in Django's settings, of this run's database for a purpose."""
        return str(self._folder / f"{purpose}.sqlite3")

    def make_migrated(self) -> None:
        """Make the migrated database unless it exists; it is kept between runs."""
        if Path(self.migrated).exists():
            return
        for old in KEPT.glob("*.*"):
            old.unlink()
        partial = self.migrated.replace(".sqlite3", ".partial")
        _migrate(partial)
        Path(partial).rename(self.migrated)

    def copy(self, source: str, target: str) -> None:
        """Copy a database that has no open connections; replace the target."""
        shutil.copyfile(source, target)

    def remove(self, name: str) -> None:
        """Remove a database."""
        Path(name).unlink(missing_ok=True)

    def restore(self) -> None:
        """Undo what tests have committed to the default database."""
        refusals = 0

        def stop_waiting(status: int, _remaining: int, _total: int) -> None:
            nonlocal refusals
            refusals += status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
            if refusals > 40:
                raise sqlite3.OperationalError("A thread of the test still writes.")

        connection.ensure_connection()
        source = sqlite3.connect(self.migrated)
        try:
            source.backup(connection.connection, progress=stop_waiting, sleep=0.25)
        finally:
            source.close()


class PostgresDatabases:
    """Databases of one server, copied as templates."""

    # Copies of the tables in which migrations write rows.
    _SCHEMA = "migrated"

    def __init__(self, _folder: Path) -> None:
        self._base = f"test_{connection.settings_dict['NAME']}"
        self._family = f"{self._base}_migrated_"
        self.migrated = f"{self._family}{_state_of_migrations()}"
        self._differing = ""

    def named(self, purpose: str) -> str:
        """Return the name of this run's database for a purpose."""
        return f"{self._base}_{purpose}"

    def make_migrated(self) -> None:
        """Make the migrated database unless it exists; it is kept between runs."""
        with connection._nodb_cursor() as cursor:
            cursor.execute(
                "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [self._family]
            )
            found = {name for (name,) in cursor.fetchall()}
        if self.migrated in found:
            return
        for old in found:
            self.remove(old)
        partial = self.named("partial")
        _migrate(partial)
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA {self._SCHEMA}")
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}")')
                if cursor.fetchone()[0]:
                    cursor.execute(f'CREATE TABLE {self._SCHEMA}."{table}" AS TABLE "{table}"')
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'ALTER DATABASE "{partial}" RENAME TO "{self.migrated}"')

    def copy(self, source: str, target: str) -> None:
        """Copy a database that has no open connections; replace the target."""
        self.remove(target)
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')

    def remove(self, name: str) -> None:
        """Remove a database."""
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def restore(self) -> None:
        """Undo what tests have committed to the default database.

        Only tables whose rows differ are written: `TRUNCATE` makes a new file for each table.
        """
        connection.close()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [self._SCHEMA])
            filled = {table for (table,) in cursor.fetchall()}
            cursor.execute(
                " UNION ALL ".join(
                    _where_rows_differ(table, f'{self._SCHEMA}."{table}"')
                    if table in filled
                    else f"SELECT '{table}' WHERE EXISTS (SELECT FROM \"{table}\")"
                    for table in connection.introspection.table_names(cursor)
                )
            )
            # Foreign keys are checked at the end of the transaction, so the order is free.
            for (table,) in cursor.fetchall():
                cursor.execute(f'DELETE FROM "{table}"')
                if table in filled:
                    cursor.execute(f'INSERT INTO "{table}" TABLE {self._SCHEMA}."{table}"')


Databases = SqliteDatabases | PostgresDatabases


def databases_in(folder: Path) -> Databases:
    """Return the databases of the engine that the settings name."""
    engine = SqliteDatabases if connection.vendor == "sqlite" else PostgresDatabases
    return engine(folder)


def use(name: str) -> None:
    """Let the default connection, in every thread, use the database."""
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


def connection_to(name: str) -> BaseDatabaseWrapper:
    """Return a connection to another database of the same server."""
    other = type(connections["default"])({**connection.settings_dict, "NAME": name}, "default")
    # Queried once per connection, and must not count as a query of the first test.
    assert other.features.supports_json_field
    return other


@contextmanager
def instead_of_default(other: BaseDatabaseWrapper) -> Iterator[None]:
    """Send this thread's queries to another database."""
    default = connections["default"]
    connections["default"] = other
    try:
        yield
    finally:
        connections["default"] = default


@contextmanager
def undone(database: BaseDatabaseWrapper) -> Iterator[None]:
    """Send this thread's queries to another database, and roll back what they change."""
    with instead_of_default(database), outer_transaction():
        yield
        transaction.set_rollback(True)


def outer_transaction() -> transaction.Atomic:
    """Return a transaction in which the product's durable blocks count as outermost."""
    block = transaction.atomic()
    # As in Django's TestCase.
    block._from_testcase = True  # type: ignore[attr-defined]
    return block


@contextmanager
def locked(file: Path, *, wait: bool = True) -> Iterator[bool]:
    """Hold a lock between processes; yield whether it was acquired."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w") as opened:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _migrate(name: str) -> None:
    connection.settings_dict["TEST"]["NAME"] = name
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    # SQLite's file is complete once it has no open connections.
    connection.close()


def _where_rows_differ(table: str, kept: str) -> str:
    counts = f'(SELECT count(*) FROM "{table}") <> (SELECT count(*) FROM {kept})'
    return f"SELECT '{table}' WHERE {counts} OR EXISTS (TABLE \"{table}\" EXCEPT TABLE {kept})"


def _state_of_migrations() -> str:
    """Return a hash of every migration of the project and of the pinned packages."""
    files = [BASE_DIR / "requirements-dev.txt"]
    for name in ("cms", "pages", "feedback"):
        files += sorted((BASE_DIR / name).glob("**/migrations/*.py"))
    state = hashlib.sha256()
    for file in files:
        state.update(f"{file.relative_to(BASE_DIR)} ".encode() + file.read_bytes())
    return state.hexdigest()[:16]
