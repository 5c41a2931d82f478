"""The poster of a service: its question and URL, without tracking."""

import re

import pytest
import segno
import time_machine
from django.urls import reverse

from feedback.models import Service
from tests.factories import ServiceFactory, locale

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = "https://stad.example.org/"
    with time_machine.travel("2026-06-15T12:00:00+02:00", tick=False):
        yield


def poster_of(staff, service=None, query=""):
    name = Service.snippet_viewset.get_url_name("poster")
    return staff.client.get(reverse(name, args=[(service or staff.service).pk]) + query)


def typed(page: str) -> str:
    """Return the URL as printed on the poster."""
    address = re.search(r'<p class="address[^>]*>(.*?)</p>', page, re.S)
    assert address
    return re.sub(r"<[^>]*>|\s", "", address[1])


def test_poster_has_the_question_and_the_url(social):
    social.service.name, social.service.slug = "Digidel drop-in", "digidel-drop-in"
    social.service.save()

    page = poster_of(social).text

    assert '<html lang="sv">' in page
    assert "Vad tycker du om Digidel drop-in?" in page
    assert "Du är anonym." in page
    assert typed(page) == "stad.example.org/feedback/digidel-drop-in/"
    assert 'aria-label="QR-kod som leder till https://stad.example.org/feedback/' in page


@pytest.mark.parametrize(
    ("query", "address"), [("", "/feedback/digidel/"), ("?lang=en", "/feedback/digidel/?lang=en")]
)
def test_qr_code_contains_only_the_url(social, query, address):
    social.service.slug = "digidel"
    social.service.save()

    page = poster_of(social, query=query).text

    code = segno.make_qr(f"https://stad.example.org{address}", error="m")
    assert code.svg_inline(border=4, dark="#000", light="#fff", omitsize=True, lineclass=None) in (
        page
    )


def test_english_poster_links_to_the_english_form(social):
    # Given a service with an English row
    english = social.service.copy_for_translation(locale("en"))
    english.name, english.slug = "Digital help", "digital-help"
    english.save()

    # When its poster is asked for, by either row
    for page in (poster_of(social, english).text, poster_of(social, query="?lang=en").text):
        # Then it speaks English, and so does the form behind it
        assert '<html lang="en">' in page
        assert "What do you think of Digital help?" in page
        assert typed(page) == "stad.example.org/feedback/digital-help/?lang=en"
        form = social.client.get("/feedback/digital-help/?lang=en").text
        assert "Digital help" in form
    assert "Vad tycker du om" in poster_of(social, english, "?lang=sv").text


def test_untranslated_service_has_an_english_poster(social):
    page = poster_of(social, query="?lang=en").text

    assert f"What do you think of {social.service.name}?" in page
    assert typed(page).endswith(f"/feedback/{social.service.slug}/?lang=en")


@pytest.mark.parametrize("language", ["", "de", "x" * 3_000, "\x00"])
def test_unknown_poster_language_falls_back_to_the_row(social, language):
    assert '<html lang="sv">' in poster_of(social, query=f"?lang={language}").text


def test_closed_service_has_a_message_instead_of_a_poster(social):
    social.service.closes_on = "2026-05-31"
    social.service.save()

    page = poster_of(social).text

    assert "tar inte emot synpunkter sedan den 31 maj 2026" in page
    assert "<svg" not in page


def test_poster_can_be_printed_before_the_service_opens(social):
    social.service.opens_on = "2026-09-01"
    social.service.save()

    page = poster_of(social).text

    assert "tar emot synpunkter från den 1 september 2026" in page
    assert "<svg" in page


def test_poster_of_another_administration_is_not_found(social, labour):
    for service in (labour.service, ServiceFactory()):
        assert poster_of(social, service).status_code == 404


def test_visitor_without_an_account_is_asked_to_log_in(social, client):
    social.client = client

    assert poster_of(social).status_code == 302


def test_answer_page_loads_no_third_party_content_or_script(social):
    page = poster_of(social).text

    assert "<script" not in page
    assert set(re.findall(r'(?:src|href)="(http[^"]*)', page)) == set()
    assert "style=" not in page


def test_service_links_to_figures_and_poster(social):
    poster = reverse(Service.snippet_viewset.get_url_name("poster"), args=[social.service.pk])
    figures = reverse("feedback_dashboard:service", args=[social.service.pk])
    listed = social.client.get(reverse(Service.snippet_viewset.get_url_name("list"))).text
    edited = social.client.get(
        reverse(Service.snippet_viewset.get_url_name("edit"), args=[social.service.pk])
    ).text

    for page in (listed, edited):
        assert poster in page
        assert figures in page
    assert poster in social.client.get(figures).text
    for page in ("/admin/", reverse("submissions:index")):
        assert reverse("feedback_dashboard:index") in social.client.get(page).text
