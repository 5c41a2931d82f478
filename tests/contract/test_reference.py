"""The reference front end in Chromium at 320 px, on the demo and on the stub."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page
from pytest_django import Settings

from tests.chromium import ask_database, barriers, press
from tests.contract.conftest import NODE, NOW, running
from tests.contract.files import CONTRACT
from tests.contract.previews import lend_draft, superuser

# Paths that the stub has answers for.
PAGES = {
    "/": "Medskap",
    "/grupper/": "Grupper",
    "/grupper/gemensam-utvecklingsgrupp/": "Gemensam utvecklingsgrupp",
    "/projekt/": "Projekt",
    "/projekt/arbetsmarknadsforvaltningen/jag-kan/": "Jag kan",
    "/kalender/": "Kalender",
    "/kalender/temamote-tva-datum/": "Temamöte: avslutning",
    "/nyheter/": "Nyheter",
    "/nyheter/podd-vem-bestammer/": "Podden Medskap, avsnitt 4: Vem bestämmer?",
    "/om-medskap/": "Om Medskap",
    "/tjanster/": "Tjänster",
    "/tjanster/bostad-forst/": "Bostad först",
    "/sok/?q=finnsinte": "Sök",
    "/finns-inte/": "Sidan finns inte",
    "/en/": "Medskap",
}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(NODE is None, reason="Node is not installed: sudo apt install nodejs"),
]


@pytest.fixture
def stub() -> Iterator[str]:
    with running(CONTRACT / "stub.mjs") as address:
        yield address


def faults(page: Page) -> list[tuple[str, str]]:
    """Return accessibility violations and scripts of a page; both should be empty."""
    return [*[("script", page.url)] * page.locator("script").count(), *barriers(page)]


def open_page(page: Page, address: str, path: str) -> list[str]:
    """Return the main headings of the page at a path of the front end."""
    page.goto(address.rstrip("/") + path)
    return page.locator("h1").all_inner_texts()


def test_demo_pages_have_no_script_and_are_accessible(
    demo_server: str, front_end_of: Callable[[str], str], subtests: pytest.Subtests, page: Page
) -> None:
    address = front_end_of(f"{demo_server}/graphql/")
    for path, title in PAGES.items():
        with subtests.test(path):
            assert open_page(page, address, path) == [title]
            assert faults(page) == []


def test_stub_serves_the_same_pages(
    stub: str, front_end_of: Callable[[str], str], subtests: pytest.Subtests, page: Page
) -> None:
    address = front_end_of(stub)
    for path, title in PAGES.items():
        with subtests.test(path):
            assert open_page(page, address, path) == [title]


def test_resident_sends_feedback(stub: str, front_end_of: Callable[[str], str], page: Page) -> None:
    # Given a resident who fills in the form
    page.goto(f"{front_end_of(stub)}tjanster/bostad-forst/")
    page.get_by_label("Bra", exact=True).check()
    page.get_by_label("Vad vill du berätta?").fill("<b>Tack</b>")
    press(page, "Fortsätt")
    assert faults(page) == []
    # When the answer is wrong, then the input is kept for another attempt
    page.get_by_label("Vad blir 3 plus 4?").fill("12")
    press(page, "Skicka")
    assert "Det var inte rätt svar" in page.inner_text(".error")
    assert page.locator("[name=comment]").input_value() == "<b>Tack</b>"
    assert faults(page) == []
    # When it is right, then the receipt is shown in groups of four digits
    page.get_by_label("Vad blir 3 plus 4?").fill("7")
    press(page, "Skicka")
    assert page.inner_text("h1") == "Tack! Det du skrev är framme."
    assert len(page.inner_text("main strong").split()) == 4
    assert faults(page) == []


def test_comment_check_warns_and_shows_help_lines(
    demo_server: str, front_end_of: Callable[[str], str], page: Page
) -> None:
    # Given a comment with words of crisis and a phone number
    page.goto(f"{front_end_of(f'{demo_server}/graphql/')}tjanster/bostad-forst/")
    page.get_by_label("Mycket dåligt").check()
    page.get_by_label("Vad vill du berätta?").fill("Jag orkar inte leva.\nRing 070-174 06 05 <b>")
    press(page, "Fortsätt")
    # Then the number is marked, and the help lines come first
    assert page.locator("mark").all_inner_texts() == ["070-174 06 05"]
    assert page.inner_text(".comment") == "Jag orkar inte leva.\nRing 070-174 06 05 <b>"
    assert page.get_by_role("link", name="112").get_attribute("href") == "tel:112"
    assert page.locator("h2").first.inner_text() == "Behöver du hjälp nu?"
    assert faults(page) == []
    # Then no challenge is shown
    assert page.get_by_role("textbox").count() == 0
    # When the resident goes back, then the input is kept
    press(page, "Ändra")
    assert "070-174 06 05" in page.get_by_label("Vad vill du berätta?").input_value()
    assert page.get_by_label("Mycket dåligt").is_checked()
    assert faults(page) == []


def test_help_lines_are_shown_after_sending(
    stub: str, front_end_of: Callable[[str], str], page: Page
) -> None:
    comment = "Jag orkar inte leva så här. Ingen svarar när jag ringer."
    page.goto(f"{front_end_of(stub)}tjanster/bostad-forst/")
    page.get_by_label("Mycket dåligt").check()
    page.get_by_label("Vad vill du berätta?").fill(comment)
    press(page, "Fortsätt")
    press(page, "Skicka")
    assert page.inner_text("h1") == "Tack! Det du skrev är framme."
    assert page.get_by_role("link", name="112").count() == 1
    assert faults(page) == []


def test_resident_can_read_the_answer(
    demo_server: str, front_end_of: Callable[[str], str], page: Page
) -> None:
    # Given a resident who mistypes the receipt
    page.goto(f"{front_end_of(f'{demo_server}/graphql/')}tjanster/")
    page.get_by_role("link", name="Läs ditt svar").click()
    page.get_by_label("Numret som du fick när du skickade").fill("2017 0316")
    press(page, "Visa svaret")
    assert page.inner_text(".error") == "Numret har 16 siffror."
    assert faults(page) == []
    # When it is unknown, then possible reasons are shown
    page.get_by_label("Numret som du fick när du skickade").fill("0" * 16)
    press(page, "Visa svaret")
    assert "inget svar än" in page.inner_text("[role=status]")
    assert faults(page) == []
    # When it is right, then the answer is shown, and no URL contains the receipt
    page.get_by_label("Numret som du fick när du skickade").fill("2017 0316 0420 1111")
    press(page, "Visa svaret")
    assert page.inner_text("h1") == "Digidel drop-in"
    assert "fyra instruktörer" in page.inner_text("main")
    assert page.url.endswith("/svar/")
    assert faults(page) == []


def test_visitor_can_search_for_a_group(
    demo_server: str, front_end_of: Callable[[str], str], page: Page
) -> None:
    page.goto(front_end_of(f"{demo_server}/graphql/"))
    page.get_by_label("Sök").fill("utvecklingsgruppernas möte")
    press(page, "Sök")
    assert faults(page) == []
    page.get_by_role("link", name="Gemensam utvecklingsgrupp").click()
    assert page.inner_text("h1") == "Gemensam utvecklingsgrupp"


def test_preview_token_stays_in_the_browser(
    demo_server: str, front_end_of: Callable[[str], str], settings: Settings, page: Page
) -> None:
    # Given a draft and a front end that CORS allows
    token = ask_database(lambda: lend_draft("temamote-tva-datum", superuser(), NOW))
    address = front_end_of(f"{demo_server}/graphql/")
    settings.CORS_ALLOWED_ORIGINS = [address.rstrip("/")]
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    # When the editor opens the preview
    page.goto(f"{address}preview/#token={token}")
    page.wait_for_selector("h1")
    # Then the draft is shown, and no URL contains the token
    assert page.inner_text("h1") == "Temamöte: avslutning (utkast)"
    assert [name for name, _ in faults(page)] == ["script"]
    assert not [url for url in [page.url, *asked[1:]] if token in url]
    # When the token is invalid, then the page says that the preview has ended
    page.goto(f"{address}preview/?again#token=0")
    page.wait_for_selector("h1")
    assert page.inner_text("h1") == "Visningen är slut"


def test_front_end_without_its_api_shows_an_error(
    front_end_of: Callable[[str], str], page: Page
) -> None:
    response = page.goto(front_end_of("http://localhost:9/graphql/"))
    assert response is not None
    assert response.status == 503
    assert page.inner_text("h1") == "Något gick fel"
