"""The plain view at a page's URL on the admin's host."""

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


def test_visitor_gets_the_not_here_page(production):
    # Given a published page and a path without one
    page = GroupPageFactory()

    # When a visitor requests both
    answers = [Client().get(path) for path in (page.url, "/finns/inte/")]

    # Then the responses are identical and set no cookie
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content
    assert not any(answer.cookies for answer in answers)


def test_private_page_is_indistinguishable_from_a_missing_one(production):
    # Given a page with a view restriction
    page = GroupPageFactory()
    PageViewRestriction.objects.create(page=page, restriction_type="login")

    # When a visitor requests it
    answer = Client().get(page.url)

    # Then the response does not reveal it by a login form
    assert answer.status_code == 404
    assert not answer.cookies


def test_redirect_does_not_reveal_a_private_page(production):
    # Given a redirect to a page with a view restriction
    page = GroupPageFactory()
    Redirect.objects.create(old_path="/gammal", redirect_page=page)
    PageViewRestriction.objects.create(page=page, restriction_type="login")

    # When a visitor requests the old path
    answer = Client().get("/gammal/")

    # Then the response is that of a missing page
    assert answer.status_code == 404
    assert answer.content == Client().get("/finns/inte/").content


def test_editor_sees_the_page_and_its_front_end_url(production, client_of):
    # Given an editor
    page = EventPageFactory(title="Temamöte om fritid", summary="Alla är välkomna.")
    set_up_roles()
    editor = client_of(Group.objects.get(name=EDITORS))

    # When the editor opens “View live”
    html = editor.get(page.url).content.decode()

    # Then the page has one heading, its text and the front end's URL
    assert html.count("<h1>") == 1
    assert "<h1>Temamöte om fritid</h1>" in html
    assert "måndag 11 maj 2026 13:30–15:30" in html
    assert page.full_url in html


@pytest.mark.parametrize(
    ("code", "path"), [("sv", "/grupper/halsa/"), ("en", "/en/grupper/halsa/")]
)
def test_path_determines_the_language(admin_client, production, code, path):
    # Given a group in two languages
    group = GroupPageFactory(slug="halsa")
    default_home().copy_for_translation(locale("en")).save_revision().publish()
    translated = group.copy_for_translation(locale("en"), copy_parents=True)
    translated.save_revision().publish()

    # When a translation is requested at its path
    page = {"sv": group, "en": translated}[code]
    answer = admin_client.get(page.url)

    # Then it is shown in its language
    assert page.url == path
    assert answer.context["page"].pk == page.pk
    assert f'<html lang="{code}">' in answer.content.decode()


def test_path_of_the_english_start_page_is_the_prefix():
    # Given a start page in two languages, the second with a slug of its own
    english = default_home().copy_for_translation(locale("en"))

    # Then neither path contains the slug
    assert default_home().url == "/"
    assert english.slug != default_home().slug
    assert english.url == "/en/"


def test_every_block_renders_in_the_preview(admin_client):
    # Given an article with one block of each type
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

    # Then each is rendered with the right element
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
    # Given an event with unsaved changes
    event = EventPageFactory()
    address = f"/admin/pages/{event.pk}/edit/"
    data = form_data(admin_client.get(address).content) | {"title": "Nytt namn"}

    # When the preview is requested
    assert admin_client.post(f"{address}preview/", data).json()["is_valid"]
    html = admin_client.get(f"{address}preview/?mode=").content.decode()

    # Then it shows the changes and loads the accessibility checker
    assert "<h1>Nytt namn</h1>" in html
    assert "wagtail-userbar" in html
    event.refresh_from_db()
    assert event.title != "Nytt namn"
