"""Fixtures of the contract's tests: the demo, served over HTTP, and Node."""

import datetime
import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
import time_machine
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core import signals
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import close_old_connections, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test.testcases import QuietWSGIRequestHandler
from pytest_django import Settings

from cms.environment import BASE_DIR
from tests.contract.files import CONTRACT
from tests.prepared import DEMO_DAY

# Monday morning of the week that the demo's dates are relative to.
NOW = datetime.datetime.combine(DEMO_DAY, datetime.time(8), tzinfo=datetime.UTC)
INSTALLED = BASE_DIR / "node_modules" / ".installed-package-lock.json"

NODE = shutil.which("node")

RunNode = Callable[..., str]


class SharingServer(ThreadedWSGIServer):
    """A server whose threads share one connection, which stays open after a request."""

    def _close_connections(self) -> None:
        pass


@pytest.fixture
def demo_server(demo_content: Path, settings: Settings) -> Iterator[str]:
    """Serve the demo on its Monday morning; return the address, such as http://localhost:40123.

    The server shares the test's connection, so what it does is undone with the test.
    """
    connection = connections["default"]
    with SharingServer(
        ("localhost", 0),
        QuietWSGIRequestHandler,
        allow_reuse_address=False,
        connections_override={"default": connection},
    ) as server:
        server.set_app(StaticFilesHandler(WSGIHandler()))
        address = f"http://localhost:{server.server_port}"
        settings.ALLOWED_HOSTS = ["localhost"]
        settings.SITE_URL = settings.WAGTAILADMIN_BASE_URL = address
        with time_machine.travel(NOW), shared(connection):
            thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
            thread.start()
            yield address
            server.shutdown()
            thread.join()


@contextmanager
def shared(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Let other threads use a connection that is in a transaction, without closing it."""
    connection.inc_thread_sharing()
    # As in Django's test client: Django would close the connection of an open transaction.
    signals.request_started.disconnect(close_old_connections)
    signals.request_finished.disconnect(close_old_connections)
    try:
        yield
    finally:
        signals.request_started.connect(close_old_connections)
        signals.request_finished.connect(close_old_connections)
        connection.dec_thread_sharing()


@pytest.fixture(scope="session")
def run_node() -> RunNode:
    """Return a function that runs a script with Node and returns its output."""
    if NODE is None:
        pytest.skip("Node is not installed: on Debian and Ubuntu, sudo apt install nodejs npm")
    lock = BASE_DIR / "package-lock.json"
    if not INSTALLED.exists() or INSTALLED.read_bytes() != lock.read_bytes():
        pytest.skip("node_modules is not what package-lock.json says: run bin/setup-node")

    def run(script: str | Path, *arguments: str, **environment: str) -> str:
        result = subprocess.run(
            [NODE, str(script), *arguments],
            cwd=BASE_DIR,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert result.returncode == 0, f"{result.stdout}\n{result.stderr}"
        return result.stdout

    return run


@contextmanager
def running(script: Path, **environment: str) -> Iterator[str]:
    """Run a Node server; yield the address that its first line of output contains."""
    given = {**os.environ, "PORT": "0", "HOST": "localhost", **environment}
    with subprocess.Popen([str(NODE), str(script)], env=given, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        line = process.stdout.readline().decode()
        try:
            yield next(word for word in line.split() if word.startswith("http://"))
        finally:
            process.terminate()
            process.stdout.read()


@pytest.fixture
def front_end_of() -> Iterator[Callable[[str], str]]:
    """Return a function that starts the reference front end for an API; it returns the address."""
    with ExitStack() as stack:
        yield lambda api: stack.enter_context(
            running(CONTRACT / "reference" / "server.mjs", API=api)
        )
