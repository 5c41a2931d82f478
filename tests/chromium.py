"""Chromium for the tests that look at a page, and what axe-core (browser/axe/, MPL-2.0) finds."""

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
    """Start the system's own Chromium once for all tests; Playwright would download one."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("install chromium to look at pages")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        loop = get_running_loop()
        _set_running_loop(None)
        yield browser, loop
        _set_running_loop(loop)
        browser.close()


@pytest.fixture
def chromium(started_chromium: tuple[Browser, AbstractEventLoop]) -> Iterator[Browser]:
    """Lend a test Chromium, to be asked for after all that needs the database.

    Playwright marks its event loop as running in this thread. While it is, Django refuses to ask
    the database, and would do it by another connection: see `ask_database`.
    """
    browser, loop = started_chromium
    _set_running_loop(loop)
    yield browser
    _set_running_loop(None)


def ask_database(question: Callable[[], Answer]) -> Answer:
    """Ask Django's ORM in a test that has Chromium."""
    loop = get_running_loop()
    _set_running_loop(None)
    try:
        return question()
    finally:
        _set_running_loop(loop)


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page on a small screen, with no cookie and nothing kept, which lets axe in."""
    with chromium.new_context(viewport=SMALL, locale="sv-SE", bypass_csp=True) as context:
        yield context.new_page()


def press(page: Page, button: str) -> None:
    """Press the button of that name, and wait until the page that it leads to is there."""
    with page.expect_event("load"):
        page.get_by_role("button", name=button).click()


def barriers(page: Page, within: str = "html") -> list[tuple[str, str]]:
    """Return what axe finds wrong in a part of the page, and whether one has to scroll sideways."""
    page.evaluate(AXE.read_text())
    violations = page.evaluate(RULES, within)["violations"]
    found = [(each["id"], each["nodes"][0]["html"]) for each in violations]
    width = page.evaluate("document.documentElement.scrollWidth")
    room = page.evaluate("document.documentElement.clientWidth")
    return [*found, *([("wide", f"{width} px")] if width > room else [])]
