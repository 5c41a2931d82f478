"""A small application behind `cms.web_server`, with limits that a test can reach."""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from cms.web_server import Limits, WebServer

LIMITS = Limits(body=300_000, bodies=500_000, memory=50_000, grace=1.0, rate=100_000)
LONG_RESPONSE = 10_000_000


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    path = environ["PATH_INFO"]
    if path == "/long":
        start_response("200 OK", [("Content-Length", str(LONG_RESPONSE))])
        return _parts()
    if path == "/error":
        raise ValueError("in the application")
    if path == "/busy":
        time.sleep(0.1)
    if path == "/headers":
        found = sorted(f"{k}={v}" for k, v in environ.items() if k.startswith(("HTTP_", "REMOTE")))
        body = "\n".join(found).encode()
    else:
        body = str(len(environ["wsgi.input"].read())).encode()
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]


def _parts() -> Iterator[bytes]:
    for _ in range(LONG_RESPONSE // 10_000):
        yield b"x" * 10_000


def load() -> WebServer:
    return WebServer(application, threads=2, limits=LIMITS)
