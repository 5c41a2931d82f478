"""Serves a WSGI application through Granian's RSGI interface, safe from slow clients.

An event loop reads request bodies, and a few threads run the application: a request gets a thread
when its body has arrived, and Granian sends the response when it is complete. With Granian's own
WSGI interface, threads wait for clients (docs/decisions/0053).
"""

import asyncio
import io
import logging
import os
import queue
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable
from functools import lru_cache
from importlib import import_module
from tempfile import NamedTemporaryFile, SpooledTemporaryFile
from traceback import format_tb
from typing import IO, Any, NamedTuple

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

logger = logging.getLogger(__name__)


class Limits(NamedTuple):
    """Bounds of request bodies and of what is buffered, in bytes and seconds."""

    # The largest body; uploads in the admin are images and documents.
    body: int = 100_000_000
    # Of all bodies that are being read or handled. They are in temporary files.
    bodies: int = 500_000_000
    # Bodies and responses up to this size are held in memory.
    memory: int = 128_000
    # A body must arrive within `grace` seconds, plus one second for each `rate` bytes.
    grace: float = 20.0
    rate: int = 8_000


LIMITS = Limits()
# Forms that compute the hash of a password, which takes a processor some 30 ms. One thread answers
# them, so that many at the same time do not take the threads of others.
HASHING_PATHS = ("/admin/login/", "/admin/password_reset/", "/admin/account/", "/admin/users/")
MAX_HASHING = 200
# How often the loop looks for answered requests while no new ones arrive.
TICK_SECONDS = 0.2
# The server opens the file of a long response at once; its name is removed after this time.
OPENED_SECONDS = 10

_TEXTS = {
    400: "The request is not valid.",
    408: "The request took too long to arrive.",
    413: "The request is too large.",
    503: "The server is busy. Try again in a minute.",
}


class Refused(Exception):
    """The request is answered by the server; `status` says how."""

    def __init__(self, status: int) -> None:
        self.status = status


class Request(NamedTuple):
    """A request whose body has arrived, and the future that ends when it is answered."""

    environ: Environ
    protocol: Any
    answered: "asyncio.Future[None]"


