"""Chromium for the tests that look at a page, and what axe-core (browser/axe/, MPL-2.0) finds."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from cms.environment import BASE_DIR

AXE = BASE_DIR / "tests" / "browser" / "axe" / "axe.min.js"
SMALL = {"width": 320, "height": 800}
RULES = """within => axe.run(within, {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
  rules: {'target-size': {enabled: true}},
})"""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start the system's own Chromium once for all tests; Playwright would download one."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("install chromium to look at pages")
    with pytest.MonkeyPatch.context() as patched, sync_playwright() as playwright:
        # Playwright's event loop counts as running in this thread, also while a test does not
        # wait for it; Django would then refuse to ask the database.
        patched.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


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
