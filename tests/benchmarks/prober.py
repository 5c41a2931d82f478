"""A process that answers requests within itself, for data or a page, and tells what each cost.

    python -m tests.benchmarks.prober cms.wsgi:application

The WSGI application is called as the web server calls it, with all its middleware; the server's
own share, which is not Python's, is left out. Reads lines of JSON, each a list of payloads; answers
each with a line of what every payload cost.
"""

import io
import json
import sys
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any
from wsgiref.util import setup_testing_defaults

Application = Callable[[dict[str, Any], Callable[..., Any]], Any]


def main() -> None:
    """Answer until the standard input ends."""
    module, _, name = sys.argv[1].partition(":")
    application: Application = getattr(import_module(module), name)
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        command = json.loads(line)
        measure = count_statements if command["statements"] else time_request
        costs = [measure(application, payload) for payload in command["payloads"]]
        print(json.dumps(costs), flush=True)


def time_request(application: Application, payload: dict[str, Any]) -> dict[str, Any]:
    """Return the seconds that a request took: of this process's CPU, and by the clock."""
    environ = environ_of(payload)
    cpu, wall = time.process_time(), time.perf_counter()
    _status, body = call(application, environ)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    return {"cpu": cpu, "wall": wall, "bytes": len(body)}


def count_statements(application: Application, payload: dict[str, Any]) -> dict[str, Any]:
    """Return how many statements a request sends to the database, and what it answers.

    Of a page, whether it is there at all.
    """
    from django.db import connection

    statements = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        statements.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        status, body = call(application, environ_of(payload))
    if "path" not in payload:
        return {"statements": len(statements), "answer": json.loads(body)}
    problem = {} if status.startswith("200") else {"errors": [f"{payload['path']}: {status}"]}
    return {"statements": len(statements), "answer": {"data": None, **problem}}


def call(application: Application, environ: dict[str, Any]) -> tuple[str, bytes]:
    """Return the status and the body of the answer, as a web server collects it."""
    statuses: list[str] = []
    parts = application(environ, lambda status, headers, exc_info=None: statuses.append(status))
    try:
        return statuses[0], b"".join(parts)
    finally:
        getattr(parts, "close", lambda: None)()


def environ_of(payload: dict[str, Any]) -> dict[str, Any]:
    """Return the WSGI environment of a POST of the payload, or of a GET of the page it names."""
    if "path" in payload:
        return _environ_of_page(**payload)
    body = json.dumps(payload).encode()
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/graphql/",
        "HTTP_HOST": "localhost:8000",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_ACCEPT": "application/json",
        "wsgi.input": io.BytesIO(body),
    }
    setup_testing_defaults(environ)
    return environ


def _environ_of_page(path: str, cookie: str) -> dict[str, Any]:
    path, _, query = path.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "HTTP_HOST": "localhost:8000",
        "HTTP_COOKIE": cookie,
        "wsgi.input": io.BytesIO(),
    }
    setup_testing_defaults(environ)
    return environ


if __name__ == "__main__":
    main()
