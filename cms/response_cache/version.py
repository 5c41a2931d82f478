"""The content version: a number that differs whenever a response may differ.

It is stored in the database and changed in the transaction of each change, so that content of a
version is visible as soon as the version is. Versions are random, not counted: a database restored
from a backup never repeats a version that was in use.
"""

import secrets
from typing import Any
from weakref import WeakSet

from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from psycopg.pq import ExecStatus

from cms.response_cache.models import ContentVersion

Version = int

_TABLE = ContentVersion._meta.db_table
# As many rows as there have been concurrent writers; mostly one.
READ = f"SELECT token FROM {_TABLE}"  # noqa: S608
_PREPARED = b"content_version"
_TOKEN_BITS = 40


def read_version() -> Version:
    """Return the committed version. Raises `django.db.Error` if the database does not respond.

    Called with every cached response, so it avoids Django's cursors, which take four times as long.
    """
    database = connections[DEFAULT_DB_ALIAS]
    database.ensure_connection()
    with database.wrap_database_errors:
        tokens = _READERS[database.vendor](database.connection)
    for wrapper in database.execute_wrappers:
        if hasattr(wrapper, "version_was_read"):
            wrapper.version_was_read()
    return sum(tokens)


def _read_sqlite(driver: Any) -> list[int]:
    return [token for (token,) in driver.execute(READ)]


def _read_postgresql(driver: Any) -> list[int]:
    """Run a prepared statement through libpq; psycopg's cursor costs more than the query."""
    server = driver.pgconn
    if driver not in _prepared:
        server.prepare(_PREPARED, READ.encode())
        _prepared.add(driver)
    result = server.exec_prepared(_PREPARED, None)
    if result.status != ExecStatus.TUPLES_OK:
        # Behind a pooler the session may be another one, without the prepared statement.
        result = server.exec_(READ.encode())
    if result.status != ExecStatus.TUPLES_OK:
        raise OperationalError(server.error_message.decode(errors="replace"))
    return [int(result.get_value(row, 0)) for row in range(result.ntuples)]


# psycopg connections whose session has prepared the statement.
_prepared: WeakSet[Any] = WeakSet()


_READERS = {"sqlite": _read_sqlite, "postgresql": _read_postgresql}


def change_version(writer: Any) -> None:
    """Change the version in the current transaction of the database connection `writer`.

    Never waits: if another transaction has locked a row, this one updates another or adds one. A
    single row would make writers wait for each other, and deadlock those that change the same pages
    in different order.
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
