"""Prometheus metrics on a port of their own; imported only if METRICS_PORT is set.

Labels are closed sets: no paths, hosts or addresses. All web processes of a server share files, and
each listens on the port, so any of them returns the sum.
"""

import os
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from wsgiref.simple_server import make_server

from cms.observability.shared_folder import shared_folder

# Read when prometheus_client is imported.
os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(shared_folder()))

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, InterfaceError, connections
from django.utils import timezone
from prometheus_client import CollectorRegistry, Counter, Histogram, make_wsgi_app
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import ThreadingWSGIServer, _SilentHandler
from prometheus_client.multiprocess import MultiProcessCollector

from cms.health import figures

Application = Callable[..., Iterable[bytes]]

REQUESTS = Counter("medskap_requests", "Requests.", ["kind", "status"])
SECONDS = Histogram(
    "medskap_request_seconds",
    "Time until the response started, in seconds.",
    ["kind"],
    buckets=(0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
CACHE = Counter("medskap_response_cache", "Responses of the API, by the cache.", ["result"])


class Metrics:
    """A WSGI application that counts the requests to another."""

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Pass the request on and count it."""
        kind, started = kind_of(environ.get("PATH_INFO", "")), time.perf_counter()

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            REQUESTS.labels(kind, f"{status[:1]}xx").inc()
            SECONDS.labels(kind).observe(time.perf_counter() - started)
            if kind == "graphql":
                CACHE.labels(_cache_result(headers)).inc()
            return start_response(status, headers, *rest)

        return self.application(environ, start)


def kind_of(path: str) -> str:
    """Return the kind of a request: graphql, feedback, admin or other."""
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    return first if first in {"graphql", "feedback", "admin"} else "other"


def _cache_result(headers: list[tuple[str, str]]) -> str:
    status = next((value for name, value in headers if name == "Cache-Status"), "")
    if "stale" in status:
        return "stale"
    return "hit" if "; hit" in status else "miss"


class Installation:
    """Gauges of the database, read at each scrape; none while it is away."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield the length of the task queue and the age of the daily batch."""
        try:
            waiting, age = figures.waiting_tasks(), figures.batch_age(timezone.now())
        except (DatabaseError, InterfaceError):
            return
        finally:
            connections.close_all()
        yield GaugeMetricFamily("medskap_waiting_tasks", "Tasks in the queue.", waiting)
        if age is not None:
            yield GaugeMetricFamily(
                "medskap_feedback_batch_age_seconds",
                "Time since the daily batch of feedback.",
                age.total_seconds(),
            )


class _Server(ThreadingWSGIServer):
    def server_bind(self) -> None:
        # Every web process listens on the same port.
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        super().server_bind()


def with_metrics(application: Application) -> Application:
    """Serve metrics on METRICS_PORT, and return `application` with its requests counted.

    Raises ImproperlyConfigured.
    """
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    registry.register(Installation())
    address = settings.METRICS_HOST, settings.METRICS_PORT
    try:
        server = make_server(*address, make_wsgi_app(registry), _Server, _SilentHandler)
    except (OSError, OverflowError) as error:
        raise ImproperlyConfigured(f"METRICS_PORT {address[1]} cannot be used: {error}.") from error
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return Metrics(application)
