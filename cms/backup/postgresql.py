"""Backup and restore of a PostgreSQL database, with pg_dump, pg_restore and psql."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from cms.backup.errors import BackupError

FILE = "database.dump"
PROGRAMS = Path("/usr/lib/postgresql")
# A table that exists while a restored database still contains what has to be erased again.
UNFINISHED = "medskap_restore_unfinished"

_OPTIONS = {
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "options": "PGOPTIONS",
    "service": "PGSERVICE",
}


def dump(target: Path) -> None:
    """Write a snapshot of the database."""
    command = [_program("pg_dump"), "--format=custom", "--no-owner", "--no-privileges"]
    result = subprocess.run(  # noqa: S603 (a program that we looked for)
        [*command, "--no-password", "--file", str(target)],
        env=_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise BackupError(result.stderr.strip() or "pg_dump failed without a message.")


def is_empty() -> bool:
    """Return whether the database has no tables."""
    return not connection.introspection.table_names()


def require_unused() -> None:
    """Raise BackupError if another process is connected, or a program is missing."""
    for name in ("pg_restore", "psql"):
        _program(name)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        (others,) = cursor.fetchone()
    connection.close()
    if others:
        raise BackupError(
            "The database is in use. Stop the web process, the worker and the scheduler first."
        )


@contextmanager
def load(source: Path) -> Iterator[None]:
    """Replace the database; web processes refuse to start until the end without errors."""
    require_unused()
    _replace(source)
    connection.close()
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {UNFINISHED}")


def _replace(source: Path) -> None:
    """Drop everything and load the backup in one transaction."""
    with tempfile.TemporaryFile("w+") as restore_errors, tempfile.TemporaryFile("w+") as errors:
        restoring = [_program("pg_restore"), "--no-owner", "--no-privileges"]
        restore = subprocess.Popen(  # noqa: S603
            [*restoring, "--schema=public", "--file=-", str(source)],
            stdout=subprocess.PIPE,
            stderr=restore_errors,
        )
        arguments = ["--quiet", "--no-psqlrc", "--no-password", "--single-transaction"]
        arguments += ["--set=ON_ERROR_STOP=1", "--set=VERBOSITY=terse", "--output=/dev/null"]
        psql = subprocess.Popen(  # noqa: S603
            [_program("psql"), *arguments, "--file=-"],
            stdin=subprocess.PIPE,
            stderr=errors,
            env=_environment(),
        )
        assert restore.stdout is not None
        assert psql.stdin is not None
        try:
            psql.stdin.write(b"DROP SCHEMA public CASCADE; CREATE SCHEMA public;\n")
            shutil.copyfileobj(restore.stdout, psql.stdin)
            if restore.wait():
                # Before the end of its input, at which psql would commit.
                psql.kill()
            else:
                psql.stdin.write(f"CREATE TABLE public.{UNFINISHED} ();\n".encode())
            psql.stdin.close()
        except BrokenPipeError:
            restore.kill()
        code = psql.wait()
        restore.stdout.close()
        restore.wait()
        if code:
            for file in (errors, restore_errors):
                file.seek(0)
            raise BackupError(
                f"Nothing was changed: {errors.read()}{restore_errors.read()}".strip()
            )


def _program(name: str) -> str:
    """Return the path of a PostgreSQL program that is not older than the server."""
    connection.ensure_connection()
    server = connection.pg_version // 10_000  # type: ignore[attr-defined]
    found = [shutil.which(name)]
    found += [str(path) for path in sorted(PROGRAMS.glob(f"*/bin/{name}"), reverse=True)]
    for path in filter(None, found):
        version = subprocess.run(  # noqa: S603
            [path, "--version"], capture_output=True, text=True, check=False
        )
        number = re.search(r"\) (\d+)", version.stdout)
        if number and int(number[1]) >= server:
            return path
    raise BackupError(
        f"{name} of PostgreSQL {server} or newer is neither on PATH nor in {PROGRAMS}. Install "
        f"the PostgreSQL client programs (postgresql-client-{server})."
    )


def _environment() -> dict[str, str]:
    """Return the environment of the programs; the password is not on the command line."""
    values = connection.settings_dict
    environment = {
        "PGHOST": values["HOST"],
        "PGPORT": values["PORT"],
        "PGUSER": values["USER"],
        "PGPASSWORD": values["PASSWORD"],
        "PGDATABASE": values["NAME"],
        "PGCLIENTENCODING": "UTF8",
    }
    for option, name in _OPTIONS.items():
        environment[name] = values["OPTIONS"].get(option, "")
    return {**os.environ, **{name: str(value) for name, value in environment.items() if value}}
