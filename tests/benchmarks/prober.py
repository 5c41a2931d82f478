"""A process that answers GraphQL requests within itself, and tells what each cost.

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
    body = call(application, environ)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    return {"cpu": cpu, "wall": wall, "bytes": len(body)}


def count_statements(application: Application, payload: dict[str, Any]) -> dict[str, Any]:
    """Return how many statements a request sends to the database, and what it answers."""
    from django.db import connection

    statements = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        statements.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        body = call(application, environ_of(payload))
    return {"statements": len(statements), "answer": json.loads(body)}


def call(application: Application, environ: dict[str, Any]) -> bytes:
    """Return the body of the answer, as a web server collects it."""
    parts = application(environ, lambda status, headers, exc_info=None: None)
    try:
        return b"".join(parts)
    finally:
        getattr(parts, "close", lambda: None)()


def environ_of(payload: dict[str, Any]) -> dict[str, Any]:
    """Return the WSGI environment of a POST of the payload."""
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


if __name__ == "__main__":
    main()
