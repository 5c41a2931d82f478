"""A PostgreSQL server of the test's own that crashes and restarts while residents send."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from tests.factories import ServiceFactory
from tests.feedback.crowd import LOST, Progress, Sent
from tests.response_cache.processes import WebProcess, database_url, free_port

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

RESIDENTS = 300
PHONE = "042-10 50 00"


def _programs() -> Path | None:
    """Return the folder of PostgreSQL's server programs on this machine."""
    found = shutil.which("pg_ctl")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    needed = ("initdb", "pg_ctl", "pg_dump", "psql")
    return next((each for each in folders if all((each / name).exists() for name in needed)), None)


class OwnServer:
    """A PostgreSQL server with a copy of the tests' database."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.programs, self.data, self.port = programs, folder / "data", free_port()
        # The server refuses to run as root.
        self.user = "postgres" if os.geteuid() == 0 else None
        if self.user:
            account = pwd.getpwnam(self.user)
            os.chown(folder, account.pw_uid, account.pw_gid)
        self._run("initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8")
        options = f"-p {self.port} -k {folder} -c listen_addresses=127.0.0.1"
        (folder / "log").touch()
        if self.user:
            os.chown(folder / "log", account.pw_uid, account.pw_gid)
        self._run("pg_ctl", "start", "-w", "-l", str(folder / "log"), "-o", options)
        self.url = f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def fill(self) -> None:
        """Copy the tests' database as it is now."""
        dump = subprocess.run(
            [self.programs / "pg_dump", "--no-owner", "--dbname", database_url()],
            capture_output=True,
            check=True,
        ).stdout
        subprocess.run(
            [self.programs / "psql", "--quiet", "--set=ON_ERROR_STOP=1", self.url],
            input=dump,
            capture_output=True,
            check=True,
        )

    def crash(self) -> None:
        """Terminate every connection, and start again."""
        self._run("pg_ctl", "restart", "-w", "-m", "immediate")

    def comments(self) -> Counter[str]:
        """Return each stored comment with its number of rows."""
        with psycopg.connect(self.url) as own:
            rows = own.execute("SELECT comment FROM feedback_incomingsubmission").fetchall()
        return Counter(comment for (comment,) in rows)

    def stop(self) -> None:
        """Stop the server."""
        self._run("pg_ctl", "stop", "-w", "-m", "immediate")

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self.programs / program), "-D", str(self.data), *arguments]
        as_user = ["runuser", "-u", self.user, "--"] if self.user else []
        # Not captured: the server keeps the pipes open.
        subprocess.run(
            [*as_user, *command],
            check=True,
            cwd="/",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


@pytest.fixture
def own_server(transactional_db) -> Iterator[OwnServer]:
    if connection.vendor != "postgresql":
        pytest.skip("Faults are shown on PostgreSQL: set DATABASE_URL.")
    programs = _programs()
    if programs is None:
        pytest.skip("The programs of a PostgreSQL server (pg_ctl) are not on this machine.")
    with tempfile.TemporaryDirectory(prefix="medskap-postgresql-") as folder:
        server = OwnServer(programs, Path(folder))
        try:
            yield server
        finally:
            server.stop()


def test_database_crash_loses_no_acknowledged_submission(own_server):
    # Given
    ServiceFactory(slug="digidel")
    forms = [Sent(number) for number in range(RESIDENTS)]
    own_server.fill()
    process = WebProcess(DATABASE_URL=own_server.url, CONTACT_PHONE=PHONE)
    progress = Progress()
    answers: dict[int, tuple[int, str]] = {}

    def visit(form: Sent) -> None:
        answers[form.number] = form.send(process.port)
        progress.note(answers[form.number][0])

    try:
        process.wait()

        # When
        with ThreadPoolExecutor(32) as pool:
            visits = [pool.submit(visit, form) for form in forms]
            progress.wait_for(60, 303)
            own_server.crash()
            for each in visits:
                each.result()

        # Then
        assert not progress.answers[LOST]
        acknowledged = {n for n, (status, _) in answers.items() if status == 303}
        refused = {n for n, (status, _) in answers.items() if status == 503}
        assert acknowledged | refused == set(range(RESIDENTS)), progress.answers
        assert refused
        rows = own_server.comments()
        assert {rows[forms[n].comment] for n in acknowledged} == {1}
        assert max(rows.values()) == 1
        for n in refused:
            assert forms[n].shown in answers[n][1]
            assert PHONE in answers[n][1]

        # When the failed requests are repeated
        assert {forms[n].send(process.port)[0] for n in refused} == {303}

        # Then
        assert own_server.comments() == Counter(form.comment for form in forms)
    finally:
        process.end()


def test_worker_goes_on_after_a_database_crash(own_server):
    # Given a worker that has executed a task
    own_server.fill()
    own = {**os.environ, "DATABASE_URL": own_server.url, "SECRET_KEY": "x" * 50, "DEBUG": "1"}

    def manage(*arguments):
        return [sys.executable, "manage.py", *arguments]

    def wait_for_heartbeat():
        subprocess.run(manage("record_heartbeats"), cwd=settings.BASE_DIR, env=own, check=True)
        with psycopg.connect(own_server.url, autocommit=True) as connection:
            for _ in range(600):
                found = connection.execute("DELETE FROM cms_heartbeat WHERE name = 'worker'")
                if found.rowcount:
                    return
                assert worker.poll() is None, "The worker has ended."
                time.sleep(0.1)
        raise AssertionError("The worker executes no tasks.")

    worker = subprocess.Popen(manage("db_worker", "--no-reload"), cwd=settings.BASE_DIR, env=own)
    try:
        wait_for_heartbeat()
        # When the database crashes and starts again
        own_server.crash()
        # Then the same worker executes the next task
        wait_for_heartbeat()
    finally:
        worker.terminate()
        worker.wait(30)
