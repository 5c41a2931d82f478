"""The WSGI application that a web server (Granian) loads."""

import gc
import os
import sys
import threading
import time
from collections.abc import Callable, Iterable

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")

try:
    django = get_wsgi_application()
except ImproperlyConfigured as error:
    sys.exit(f"Medskap cannot start: {error}")

from django.conf import settings

from cms.checks import refusals
from cms.observability.request_ids import RequestIds
from cms.response_cache.setup import with_response_cache

if problems := refusals():
    sys.exit("\n".join(f"Medskap does not start: {problem}" for problem in problems))

application: Callable[..., Iterable[bytes]] = RequestIds(with_response_cache(django))
if settings.METRICS_PORT:
    from cms.observability.metrics import with_metrics

    try:
        application = with_metrics(application)
    except ImproperlyConfigured as error:
        sys.exit(f"Medskap cannot start: {error}")

# Objects loaded now, including URL patterns, stay for good. Freezing them excludes them from
# garbage collection, which makes it faster.
get_resolver().url_patterns  # noqa: B018 (loads them)
gc.collect()
gc.freeze()


def end_with_the_server(server: int) -> None:
    """Exit when the process of the server that started this one is gone (killed, out of memory).

    Otherwise this process would keep the port, and respond with old code beside a new server.
    """
    while os.getppid() == server:
        time.sleep(1)
    os._exit(1)


if server := os.environ.get("MEDSKAP_SERVER_PID"):
    threading.Thread(target=end_with_the_server, args=[int(server)], daemon=True).start()
