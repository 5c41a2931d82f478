"""A cache in front of the product is told what has changed."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from tests.factories import TopicFactory

pytestmark = pytest.mark.django_db


class Proxy(ThreadingHTTPServer):
    """Notes what it is told to forget."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.purged: set[tuple[str, str]] = set()


class Handler(BaseHTTPRequestHandler):
    server: Proxy

    def do_PURGE(self) -> None:
        self.server.purged.add((self.headers["Host"], self.path))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def proxy(settings: Settings) -> Iterator[Proxy]:
    server = Proxy()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    settings.SITE_URL = "https://cms.example.org"
    settings.WAGTAILFRONTENDCACHE = {
        "default": {
            "BACKEND": "wagtail.contrib.frontend_cache.backends.HTTPBackend",
            "LOCATION": f"http://127.0.0.1:{server.server_port}",
        }
    }
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
def test_api_and_feeds_are_purged_when_content_changes(
    proxy: Proxy, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        TopicFactory()

    assert proxy.purged == {
        ("cms.example.org", "/graphql/"),
        ("cms.example.org", "/feeds/"),
    }


def test_nothing_is_purged_without_a_configured_cache(
    proxy: Proxy,
    settings: Settings,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    del settings.WAGTAILFRONTENDCACHE

    with django_capture_on_commit_callbacks(execute=True):
        TopicFactory()

    assert proxy.purged == set()
