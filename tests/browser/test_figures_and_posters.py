"""Dashboard and poster in Chromium: on small screens, in the dark, and on paper."""

import datetime
import io
import re

import pikepdf
import pytest
import time_machine
import zxingcpp
from django.test import Client
from django.urls import reverse
from PIL import Image

from feedback.figures import rollups
from feedback.models import Service, Submission
from tests.chromium import barriers
from tests.factories import OrganisationFactory, ServiceFactory

OURS = ".figures, .sheet, .closed, body > header"
NAME = "Stöd till den som bryr sig om någon med ett beroende och till barnen i familjen"
A4 = (595, 842)

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

Pages = dict[str, str]


@pytest.fixture
def pages(admin_client: Client, settings) -> Pages:
    """Every kind of page with figures, and posters."""
    settings.SITE_URL = "https://synpunkter.stad.example.org"
    administration = OrganisationFactory(name="Socialförvaltningen", kind="administration")
    told = ServiceFactory(name=NAME, slug="stod", administration=administration)
    short = ServiceFactory(name="Digidel", slug="digidel", administration=administration)
    closed = ServiceFactory(
        slug="stangd", closes_on="2000-01-01", administration=administration, name="Stängd"
    )
    longest = ServiceFactory(
        name="Socialsekreterarmottagningen " * 5, slug="a" * 150, administration=administration
    )
    empty = OrganisationFactory(name="Tom förvaltning", kind="administration")
    months = [datetime.date(2026, month, 1) for month in (1, 2, 4, 5)]
    rollups.add(
        Submission(
            service=told,
            month=month,
            rating=1 + place % 5,
            aspect_ratings={"change": 3 + place % 3},
            language="sv",
        )
        for month in months
        for place in range(7)
    )

    def get(name: str, *args: int, query: str = "") -> str:
        return admin_client.get(reverse(name, args=args) + query).text

    poster = Service.snippet_viewset.get_url_name("poster")
    with time_machine.travel("2026-06-15T12:00:00+02:00", tick=False):
        return {
            "all administrations": get("feedback_dashboard:index"),
            "administration": get("feedback_dashboard:administration", administration.pk),
            "administration without services": get("feedback_dashboard:administration", empty.pk),
            "service": get("feedback_dashboard:service", told.pk),
            "service, all the time": get(
                "feedback_dashboard:service", told.pk, query="?period=all"
            ),
            "service with too few": get("feedback_dashboard:service", short.pk),
            "poster": get(poster, short.pk),
            "poster, long name": get(poster, told.pk, query="?lang=en"),
            "poster, longest name": get(poster, longest.pk),
            "poster, closed": get(poster, closed.pk),
        }


def test_pages_have_no_barrier_that_a_program_can_find(pages, shown):
    for name, html in pages.items():
        for dark in (False, True):
            assert barriers(shown(html, dark=dark), OURS) == [], name


def test_dark_theme_is_dark(pages, shown):
    page = shown(pages["service"], dark=True)

    ink = page.evaluate("getComputedStyle(document.querySelector('.figures')).color")
    assert min(map(int, re.findall(r"\d+", ink)[:3])) > 128


def test_period_is_chosen_by_keyboard_and_wide_table_is_scrolled_by_it(pages, shown):
    page = shown(pages["administration"])

    reached = []
    page.locator(".figures__period a").first.focus()
    for _ in range(8):
        reached.append(page.evaluate("document.activeElement.outerHTML.slice(0, 60)"))
        page.keyboard.press("Tab")

    assert sum("period=" in each for each in reached) >= 3
    assert any("figures__scroll" in each for each in reached)


def test_figures_are_printed_whole(pages, shown):
    for name in ("administration", "service"):
        # When the page is printed
        page = shown(pages[name], width=1280)
        pdf = page.pdf(prefer_css_page_size=True)

        # Then all of it is on paper, from the heading to the explanation, and not the menu
        with pikepdf.open(io.BytesIO(pdf)) as document:
            assert 2 <= len(document.pages) <= 5, name
        page.emulate_media(media="print")
        assert page.locator(".figures__title").is_visible()
        assert page.locator(".figures__explanation").is_visible()
        assert not page.locator("#wagtail-sidebar").is_visible()


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("poster", "https://synpunkter.stad.example.org/feedback/digidel/"),
        ("poster, long name", "https://synpunkter.stad.example.org/feedback/stod/?lang=en"),
        ("poster, longest name", f"https://synpunkter.stad.example.org/feedback/{'a' * 150}/"),
    ],
)
def test_poster_fills_one_sheet_and_a_phone_reads_its_code(pages, shown, name, address):
    # When the poster is printed, and seen as it is printed
    page = shown(pages[name], width=794)
    pdf = page.pdf(prefer_css_page_size=True)
    page.emulate_media(media="print")
    picture = Image.open(io.BytesIO(page.screenshot(full_page=True)))

    # Then it is one sheet of A4
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert len(document.pages) == 1
        assert [round(float(each)) for each in document.pages[0].mediabox[2:]] == list(A4)
    # And nothing on it is cut off
    sheet = "document.querySelector('.sheet')"
    assert page.evaluate(f"{sheet}.scrollHeight <= {sheet}.clientHeight")
    assert page.evaluate(f"{sheet}.scrollWidth <= {sheet}.clientWidth")
    # And the code leads to the form
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [address]