class WebServer:
    """An RSGI application that runs a WSGI application in `threads` threads and one for hashing."""

    def __init__(self, application: Application, threads: int, limits: Limits = LIMITS) -> None:
        self.application = application
        self.threads = threads
        self.limits = limits
        # Of the bodies that are being read or handled.
        self.body_bytes = 0
        self._waiting: queue.SimpleQueue[Request] = queue.SimpleQueue()
        self._hashing: queue.SimpleQueue[Request] = queue.SimpleQueue()
        self._answered: deque[asyncio.Future[None]] = deque()

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Start the threads; called once per process."""
        self.loop = loop
        for requests in [self._waiting] * self.threads + [self._hashing]:
            threading.Thread(target=self._work, args=[requests], daemon=True).start()
        self._tick()

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        """Handle one request."""
        # Threads do not wake the loop, which would cost as much CPU as the rest of this module.
        self._collect()
        environ = environ_of(scope)
        try:
            if "CONTENT_LENGTH" not in environ and "HTTP_TRANSFER_ENCODING" not in environ:
                await self._answer(environ, protocol)
                return
            length = self._reserve(environ)
            try:
                with SpooledTemporaryFile(self.limits.memory) as body:
                    await self._read(protocol, environ, body)
                    environ["wsgi.input"] = body
                    await self._answer(environ, protocol)
            finally:
                self.body_bytes -= length
        except Refused as refused:
            _refuse(protocol, refused.status)

    async def _answer(self, environ: Environ, protocol: Any) -> None:
        """Let a thread answer the request."""
        answered = self.loop.create_future()
        requests = self._waiting
        if environ["REQUEST_METHOD"] == "POST" and environ["PATH_INFO"].startswith(HASHING_PATHS):
            requests = self._hashing
            if requests.qsize() >= MAX_HASHING:
                raise Refused(503)
        requests.put(Request(environ, protocol, answered))
        await answered

    def _reserve(self, environ: Environ) -> int:
        """Count the length of a body in `body_bytes`, and return it; raise `Refused`."""
        if "HTTP_TRANSFER_ENCODING" in environ:
            # Its length is unknown.
            length = self.limits.body
        elif environ["CONTENT_LENGTH"].isdecimal():
            length = int(environ["CONTENT_LENGTH"])
        else:
            raise Refused(400)
        if length > self.limits.body:
            raise Refused(413)
        if length > self.limits.memory and self.body_bytes + length > self.limits.bodies:
            raise Refused(503)
        self.body_bytes += length
        return length

    async def _read(self, protocol: Any, environ: Environ, body: IO[bytes]) -> None:
        """Write the body of a request to a file; raise `Refused` if it is slow or too large."""
        limits, began, received = self.limits, self.loop.time(), 0
        try:
            async with asyncio.timeout_at(began + limits.grace) as deadline:
                async for chunk in protocol:
                    received += len(chunk)
                    if received > limits.body:
                        raise Refused(413)
                    body.write(chunk)
                    deadline.reschedule(began + limits.grace + received / limits.rate)
        except TimeoutError:
            raise Refused(408) from None
        # The application reads a body of known length.
        was_chunked = environ.pop("HTTP_TRANSFER_ENCODING", None) is not None
        if not was_chunked and received != int(environ["CONTENT_LENGTH"]):
            # The client has gone away.
            raise Refused(400)
        environ["CONTENT_LENGTH"] = str(received)
        body.seek(0)

    def _work(self, requests: "queue.SimpleQueue[Request]") -> None:
        while True:
            environ, protocol, answered = requests.get()
            try:
                self._respond(environ, protocol)
            except Exception as error:
                # Without its message, which may quote what was sent.
                lines = "".join(format_tb(error.__traceback__))
                logger.error("The application raised %s\n%s", type(error).__name__, lines)
                protocol.response_empty(500, [])
            self._answered.append(answered)
            if int(environ.get("CONTENT_LENGTH") or 0) > self.limits.memory:
                # Remove the file of its body now.
                self.loop.call_soon_threadsafe(self._collect)
            # Not kept while the thread waits.
            del environ, protocol, answered

    def _respond(self, environ: Environ, protocol: Any) -> None:
        """Run the application and hand its whole response to the server."""
        started: list[Any] = []

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
            started[:] = [int(status[:3]), headers]

        response = self.application(environ, start)
        try:
            if isinstance(response, list):
                body: bytes | str = b"".join(response)
            else:
                body = self._store(response)
        finally:
            if close := getattr(response, "close", None):
                close()
        if isinstance(body, str):
            protocol.response_file(*started, body)
            self.loop.call_soon_threadsafe(self._unlink_later, body)
        else:
            protocol.response_bytes(*started, body)

    def _store(self, chunks: Iterable[bytes]) -> bytes | str:
        """Return a response that is made in parts, or the path of a file that contains it.

        Not sent part by part: a slow client would keep the thread and its database connection.
        """
        parts, size, chunks = [], 0, iter(chunks)
        for chunk in chunks:
            parts.append(chunk)
            size += len(chunk)
            if size > self.limits.memory:
                break
        else:
            return b"".join(parts)
        with NamedTemporaryFile(prefix="medskap-response-", delete=False) as stored:
            try:
                stored.writelines(parts)
                stored.writelines(chunks)
            except BaseException:
                os.unlink(stored.name)
                raise
        return stored.name

    def _unlink_later(self, path: str) -> None:
        self.loop.call_later(OPENED_SECONDS, os.unlink, path)

    def _collect(self) -> None:
        """End the futures of the requests that threads have answered."""
        while self._answered:
            self._answered.popleft().set_result(None)

    def _tick(self) -> None:
        self._collect()
        self.loop.call_later(TICK_SECONDS, self._tick)


def _refuse(protocol: Any, status: int) -> None:
    text = f"{_TEXTS[status]}\n"
    headers = [("content-type", "text/plain; charset=utf-8"), ("connection", "close")]
    if status == 503:
        headers.append(("retry-after", "60"))
    protocol.response_bytes(status, headers, text.encode())


def environ_of(scope: Any) -> Environ:
    """Return the WSGI environ of an RSGI scope, without a body.

    Headers with an underscore are dropped: `X_Forwarded_For` would pass for `X-Forwarded-For`.
    """
    path = scope.path
    name, _, port = scope.server.rpartition(":")
    environ: Environ = {
        **_ENVIRON,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "SERVER_NAME": name,
        "SERVER_PORT": port,
        "REMOTE_ADDR": scope.client.rpartition(":")[0],
        "REQUEST_METHOD": scope.method,
        "PATH_INFO": path if path.isascii() else path.encode().decode("latin1"),
        "QUERY_STRING": scope.query_string,
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BytesIO(),
    }
    for header, value in scope.headers.items():
        if "_" in header:
            continue
        variable = _variable(header)
        if variable in environ:
            value = f"{environ[variable]}{';' if header == 'cookie' else ','}{value}"
        environ[variable] = value
    if "HTTP_HOST" not in environ and scope.authority:
        environ["HTTP_HOST"] = scope.authority
    return environ


@lru_cache(maxsize=500)
def _variable(header: str) -> str:
    """Return the WSGI name of a header."""
    name = header.upper().replace("-", "_")
    return name if name in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{name}"


_ENVIRON: Environ = {
    "GATEWAY_INTERFACE": "CGI/1.1",
    "SCRIPT_NAME": "",
    "SERVER_SOFTWARE": "Granian",
    "wsgi.version": (1, 0),
    "wsgi.input_terminated": True,
    "wsgi.errors": sys.stderr,
    "wsgi.multithread": True,
    "wsgi.multiprocess": False,
    "wsgi.run_once": False,
}


def load() -> WebServer:
    """Return the server of the WSGI application that `bin/serve` names in the environment."""
    module, _, name = os.environ["MEDSKAP_APPLICATION"].partition(":")
    application = getattr(import_module(module), name)
    return WebServer(application, int(os.environ["MEDSKAP_THREADS"]))
