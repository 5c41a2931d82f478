"""The version of the content: what differs whenever an answer may differ.

It is kept in the database and changed in the transaction of each change, so that whoever reads
the version can read what it stands for. A version is random, not a count: a database that was
restored from a backup never comes back to one that was in use.
"""

import secrets
from typing import Any
from weakref import WeakSet

from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from psycopg.pq import ExecStatus

from cms.response_cache.models import ContentVersion

Version = int

_TABLE = ContentVersion._meta.db_table
# One row for each writer that there ever was at the same time; mostly one.
READ = f"SELECT token FROM {_TABLE}"  # noqa: S608
_PREPARED = b"content_version"
_TOKEN_BITS = 40


def read_version() -> Version:
    """Return the version that is committed; `django.db.Error` where the database does not answer.

    Past Django's cursors, which take four times as long: it may be asked for with every request.
    """
    asked = connections[DEFAULT_DB_ALIAS]
    asked.ensure_connection()
    with asked.wrap_database_errors:
        tokens = _ASK[asked.vendor](asked.connection)
    for wrapper in asked.execute_wrappers:
        if hasattr(wrapper, "version_was_read"):
            wrapper.version_was_read()
    return sum(tokens)


def _ask_sqlite(driver: Any) -> list[int]:
    return [token for (token,) in driver.execute(READ)]


def _ask_postgresql(driver: Any) -> list[int]:
    """Ask by the protocol's shortest way; psycopg's own cursor costs more than the database."""
    server = driver.pgconn
    if driver not in _asked_before:
        server.prepare(_PREPARED, READ.encode())
        _asked_before.add(driver)
    result = server.exec_prepared(_PREPARED, None)
    if result.status != ExecStatus.TUPLES_OK:
        # A pool between them may lead to another session, which knows of no preparation.
        result = server.exec_(READ.encode())
    if result.status != ExecStatus.TUPLES_OK:
        raise OperationalError(server.error_message.decode(errors="replace"))
    return [int(result.get_value(row, 0)) for row in range(result.ntuples)]


# Connections of psycopg to PostgreSQL whose session has the statement prepared.
_asked_before: WeakSet[Any] = WeakSet()


_ASK = {"sqlite": _ask_sqlite, "postgresql": _ask_postgresql}


def change_version(writer: Any) -> None:
    """Give the content a new version, in the transaction of the database connection `writer`.

    Nobody waits: where another transaction has the row, this one takes the next, or adds one.
    A row that all share would make publishers wait for each other, and lock up those that change
    the same pages in another order.
    """
    skip_locked = writer.features.has_select_for_update_skip_locked
    locking = " FOR UPDATE SKIP LOCKED" if skip_locked else ""
    token = secrets.randbits(_TOKEN_BITS)
    with writer.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {_TABLE} ORDER BY id LIMIT 1{locking}")  # noqa: S608
        if row := cursor.fetchone():
            cursor.execute(f"UPDATE {_TABLE} SET token = %s WHERE id = %s", [token, row[0]])  # noqa: S608
        else:
            cursor.execute(f"INSERT INTO {_TABLE} (token) VALUES (%s)", [token])  # noqa: S608
