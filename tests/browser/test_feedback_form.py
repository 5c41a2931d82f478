"""A resident's form in Chromium, over HTTP: by keyboard, without JavaScript, and with it."""

import re
from urllib.parse import urlsplit

import pytest
from captcha.models import CaptchaStore
from playwright.sync_api import CDPSession, Page, Route, expect

from feedback.captcha.sound import can_speak
from feedback.models import IncomingSubmission, Service
from feedback.screening.comment_text import clean_comment, is_too_long, visible_length
from tests.chromium import ask_database, press
from tests.factories import ServiceFactory
from tests.feedback.resident import right_answer

HEAVIEST = 60_000
WIDE = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }
"""
# Choices of a list open in full.
CUT_OFF = """
[...document.querySelectorAll('main *:not(select, option, audio, .spoken), header *:not(.first)')]
  .filter(each => each.checkVisibility() && each.scrollWidth > Math.max(each.clientWidth, 1)
    && getComputedStyle(each).display !== 'inline')
  .map(each => each.outerHTML.slice(0, 90))
"""

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def service(transactional_db: None) -> Service:
    return ServiceFactory(slug="digidel", name="Digidel", aspects=["treatment"])


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            return
    raise AssertionError(f"The keyboard does not reach {selector}.")


def fill_in(page: Page, comment: str = "") -> None:
    """Open the form and go on to the check page."""
    page.goto("/feedback/digidel/")
    page.get_by_label("Bra", exact=True).first.check()
    page.locator("#comment").fill(comment)
    press(page, "Gå vidare")


def answer(page: Page) -> str:
    """Return the letters that the picture shows."""
    key = page.locator("[name=captcha_key]").get_attribute("value") or ""
    return ask_database(lambda: right_answer(key))


@pytest.mark.usefixtures("service")
@pytest.mark.parametrize("javascript", [True, False])
def test_whole_form_is_sent_by_keyboard_alone(visit, javascript):
    # Given
    context = visit(java_script_enabled=javascript)
    page = context.new_page()
    page.goto("/feedback/digidel/")

    # When
    tab_to(page, "[name=rating]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    tab_to(page, "#aspect-treatment")
    page.keyboard.press("ArrowDown")
    tab_to(page, "#comment")
    page.keyboard.type("De lyssnade.")
    tab_to(page, "button[value=check]")
    with page.expect_event("load"):
        page.keyboard.press("Enter")
    tab_to(page, "#answer")
    page.keyboard.type(answer(page))
    page.keyboard.press("Enter")

    # Then
    expect(page.locator(".receipt")).to_have_text(re.compile(r"^\s*(\d{4} ){3}\d{4}\s*$"))
    stored = ask_database(IncomingSubmission.objects.get)
    assert (stored.rating, stored.comment, stored.aspect_ratings) == (
        2,
        "De lyssnade.",
        {"treatment": 1},
    )
    assert context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


@pytest.mark.usefixtures("service")
@pytest.mark.parametrize("javascript", [True, False])
def test_error_summary_has_the_focus_and_leads_to_the_field(visit, javascript):
    page = visit(java_script_enabled=javascript).new_page()
    page.goto("/feedback/digidel/")

    page.get_by_role("button", name="Gå vidare").click()

    expect(page.locator(".summary")).to_be_focused()
    assert page.title().strip().startswith("Fel:")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#rating-1")).to_be_focused()


@pytest.mark.usefixtures("service")
def test_error_summary_does_not_take_the_focus_back(visit):
    # Given a script that comes late
    page = visit().new_page()
    page.goto("/feedback/digidel/")
    scripts: list[Route] = []
    page.route("**/form.js", lambda route: scripts.append(route))
    page.get_by_role("button", name="Gå vidare").click()
    expect(page.locator(".summary")).to_be_focused()

    # When
    page.keyboard.press("Tab")
    with page.expect_event("load"):
        scripts[0].continue_()

    # Then
    expect(page.locator(".summary a")).to_be_focused()


@pytest.mark.usefixtures("service")
def test_form_and_check_weigh_less_than_60_kilobytes_and_ask_nobody_else(visit, live_server):
    for address in ("/feedback/digidel/", "/feedback/digidel/?lang=en"):
        # Given
        context = visit()
        page = context.new_page()
        weights = Weights(context.new_cdp_session(page))

        # When
        page.goto(address)
        form = weights.take()
        page.locator("#rating-4").check()
        page.locator("#comment").fill("å" * 1_200)
        page.locator("button[value=check]").click()
        page.wait_for_load_state("networkidle")
        check = weights.take()

        # Then
        assert any(url.endswith("form.js") for url in form)
        assert any(url.endswith(".png") for url in check)
        assert not any(url.endswith(".wav") for url in check)
        # Chromium draws the buttons of its player from data of its own.
        asked = {urlsplit(url).netloc for url in form | check if not url.startswith("data:")}
        assert asked == {urlsplit(live_server.url).netloc}
        assert sum(form.values()) < HEAVIEST
        assert sum(check.values()) < HEAVIEST
        context.close()


class Weights:
    """Bytes that came over the wire, with their headers, by address."""

    def __init__(self, session: CDPSession) -> None:
        self.addresses: dict[str, str] = {}
        self.found: dict[str, int] = {}
        session.send("Network.enable")
        # Each page is weighed as for a first visit.
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        session.on("Network.requestWillBeSent", self._started)
        session.on("Network.loadingFinished", self._finished)

    def take(self) -> dict[str, int]:
        """Return what was found since the last time."""
        found, self.found = self.found, {}
        return found

    def _started(self, event: dict) -> None:
        self.addresses[event["requestId"]] = event["request"]["url"]

    def _finished(self, event: dict) -> None:
        self.found[self.addresses[event["requestId"]]] = int(event["encodedDataLength"])


@pytest.mark.usefixtures("service")
def test_counter_counts_as_the_server_does(visit):
    # Given
    page = visit().new_page()
    page.goto("/feedback/digidel/")
    texts = [
        "",
        "Bra.",
        "  a\n\nb  ",
        "åäö",
        "e\u0301\u0323",
        "👩‍👩‍👧‍👦🇸🇪🇸🇪👍🏽1️⃣",
        "🇸🇪🇸",
        "\u200b\u200d\ufeff",
        "a\u200db\u202ec\u2066",
        "Z" + "\u0335" * 50,
        "नमस्ते ก็ 각 ﷽",
        "a" * 1_200,
        "a" * 1_203,
        "Z" + "\u0335" * 4_900,
    ]

    for text in texts:
        # When
        page.locator("#comment").fill(text)

        # Then
        cleaned = clean_comment(text)
        room = min(1_200 - visible_length(cleaned), 4_800 - len(cleaned))
        said = f"Tecken kvar: {room}" if room >= 0 else f"Tecken för mycket: {-room}"
        # What is nothing but invisible is dropped whole by the server, its length with it.
        if cleaned or not text:
            expect(page.locator("#comment-count")).to_have_text(said)
        assert (room < 0) == is_too_long(cleaned)


@pytest.mark.usefixtures("service")
def test_counter_is_said_when_the_fingers_rest(visit):
    page = visit().new_page()
    page.goto("/feedback/digidel/")
    expect(page.locator("#comment-spoken")).to_have_text("")

    page.locator("#comment").press_sequentially("Bra.")

    # The first letters are not read aloud while the next ones come.
    assert page.locator("#comment-spoken").inner_text() == ""
    expect(page.locator("#comment-spoken")).to_have_text("Tecken kvar: 1196")
    assert page.locator("#comment-spoken").get_attribute("role") == "status"


@pytest.mark.usefixtures("service")
def test_challenge_is_renewed_in_place(visit):
    # Given
    page = visit().new_page()
    fill_in(page, "Bra.")
    page.evaluate("window.isThisPage = true")
    question = page.locator("#question").inner_text()
    key = page.locator("[name=captcha_key]").get_attribute("value")
    page.locator("#answer").fill("fel")

    # When
    page.get_by_role("button", name="Ny bild och ny fråga").click()

    # Then
    expect(page.locator("#challenge-spoken")).to_have_text("Det finns en ny bild och en ny fråga.")
    expect(page.locator("#answer")).to_be_focused()
    assert page.locator("#answer").input_value() == ""
    assert page.locator("[name=captcha_key]").get_attribute("value") != key
    assert page.locator("#question").inner_text() != question
    assert page.evaluate("window.isThisPage")
    assert page.locator("#challenge img").evaluate("each => each.decode().then(() => true)")
    page.locator("#answer").fill(answer(page))
    page.keyboard.press("Enter")
    expect(page.locator(".receipt")).to_be_visible()
    assert ask_database(IncomingSubmission.objects.get).comment == "Bra."


def test_renewal_that_cannot_be_had_tells_why_and_gives_the_text_back(service, visit):
    page = visit().new_page()
    fill_in(page, "Det jag ville säga.")
    service.closes_on = "2000-01-01"
    ask_database(service.save)

    page.get_by_role("button", name="Ny bild och ny fråga").click()

    expect(page.locator("main")).to_contain_text("Tjänsten tar inte emot synpunkter längre.")
    expect(page.locator("#typed")).to_have_value("Det jag ville säga.")


@pytest.mark.usefixtures("service")
@pytest.mark.skipif(not can_speak(), reason="install espeak-ng to hear it")
def test_letters_can_be_listened_to(visit):
    page = visit().new_page()
    fill_in(page)

    length = page.locator("audio").evaluate(
        """each => new Promise((resolve, reject) => {
          each.onloadedmetadata = () => resolve(each.duration);
          each.onerror = () => reject(each.error);
          each.load(); each.preload = 'metadata';
        })"""
    )

    assert 4 < length < 30


@pytest.mark.usefixtures("service")
@pytest.mark.parametrize("forced", ["active", "none"])
def test_focus_can_be_seen_everywhere(visit, forced):
    # Given
    page = visit(forced_colors=forced).new_page()
    for step in ("form", "check"):
        if step == "form":
            page.goto("/feedback/digidel/")
        else:
            fill_in(page, "Bra.")
        seen = set()

        # When the keyboard goes once around
        for _ in range(30):
            page.keyboard.press("Tab")
            focused = page.evaluate(
                """() => {
                  const style = getComputedStyle(document.activeElement);
                  return [document.activeElement.outerHTML.slice(0, 80), style.outlineStyle,
                          parseFloat(style.outlineWidth)];
                }"""
            )
            if focused[0].startswith("<body"):
                continue
            seen.add(focused[0])

            # Then
            if not focused[0].startswith("<audio"):
                assert focused[1] != "none", focused
                assert focused[2] >= 2, focused
        assert len(seen) >= 5


@pytest.mark.usefixtures("service")
def test_form_is_usable_at_400_percent(visit):
    # Given a screen of 1280 by 1024, four times as large
    page = visit(viewport={"width": 320, "height": 256}, device_scale_factor=4).new_page()

    # When
    fill_in(page, "Långt_ord_utan_slut" * 10)

    # Then
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.locator("#answer").fill(answer(page))
    page.get_by_role("button", name="Skicka").click()
    expect(page.locator(".receipt")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert not ask_database(CaptchaStore.objects.exists)


@pytest.mark.usefixtures("service")
def test_nothing_is_cut_off_when_the_text_is_set_wide(visit):
    # Given spacing that a reader may set (WCAG 1.4.12)
    page = visit(bypass_csp=True).new_page()
    page.goto("/feedback/digidel/")
    press(page, "Gå vidare")
    for step in ("error", "check"):
        if step == "check":
            fill_in(page, "Jag orkar inte leva. Ring 070-174 06 05. " + "långtordutanslut" * 9)
        # When
        page.add_style_tag(content=WIDE)

        # Then
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        assert page.evaluate(CUT_OFF) == []


@pytest.mark.usefixtures("service")
def test_trap_is_out_of_reach_of_people_and_of_what_fills_in_forms_for_them(visit):
    page = visit().new_page()
    page.goto("/feedback/digidel/")

    # Browsers and password managers fill in what has a place on the page.
    assert page.locator("#homepage").evaluate("each => each.getClientRects().length") == 0
    assert page.locator("#homepage").get_attribute("autocomplete") == "off"
    expect(page.get_by_role("textbox")).to_have_count(1)


@pytest.mark.usefixtures("service")
def test_double_click_sends_once_and_shows_the_number(visit):
    page = visit().new_page()
    fill_in(page, "Bra.")
    page.locator("#answer").fill(answer(page))

    page.get_by_role("button", name="Skicka").dblclick()

    expect(page.locator(".receipt")).to_be_visible()
    assert ask_database(IncomingSubmission.objects.count) == 1


@pytest.mark.usefixtures("service")
def test_who_goes_back_and_sends_again_is_shown_the_same_number(visit):
    # Given the same form in two tabs
    context = visit()
    page, other = context.new_page(), context.new_page()
    for each in (page, other):
        fill_in(each, "Bra.")
    client_id = page.locator("[name=client_id]").get_attribute("value")
    other.locator("[name=client_id]").evaluate("(each, value) => each.value = value", client_id)

    # When
    numbers = []
    for each in (page, other):
        each.locator("#answer").fill(answer(each))
        press(each, "Skicka")
        numbers.append(each.locator(".receipt").inner_text())

    # Then
    assert numbers[0] == numbers[1]
    assert ask_database(IncomingSubmission.objects.count) == 1
