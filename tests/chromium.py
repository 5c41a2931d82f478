"""Fixtures that run Chromium, and accessibility checks by axe-core (browser/axe/, MPL-2.0)."""

import shutil
from asyncio import AbstractEventLoop, _set_running_loop, get_running_loop
from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from cms.environment import BASE_DIR

AXE = BASE_DIR / "tests" / "browser" / "axe" / "axe.min.js"
Answer = TypeVar("Answer")
SMALL = {"width": 320, "height": 800}
RULES = """within => axe.run(within, {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
  rules: {'target-size': {enabled: true}},
})"""


@pytest.fixture(scope="session")
def started_chromium() -> Iterator[tuple[Browser, AbstractEventLoop]]:
    """Start the system's Chromium once per worker; Playwright would download its own."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("Chromium is not installed: on Debian and Ubuntu, sudo apt install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        loop = get_running_loop()
        _set_running_loop(None)
        yield browser, loop
        _set_running_loop(loop)
        browser.close()


@pytest.fixture
def chromium(started_chromium: tuple[Browser, AbstractEventLoop]) -> Iterator[Browser]:
    """Give a test Chromium; request it after all fixtures that need the database.

    Playwright marks its event loop as running in this thread. Meanwhile Django refuses database
    queries, and would use another connection: see `ask_database`.
    """
    browser, loop = started_chromium
    _set_running_loop(loop)
    yield browser
    _set_running_loop(None)


def ask_database(question: Callable[[], Answer]) -> Answer:
    """Call a function that uses Django's ORM while a test has Chromium."""
    loop = get_running_loop()
    _set_running_loop(None)
    try:
        return question()
    finally:
        _set_running_loop(loop)


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """Return a page on a small screen, without cookies or storage; axe can run in it."""
    with chromium.new_context(viewport=SMALL, locale="sv-SE", bypass_csp=True) as context:
        yield context.new_page()


def press(page: Page, button: str) -> None:
    """Press the named button and wait until the next page has loaded."""
    with page.expect_event("load"):
        page.get_by_role("button", name=button).click()


def barriers(page: Page, within: str = "html") -> list[tuple[str, str]]:
    """Return the violations that axe finds within a selector, and horizontal overflow.

    Each is a rule and the HTML of an element, or `("wide", "<width> px")`.
    """
    page.evaluate(AXE.read_text())
    violations = page.evaluate(RULES, within)["violations"]
    found = [(each["id"], each["nodes"][0]["html"]) for each in violations]
    width = page.evaluate("document.documentElement.scrollWidth")
    room = page.evaluate("document.documentElement.clientWidth")
    return [*found, *([("wide", f"{width} px")] if width > room else [])]
