"""What tells editors that comments wait, in Chromium at 320 px: first page, account, mail."""

import datetime
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.core import mail
from django.urls import reverse
from playwright.sync_api import Page, Route, sync_playwright

from feedback.models import Submission
from feedback.notifications import notify_editors
from tests.factories import OrganisationFactory, SubmissionFactory
from tests.feedback.staff import Staff

# The system's own; Playwright would download one.
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
SITE = "http://testserver"
AXE = Path(__file__).parent / "axe" / "axe.min.js"
LEVELS = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(CHROMIUM is None, reason="install chromium to look at the pages"),
]


@pytest.fixture
def notices(db: None) -> dict[str, tuple[str, str]]:
    """Each place with its HTML and what of it is ours; fetched before the browser starts."""
    OrganisationFactory()
    staff = Staff("socialförvaltningen")
    for fields in ({"urgent": True}, {"status": "quarantined"}, {"status": "in_review"}):
        SubmissionFactory(service=staff.service, assigned_to=staff.user, **fields)
    home, account = "/admin/", reverse("wagtailadmin_account")
    notify_editors(datetime.date(2026, 5, 11))
    found = {
        "first page": (staff.client.get(home).text, "#feedback-section"),
        "account": (staff.client.get(account).text, "#inbox_mail-section"),
        # The rest of a mail is Wagtail's.
        "mail": (str(mail.outbox[0].alternatives[0][0]), "p"),
    }
    Submission.objects.update(status="answered")
    return {**found, "nothing waits": (staff.client.get(home).text, "#feedback-section")}


@pytest.fixture
def shown() -> Iterator[Callable[[str], Page]]:
    """Return a function that shows a page on a small screen."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 320, "height": 800}, bypass_csp=True)
        page = context.new_page()
        html = ""

        def answer(route: Route) -> None:
            path = urlsplit(route.request.url).path
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


def test_notices_have_no_barrier_that_a_program_can_find(notices, shown):
    for name, (html, ours) in notices.items():
        # When it is looked at on a small screen
        page = shown(html)
        assert page.locator(ours).count(), name
        page.evaluate(AXE.read_text())

        # Then nothing of ours is in anybody's way, nor wider than the screen
        violations = page.evaluate(f"axe.run({ours!r}, {LEVELS})")["violations"]
        assert not [(each["id"], each["nodes"][0]["html"]) for each in violations], name
        if name != "mail":
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, name
