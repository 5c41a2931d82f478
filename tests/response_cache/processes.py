"""Web processes as they run in production, and a server in front of another that can go away."""

import os
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing, suppress
from http.client import HTTPConnection
from typing import IO, Any, Self
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection

STARTS_WITHIN_SECONDS = 90


def free_port() -> int:
    """Return a port that nobody listens on."""
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def database_url(host: str | None = None) -> str:
    """Return the address of the test's database, on another host if one is given."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    values = connection.settings_dict
    login = ":".join(filter(None, [values["USER"], values["PASSWORD"]]))
    host = host or f"{values['HOST']}:{values['PORT'] or 5432}"
    return f"postgres://{login}@{host}/{name}"


class WebProcess:
    """One Granian process with threads, which serves the test's database until the block ends."""

    def __init__(self, output: IO[bytes] | None = None, **environment: str) -> None:
        """`output` receives the log, instead of the output of the tests."""
        self.port = free_port()
        self.process = subprocess.Popen(
            [sys.executable, "bin/serve"],
            cwd=settings.BASE_DIR,
            env={
                **os.environ,
                "DATABASE_URL": database_url(),
                "SECRET_KEY": settings.SECRET_KEY,
                "DEBUG": "1",
                "ALLOWED_HOSTS": "127.0.0.1",
                "PORT": str(self.port),
                "RATE_LIMIT": "0",
                "LOG_LEVEL": "ERROR",
                **environment,
            },
            stdout=output,
            stderr=output,
        )

    def __enter__(self) -> Self:
        try:
            self.wait()
        except BaseException:
            self.end()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        self.end()

    def wait(self) -> None:
        """Wait until it answers."""
        for _ in range(STARTS_WITHIN_SECONDS * 10):
            with suppress(OSError), closing(socket.create_connection(("127.0.0.1", self.port))):
                return
            assert self.process.poll() is None, "The web process has ended."
            time.sleep(0.1)
        raise AssertionError("The web process does not answer.")

    def get(self, query: str) -> tuple[int, dict[str, str], bytes]:
        """Ask a question; return status, headers with names in lower case, and body."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=30)) as http:
            http.request("GET", f"/graphql/?{urlencode({'query': query})}")
            answer = http.getresponse()
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()

    def post_form(self, path: str, **fields: str) -> str:
        """Send a form; return the page."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=30)) as http:
            http.request("POST", path, urlencode(fields), headers)
            return http.getresponse().read().decode()

    def end(self) -> None:
        """End it."""
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Passage:
    """Passes connections on to a server, until it is closed: then the server is as good as gone."""

    def __init__(self, host: str, port: int, *, on: int = 0) -> None:
        self.server = (host, port)
        self.open_ones: list[socket.socket] = []
        self.listener = socket.create_server(("127.0.0.1", on))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Let nobody through any more, and interrupt who is."""
        with suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for each in self.open_ones:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _accept(self) -> None:
        while True:
            try:
                inner, _ = self.listener.accept()
                outer = socket.create_connection(self.server)
            except OSError:
                return
            self.open_ones += [inner, outer]
            for pair in ((inner, outer), (outer, inner)):
                threading.Thread(target=_pass_on, args=pair, daemon=True).start()


def _pass_on(source: Any, target: Any) -> None:
    with suppress(OSError):
        while data := source.recv(65_536):
            target.sendall(data)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)
