"""Backup and restore of a SQLite database, with SQLite's backup API."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection

from cms.backup.errors import BackupError

FILE = "database.sqlite3"


def dump(target: Path) -> None:
    """Write a snapshot of the database; writers do not have to wait."""
    source = Path(connection.settings_dict["NAME"]).resolve()
    if not source.exists():
        raise BackupError(f"There is no database at {source}.")
    with (
        closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True)) as database,
        closing(sqlite3.connect(target)) as copy,
    ):
        # All pages in one step: one transaction, whatever is written meanwhile.
        database.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        (result,) = copy.execute("PRAGMA quick_check(1)").fetchone()
    if result != "ok":
        raise BackupError(f"The database is damaged: {result}")


def is_empty() -> bool:
    """Return whether the database has no tables."""
    name = Path(connection.settings_dict["NAME"])
    return not name.exists() or not connection.introspection.table_names()


def require_unused() -> None:
    """Raise BackupError if another process has opened the database."""
    connection.close()
    name = Path(connection.settings_dict["NAME"])
    if not name.exists():
        return
    try:
        with closing(sqlite3.connect(name, timeout=0)) as database:
            # Fails while another connection is open. The next one turns WAL on again.
            database.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        raise BackupError(
            "The database is in use. Stop the web process, the worker and the scheduler first."
        ) from error


@contextmanager
def load(source: Path) -> Iterator[None]:
    """Let Django use a copy of the backup; it replaces the database at the end without errors."""
    require_unused()
    name = connection.settings_dict["NAME"]
    target = Path(name)
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f"{target.name}.restoring")
    _remove(partial)
    try:
        with (
            closing(sqlite3.connect(source)) as backup,
            closing(sqlite3.connect(partial)) as copy,
        ):
            backup.backup(copy)
        connection.settings_dict["NAME"] = str(partial)
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = name
        with closing(sqlite3.connect(partial)) as copy:
            # Moves the write-ahead log into the file.
            copy.execute("PRAGMA journal_mode=DELETE")
        require_unused()
        os.replace(partial, target)
    finally:
        _remove(partial)


def _remove(path: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal", "-changed"):
        path.with_name(f"{path.name}{ending}").unlink(missing_ok=True)
