"""What stands at a page's own address in the editors' system."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from pages.blocks import ARTICLE_BLOCKS
from pages.roles import EDITORS, set_up_roles
from tests.factories import (
    ArticlePageFactory,
    ContentImageFactory,
    EventPageFactory,
    GroupPageFactory,
    default_home,
    locale,
)
from tests.pages.forms import form_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def production(settings: Any) -> None:
    settings.DEBUG = False


def test_visitor_is_told_that_readers_go_elsewhere(production):
    # Given a published page and an address without one
    page = GroupPageFactory()

    # When a visitor asks for both
    answers = [Client().get(path) for path in (page.url, "/finns/inte/")]

    # Then both answer alike, so that neither tells what exists, and no cookie is set
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content
    assert not any(answer.cookies for answer in answers)


def test_private_page_looks_to_a_visitor_like_none(production):
    # Given a page that only some may see
    page = GroupPageFactory()
    PageViewRestriction.objects.create(page=page, restriction_type="login")

    # When a visitor asks for it
    answer = Client().get(page.url)

    # Then no log-in tells that it is there
    assert answer.status_code == 404
    assert not answer.cookies


def test_redirect_tells_a_visitor_no_address_of_a_private_page(production):
    # Given a page whose old address leads to where only some may see it
    page = GroupPageFactory()
    Redirect.objects.create(old_path="/gammal", redirect_page=page)
    PageViewRestriction.objects.create(page=page, restriction_type="login")

    # When a visitor asks for the old address
    answer = Client().get("/gammal/")

    # Then it answers as an address without a page does
    assert answer.status_code == 404
    assert answer.content == Client().get("/finns/inte/").content


def test_editor_sees_the_page_and_where_readers_find_it(production, client_of):
    # Given an editor
    page = EventPageFactory(title="Temamöte om fritid", summary="Alla är välkomna.")
    set_up_roles()
    editor = client_of(Group.objects.get(name=EDITORS))

    # When the editor follows “View live”
    html = editor.get(page.url).content.decode()

    # Then it reads as text, in one heading, with the front end's address
    assert html.count("<h1>") == 1
    assert "<h1>Temamöte om fritid</h1>" in html
    assert "måndag 11 maj 2026 13:30–15:30" in html
    assert page.full_url in html


@pytest.mark.parametrize(
    ("code", "path"), [("sv", "/grupper/halsa/"), ("en", "/en/grupper/halsa/")]
)
def test_address_tells_the_language(admin_client, production, code, path):
    # Given a group in two languages
    group = GroupPageFactory(slug="halsa")
    default_home().copy_for_translation(locale("en")).save_revision().publish()
    translated = group.copy_for_translation(locale("en"), copy_parents=True)
    translated.save_revision().publish()

    # When the page of a language is asked for at its address
    page = {"sv": group, "en": translated}[code]
    answer = admin_client.get(page.url)

    # Then that one is shown, in its language
    assert page.url == path
    assert answer.context["page"].pk == page.pk
    assert f'<html lang="{code}">' in answer.content.decode()


def test_start_page_of_the_other_language_has_its_prefix_alone():
    # Given a start page in two languages, of which the second has a slug of its own
    english = default_home().copy_for_translation(locale("en"))

    # Then the slug is in neither address
    assert default_home().url == "/"
    assert english.slug != default_home().slug
    assert english.url == "/en/"


def test_every_block_renders_in_the_preview(admin_client):
    # Given an article with one block of each kind
    body = [
        ("heading", "Rubrik"),
        ("rich_text", "<p>Brödtext</p>"),
        ("quote", {"text": "Det hjälpte.", "attribution": "deltagare"}),
        ("fact_box", {"heading": "Fakta", "text": "<p>Nio platser</p>"}),
        (
            "video",
            {
                "video": "https://example.org/film",
                "title": "Film",
                "thumbnail": ContentImageFactory(description="Stillbild"),
                "transcript": "",
            },
        ),
        ("call_to_action", {"text": "Anmäl dig", "page": None, "url": "https://example.org/a"}),
        ("related_pages", {"heading": "", "pages": [GroupPageFactory(title="Grupp")]}),
        ("image", {"image": None, "alt_text": "", "caption": "Bildtext"}),
        ("gallery", {"heading": "Galleri", "images": []}),
        ("document", {"document": None, "description": ""}),
    ]
    assert {name for name, _value in body} == {name for name, _block in ARTICLE_BLOCKS}
    article = ArticlePageFactory(body=body)

    # When it is shown
    html = admin_client.get(article.url).content.decode()

    # Then each stands in the element that fits it
    for part in (
        "<h2>Rubrik</h2>",
        "<p>Brödtext</p>",
        "<blockquote>",
        "<figcaption>deltagare</figcaption>",
        "<h2>Fakta</h2>",
        'alt="Stillbild"',
        '<a href="https://example.org/film">Film</a>',
        '<a href="https://example.org/a">Anmäl dig</a>',
        ">Grupp</a>",
        "<h2>Galleri</h2>",
    ):
        assert part in html


def test_preview_of_an_unsaved_change_is_shown(admin_client):
    # Given an event that an editor has open
    event = EventPageFactory()
    address = f"/admin/pages/{event.pk}/edit/"
    data = form_data(admin_client.get(address).content) | {"title": "Nytt namn"}

    # When the preview is asked for
    assert admin_client.post(f"{address}preview/", data).json()["is_valid"]
    html = admin_client.get(f"{address}preview/?mode=").content.decode()

    # Then it shows the change, and brings what checks accessibility
    assert "<h1>Nytt namn</h1>" in html
    assert "wagtail-userbar" in html
    event.refresh_from_db()
    assert event.title != "Nytt namn"
