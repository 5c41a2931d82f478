"""The preview of an editor's unsaved input in the front end, in Chromium."""

import datetime
import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from urllib.request import Request, urlopen

import pytest
import time_machine
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    FrameLocator,
    Page,
    Response,
    expect,
)
from playwright.sync_api import Request as BrowserRequest
from pytest_django import Settings
from wagtail.models import PageLogEntry, Site

from pages.demo.accounts import DEMO_PASSWORD
from pages.models import EventIndexPage, EventPage, SiteSettings
from tests.chromium import ask_database
from tests.contract.conftest import NODE

TITLE = "Temamöte: trygghet & <b>hemma</b>"
# Milliseconds, for a busy machine.
PATIENCE = 30_000
TOKEN = re.compile(r"#token=([0-9a-f]{40}\.[\w-]{43})$")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(NODE is None, reason="Node is not installed: sudo apt install nodejs"),
]


class Editor:
    """A logged-in user, with the URLs and the requests of their browser."""

    def __init__(self, browser: Browser, admin: str) -> None:
        self.browser = browser
        self.admin = admin
        self.tokens: list[str] = []
        self.told: list[str] = []
        self.complaints: list[str] = []
        self.windows = ExitStack()
        self.page = self.another_browser()
        self.page.on("response", self._note_token)
        self.page.on("request", self._note_request)
        self.page.on("console", self._note_complaint)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def another_browser(self) -> Page:
        """Open a window without a login."""
        size = {"width": 1600, "height": 1000}
        context = self.browser.new_context(viewport=size, locale="sv-SE")
        return self.windows.enter_context(context).new_page()

    def leave(self) -> None:
        """Close all windows."""
        self.windows.close()

    def _note_token(self, response: Response) -> None:
        if found := TOKEN.search(response.headers.get("location", "")):
            self.tokens.append(found[1])

    def _note_request(self, request: BrowserRequest) -> None:
        # This URL contains the fragment, which is not sent to servers.
        self.told += [request.url.partition("#")[0], request.headers.get("referer", "")]

    def _note_complaint(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    def log_in(self) -> None:
        self.page.goto(f"{self.admin}/admin/login/")
        self.page.locator("[name=username]").fill("admin")
        self.page.locator("[name=password]").fill(DEMO_PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(f"{self.admin}/admin/")

    def open_preview(self) -> FrameLocator:
        """Open the panel beside the form."""
        self.page.get_by_role("button", name="Växla förhandsgranskning").click()
        return self.page.frame_locator("#w-preview-iframe")

    def type_until_shown(self, title: str, shown: FrameLocator) -> None:
        """Type another title; repeat it if Wagtail was busy and missed it."""
        for space in ("", " ", "", " ", ""):
            self.page.locator("[name=title]").fill(title + space)
            with suppress(AssertionError):
                return expect(shown.locator("h1")).to_have_text(title, timeout=PATIENCE / 3)
        raise AssertionError("The preview does not follow.")

    def title_of(self, token: str) -> str | None:
        """Query the API as a front end does, without cookies."""
        query = "query ($token: String!) { preview(token: $token) { page { title } } }"
        body = json.dumps({"query": query, "variables": {"token": token}}).encode()
        request = Request(f"{self.admin}/graphql/", body, {"Content-Type": "application/json"})
        with urlopen(request) as response:
            preview = json.loads(response.read())["data"]["preview"]
        return preview and preview["page"]["title"]


@pytest.fixture
def front_end(demo_server: str, front_end_of: Callable[[str], str], settings: Settings) -> str:
    """Start the reference front end and allow it in the site's settings and CORS."""
    address = front_end_of(f"{demo_server}/graphql/")
    settings.CORS_ALLOWED_ORIGINS = [address.rstrip("/")]
    # Otherwise Wagtail saves a new page automatically.
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0
    SiteSettings.objects.update_or_create(
        site=Site.objects.get(is_default_site=True), defaults={"preview_url": f"{address}preview/"}
    )
    return address


@pytest.fixture
def calendar(demo_server: str) -> int:
    return EventIndexPage.objects.get(slug="kalender", locale__language_code="sv").pk


@pytest.fixture
def published(demo_server: str) -> EventPage:
    return EventPage.objects.get(slug="temamote-tva-datum", locale__language_code="sv")


@pytest.fixture
def editor(
    front_end: str, calendar: int, published: EventPage, demo_server: str, chromium: Browser
) -> Iterator[Editor]:
    """Return an editor; requested after all fixtures that need the database."""
    editor = Editor(chromium, demo_server)
    editor.log_in()
    yield editor
    editor.leave()


def write_event(editor: Editor, calendar: int) -> FrameLocator:
    """Open the form of a new event and the preview panel beside it."""
    page = editor.page
    page.goto(f"{editor.admin}/admin/pages/add/pages/eventpage/{calendar}/")
    page.get_by_role("tab", name="Tid och plats").click()
    page.locator("[name=starts_at]").fill("2026-05-11 13:30")
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="Innehåll").click()
    page.locator("[name=title]").fill(TITLE)
    return editor.open_preview()


def test_unsaved_page_is_shown_in_the_front_end(
    editor: Editor, front_end: str, calendar: int
) -> None:
    page = editor.page
    # When an editor writes a new event, with the preview open
    shown = write_event(editor, calendar)
    # Then the front end shows it as text
    expect(shown.locator("h1")).to_have_text(TITLE, timeout=PATIENCE)
    expect(shown.locator("time")).to_contain_text("13:30")
    expect(shown.locator(".notice")).to_contain_text("Utkast")
    assert f"{front_end}preview/" in [each.url for each in page.frames]
    # And it follows further input
    editor.type_until_shown("Ett annat namn", shown)
    # And it is not saved, is read with the last token only, and is logged at its parent
    first, last = editor.tokens[0], editor.tokens[-1]
    titles = [editor.title_of(first), editor.title_of(last)]
    assert titles == [None, "Ett annat namn"]
    titles = EventPage.objects.filter(title__in=[TITLE, "Ett annat namn"])
    assert not ask_database(titles.exists)
    read = PageLogEntry.objects.filter(page=calendar, action="pages.preview_read")
    assert ask_database(read.count) >= 3
    # And no request and no Referer contained a token
    assert not [each for each in editor.told if any(token in each for token in editor.tokens)]
    assert editor.complaints == []


def test_revoked_preview_ends_immediately(
    editor: Editor, front_end: str, published: EventPage
) -> None:
    page = editor.page
    # Given an editor who changes the title of a published page
    page.goto(f"{editor.admin}/admin/pages/{published.pk}/edit/")
    page.locator("[name=title]").fill(TITLE)
    shown = editor.open_preview()
    expect(shown.locator("h1")).to_have_text(TITLE, timeout=PATIENCE)
    token = editor.tokens[-1]
    # And a colleague with the shared link, in a browser without a login
    colleague = editor.another_browser()
    colleague.goto(f"{front_end}preview/#token={token}")
    expect(colleague.locator("h1")).to_have_text(TITLE)
    # When the editor revokes it
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{editor.admin}/admin/previews/")
    page.get_by_role("link", name="Dra in").first.click()
    page.get_by_role("button", name="Dra in").click()
    expect(page.locator("body")).to_contain_text("är indragen")
    # Then the colleague no longer sees it
    colleague.goto(f"{front_end}preview/?again#token={token}")
    expect(colleague.locator("h1")).to_have_text("Visningen är slut")
    # And the history says that the draft was read, without the token
    page.goto(f"{editor.admin}/admin/pages/{published.pk}/history/")
    expect(page.locator("main")).to_contain_text("Drog in en förhandslänk")
    assert token not in page.content()


def test_preview_expires_after_fifteen_minutes(
    editor: Editor, front_end: str, published: EventPage
) -> None:
    # Given a preview that is open
    editor.page.goto(f"{editor.admin}/admin/pages/{published.pk}/edit/")
    expect(editor.open_preview().locator("h1")).to_have_text(published.title, timeout=PATIENCE)
    token = editor.tokens[-1]
    reader = editor.another_browser()
    now = datetime.datetime.now(tz=datetime.UTC)
    # When fifteen minutes have passed, then it has expired
    for minutes, heading in ((13, published.title), (15, "Visningen är slut")):
        with time_machine.travel(now + datetime.timedelta(minutes=minutes)):
            reader.goto(f"{front_end}preview/?{minutes}#token={token}")
            expect(reader.locator("h1")).to_have_text(heading, timeout=PATIENCE)
