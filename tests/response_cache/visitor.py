"""Asks the product the way a web server does: through the WSGI application, cache in front."""

import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core import signals
from django.core.handlers.wsgi import WSGIHandler
from django.db import close_old_connections

from cms.response_cache.application import ResponseCache
from cms.response_cache.lifetimes import Periods
from cms.response_cache.setup import with_response_cache

GROUPS = "query G($n: Int = 20) { groups(first: $n) { nodes { title } } }"
GRAPHQL_RESPONSE = "application/graphql-response+json"


@dataclass(frozen=True)
class Answer:
    """What came back; names of headers are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def data(self) -> Any:
        """What the query returned; errors fail the test."""
        payload = json.loads(self.body)
        assert "errors" not in payload, payload
        return payload["data"]

    @property
    def how(self) -> str:
        """Whether it came from the cache."""
        return self.headers.get("cache-status", "").removeprefix("medskap; ")


class Visitor:
    """Counts how often Django had to compute an answer."""

    def __init__(self, django: Callable[..., Iterable[bytes]] | None = None) -> None:
        self.computed = 0
        self.django = django or WSGIHandler()
        self.application: Any = with_response_cache(self._count, Periods())

    def get(self, query: str, variables: Any = None, method: str = "GET", **headers: str) -> Answer:
        """Ask by GET; `variables` may be written out, and headers have underscores."""
        parameters = {"query": query}
        if variables is not None:
            text = variables if isinstance(variables, str) else json.dumps(variables)
            parameters["variables"] = text
        return self.send(method, headers, query_string=urlencode(parameters))

    def post(self, query: str, variables: Any = None, **headers: str) -> Answer:
        """Ask by POST."""
        text = json.dumps({"query": query, "variables": variables})
        return self.send("POST", headers, body=text.encode())

    def send(
        self, method: str, headers: dict[str, str], *, query_string: str = "", body: bytes = b""
    ) -> Answer:
        """Send a request to the API."""
        environ = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": "/graphql/",
            "QUERY_STRING": query_string,
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr,
            "HTTP_HOST": "localhost",
        }
        if method == "POST":
            environ["CONTENT_TYPE"] = "application/json"
            if "transfer_encoding" not in headers:
                environ["CONTENT_LENGTH"] = str(len(body))
        for name, value in headers.items():
            environ[f"HTTP_{name.upper()}"] = value
        return self.answer(environ)

    def answer(self, environ: dict[str, Any]) -> Answer:
        """Return the answer to a request as WSGI has it."""
        started: list[Any] = []
        parts = self.application(environ, lambda status, headers: started.extend([status, headers]))
        whole = b"".join(parts)
        status, sent = started
        assert len({name.lower() for name, _ in sent}) == len(sent), sent
        return Answer(int(status[:3]), {name.lower(): value for name, value in sent}, whole)

    def _count(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        # As Django's test client does, which lets them in again after each request of its own: a
        # connection in a transaction looks as if it were left over.
        signals.request_started.disconnect(close_old_connections)
        signals.request_finished.disconnect(close_old_connections)
        self.computed += 1
        return self.django(environ, start_response)


@contextmanager
def visiting() -> Iterator[Visitor]:
    """Give a visitor of a process that has just started, in a test whose transaction is undone."""
    visitor = Visitor()
    if isinstance(visitor.application, ResponseCache):
        # That transaction ends without a commit, so no notification is sent.
        visitor.application.periods.notifier = None
    yield visitor
    signals.request_started.connect(close_old_connections)
    signals.request_finished.connect(close_old_connections)
