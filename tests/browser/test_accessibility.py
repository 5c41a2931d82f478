"""What residents see, judged by axe-core (axe/, MPL-2.0) in Chromium at 320 px."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, Route, sync_playwright

from feedback import receipts
from tests.factories import ServiceFactory
from tests.feedback.resident import Resident

# The system's own; Playwright would download one.
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
SITE = "http://testserver"
AXE = Path(__file__).parent / "axe" / "axe.min.js"
RULES = "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})"
COMMENT = "Jag vill inte leva. Ring 070-174 06 05. " + "långtordutanslut" * 12

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(CHROMIUM is None, reason="install chromium to look for barriers"),
]

Pages = dict[str, str]


@pytest.fixture
def pages(client: Client) -> Pages:
    """Every kind of page that a resident meets, by its name.

    Fetched before the browser starts: Django's ORM does not work beside its event loop.
    """
    ServiceFactory(
        slug="digidel",
        name="Kvinnobehandlingen",
        contact_phone="042-10 00 11",
        contact_email="kvinnobehandlingen.helsingborg@example.org",
    )
    ServiceFactory(slug="stangd", closes_on="2000-01-01")
    resident = Resident(client, "digidel")
    thanks = f"/feedback/digidel/tack/{receipts.seal('1234567812345678', timezone.now())}/"
    return {
        "form": resident.open().text,
        "error": resident.post("check").text,
        "check": resident.fill_in(comment=COMMENT).text,
        "wrong answer": resident.send("zzzzz").text,
        "English": client.get("/feedback/digidel/?lang=en").text,
        "thanks": client.get(thanks).text,
        "closed": client.get("/feedback/stangd/").text,
        "not found": client.get("/feedback/finns-inte/").text,
        "services": client.get("/feedback/").text,
        "start": client.get("/").text,
    }


@pytest.fixture
def shown() -> Iterator[Callable[[str], Page]]:
    """Return a function that shows a page on a small screen."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 320, "height": 800}, bypass_csp=True)
        page = context.new_page()
        html = ""

        def answer(route: Route) -> None:
            path = route.request.url.removeprefix(SITE)
            if path == "/":
                route.fulfill(body=html, content_type="text/html; charset=utf-8")
            elif path.startswith("/static/") and (file := finders.find(path[len("/static/") :])):
                route.fulfill(path=str(file))
            else:
                route.abort()

        def show(text: str) -> Page:
            nonlocal html
            html = text
            page.goto(SITE)
            return page

        page.route("**/*", answer)
        yield show
        browser.close()


def test_pages_of_residents_have_no_barrier_that_a_program_can_find(pages, shown):
    for name, html in pages.items():
        # When the page is looked at on a small screen
        page = shown(html)
        page.evaluate(AXE.read_text())
        findings = page.evaluate(RULES)["violations"]

        # Then nothing is wrong, and nobody has to scroll sideways
        assert [(each["id"], each["nodes"][0]["html"]) for each in findings] == [], name
        assert page.evaluate("document.documentElement.scrollWidth") == 320, name


def test_missing_label_is_found(shown):
    page = shown("<html lang=sv><title>x</title><main><h1>x</h1><input name=comment></main>")
    page.evaluate(AXE.read_text())

    assert "label" in [each["id"] for each in page.evaluate(RULES)["violations"]]
