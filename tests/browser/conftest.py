"""Two ways to look at a page in Chromium: HTML that is at hand, and a server that is asked."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, BrowserContext, Page, Route
from pytest_django.live_server_helper import LiveServer

SITE = "http://testserver"
# Notices of Wagtail's fade in, and are pale for that long.
STILL = "* { animation: none !important; transition: none !important }"


@pytest.fixture
def shown(page: Page) -> Callable[..., Page]:
    """Return a function that shows HTML with our static files, so wide, in light or dark."""
    html = ""

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path == "/":
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        elif path.startswith("/static/") and (file := finders.find(path[len("/static/") :])):
            route.fulfill(path=str(file))
        else:
            route.abort()

    def show(text: str, *, width: int = 320, dark: bool = False) -> Page:
        nonlocal html
        html = text
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if dark else "light", media="null")
        page.goto(SITE)
        page.add_style_tag(content=STILL)
        return page

    page.route("**/*", answer)
    return show


@pytest.fixture
def visit(live_server: LiveServer, chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Return a function that opens a browser at the server, with no cookie and nothing kept."""
    with ExitStack() as stack:

        def start(**options: object) -> BrowserContext:
            small = {"width": 320, "height": 640}
            settings = {"base_url": live_server.url, "viewport": small, "locale": "sv-SE"}
            return stack.enter_context(chromium.new_context(**{**settings, **options}))

        yield start
    # Each of the server's threads has a connection to the database until its browser is gone.
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(timeout=5)
