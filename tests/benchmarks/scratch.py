"""Installations made for one run, with content of several sizes, and taken away after it."""

import datetime
import json
import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import redis
from psycopg import sql

from cms.environment import BASE_DIR, ENVIRONMENT
from tests.benchmarks.questions import Visit

# The environment of a process that computes every answer anew.
WITHOUT_RESPONSE_CACHE = {"RESPONSE_CACHE_MB": "0"}

# Names of what the response cache keeps on a Redis server.
_ANSWERS = "*:answer:*"


@dataclass(frozen=True)
class Installation:
    """A database and a folder of media, run with the settings of production."""

    database_url: str
    media: Path

    def environment(self, **more: str) -> dict[str, str]:
        """Return the environment of a process of this installation; nothing of the caller's own."""
        kept = {name: value for name, value in os.environ.items() if name not in ENVIRONMENT}
        return {
            **kept,
            "DATABASE_URL": self.database_url,
            "MEDIA_ROOT": str(self.media),
            "SECRET_KEY": "of a benchmark, which has nothing to hide from anybody, ever",
            "ALLOWED_HOSTS": "localhost,127.0.0.1",
            "LOG_LEVEL": "WARNING",
            # Everything comes from one address here.
            "RATE_LIMIT": "0",
            "PYTHONUNBUFFERED": "1",
            **more,
        }

    def run(self, *arguments: str) -> str:
        """Run a Python program to its end, and return its output; all is shown if it fails."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=BASE_DIR,
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SystemExit(f"{' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
        return done.stdout


@dataclass(frozen=True)
class Submissions:
    """An installation with submissions, the pages that show them, and how long it took."""

    installation: Installation
    visits: list[Visit]
    seconds: float


class Scratch:
    """The installations of a run, in SQLite files or in databases of a PostgreSQL server."""

    def __init__(self, folder: Path, server_url: str = "") -> None:
        self.folder = folder
        self.server_url = server_url
        self.run_name = f"medskap_benchmark_{secrets.token_hex(3)}"
        self.databases: list[str] = []

    def demo(self) -> Installation:
        """Return an installation with the demo's content."""
        installation = self._new("demo")
        installation.run("manage.py", "migrate", "--verbosity=0")
        installation.run("manage.py", "load_demo_content")
        return installation

    def with_static_files(self, installation: Installation) -> Installation:
        """Collect the static files, which pages (unlike answers of the API) name; return it."""
        installation.run("manage.py", "collectstatic", "--no-input", "--verbosity=0")
        return installation

    def grown(self, smaller: Installation, events: int, now: datetime.datetime) -> Installation:
        """Return a copy of an installation, grown to so many events; they share their media."""
        installation = self._new(f"events_{events}", smaller)
        installation.run("-m", "tests.benchmarks.grow", str(events), now.isoformat())
        return installation

    def with_submissions(self, original: Installation, count: int) -> "Submissions":
        """Return a copy of an installation with so many submissions more, and what to ask of it."""
        installation = self._new(f"submissions_{count}", original)
        started = time.monotonic()
        output = installation.run("-m", "tests.benchmarks.grow_feedback", str(count))
        visits = [Visit(**each) for each in json.loads(output.splitlines()[-1])]
        return Submissions(installation, visits, time.monotonic() - started)

    def _new(self, name: str, original: Installation | None = None) -> Installation:
        media = self.folder / "media"
        if self.server_url:
            database = f"{self.run_name}_{name}"
            template = urlsplit(original.database_url).path[1:] if original else "template1"
            create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            self._on_server(create.format(sql.Identifier(database), sql.Identifier(template)))
            self.databases.append(database)
            return Installation(self._url(database), media)
        file = self.folder / f"{name}.sqlite3"
        if original:
            shutil.copyfile(urlsplit(original.database_url).path, file)
        return Installation(f"sqlite:///{file}", media)

    def _url(self, database: str) -> str:
        return urlunsplit(urlsplit(self.server_url)._replace(path=f"/{database}"))

    def _on_server(self, statement: sql.Composed) -> None:
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def remove_databases(self) -> None:
        """Drop what was made on the server."""
        for database in self.databases:
            drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
            self._on_server(drop.format(sql.Identifier(database)))


@contextmanager
def scratch(results: Path, database_url: str) -> Iterator[Scratch]:
    """Give a place for the installations of a run; on PostgreSQL if the URL names a server."""
    server_url = database_url if database_url.startswith("postgres") else ""
    folder = results / f"scratch-{os.getpid()}"
    folder.mkdir(parents=True)
    place = Scratch(folder, server_url)
    try:
        yield place
    finally:
        place.remove_databases()
        shutil.rmtree(folder)


@contextmanager
def redis_cache(url: str) -> Iterator[str]:
    """Give a `CACHE_URL` where a Redis server answers, else ""; forget afterwards what was kept."""
    server = redis.Redis.from_url(url) if url else None
    try:
        before = set(server.scan_iter(match=_ANSWERS)) if server else set()
    except redis.ConnectionError:
        server = None
    yield url if server else ""
    if server:
        # The settings have no prefix for names; what others keep meanwhile is made anew.
        for key in set(server.scan_iter(match=_ANSWERS)) - before:
            server.delete(key)
        server.close()
