"""No script hides in a stored address: forms refuse it, and the API drops what is stored."""

import json
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.test import Client
from django.urls import reverse
from wagtail.blocks import StructBlockValidationError
from wagtail.contrib.redirects.models import Redirect

from pages.blocks import CallToActionBlock, FactBoxBlock, RichTextBlock, VideoBlock
from pages.forms.web_addresses import ADDRESS_ERROR, TEXT_ERROR, WebAddressField
from pages.models import ArticlePage, EventPage, GroupLink, GroupPage, Recording
from tests.api.whole_selections import everything_of
from tests.factories import (
    ArticlePageFactory,
    EventPageFactory,
    GroupPageFactory,
    OrganisationFactory,
    default_home,
)
from tests.pages.forms import errors_at, form_data

pytestmark = pytest.mark.django_db
SCRIPT = "alert(document.domain)"
HOSTILE = [
    f"javascript:{SCRIPT}",
    f"JaVaScRiPt:{SCRIPT}",
    f" javascript:{SCRIPT}",
    f"\x01javascript:{SCRIPT}",
    f"java\tscript:{SCRIPT}",
    f"java\nscript:{SCRIPT}",
    f"javascript&colon;{SCRIPT}",
    f"&#106;avascript:{SCRIPT}",
    f"javascript://example.org/%0a{SCRIPT}",
    f"data:text/html,{SCRIPT}",
    f"vbscript:{SCRIPT}",
    f"view-source:javascript:{SCRIPT}",
    f"blob:https://example.org/{SCRIPT}",
]


def own_fields() -> list[models.Field]:
    return [
        field
        for name in ("pages", "feedback")
        for model in apps.get_app_config(name).get_models()
        for field in model._meta.local_fields
        if isinstance(field, models.URLField)
    ]


def test_every_address_is_of_the_safe_kind():
    found = own_fields()

    assert len(found) >= 8
    unsafe = [str(field) for field in found if not isinstance(field, WebAddressField)]
    assert unsafe == [], "Use WebAddressField of pages/forms/web_addresses.py."


@pytest.mark.parametrize("field", own_fields(), ids=str)
@pytest.mark.parametrize("address", [*HOSTILE, "ftp://example.org/"])
def test_models_refuse_other_schemes(field: models.Field, address: str):
    with pytest.raises(ValidationError):
        field.clean(address, None)


@pytest.mark.parametrize("address", ["https://example.org/", "HTTP://example.org/å?a=b#c"])
def test_web_addresses_are_kept(address: str):
    field = GroupLink._meta.get_field("url")

    assert field.clean(address, None) == address
    assert field.from_db_value(address, None, None) == address


# --- Forms ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("address", HOSTILE)
def test_snippet_form_names_the_field(admin_client: Client, address: str):
    organisation = OrganisationFactory()
    url = reverse("wagtailsnippets_pages_organisation:edit", args=[organisation.pk])

    data = form_data(admin_client.get(url).content) | {"website": address}
    html = admin_client.post(url, data).content

    assert errors_at(html, "website")
    organisation.refresh_from_db()
    assert organisation.website == ""


@pytest.mark.parametrize("name", ["stream_url", "registration_url"])
def test_page_form_names_the_field(admin_client: Client, name: str):
    event = EventPageFactory()
    url = reverse("wagtailadmin_pages:edit", args=[event.pk])

    data = form_data(admin_client.get(url).content) | {name: HOSTILE[0]}
    html = admin_client.post(url, data).content

    assert errors_at(html, name)
    assert form_data(html)[name] == HOSTILE[0]


@pytest.mark.parametrize("address", HOSTILE)
def test_redirect_form_names_the_field(admin_client: Client, address: str):
    url = reverse("wagtailredirects:add")
    data = form_data(admin_client.get(url).content) | {"old_path": "/a", "redirect_link": address}

    html = admin_client.post(url, data).content

    assert errors_at(html, "redirect_link")
    assert not Redirect.objects.exists()


@pytest.mark.parametrize("address", HOSTILE)
def test_link_in_the_text_editor_is_refused(admin_client: Client, address: str):
    url = reverse("wagtailadmin_choose_page_external_link")
    prefix = "external-link-chooser"

    answer = admin_client.post(url, {f"{prefix}-url": address, f"{prefix}-link_text": "x"})

    assert answer.json()["step"] != "external_link_chosen"
    assert "error-message" in answer.json()["html"]


def draft_text(address: str) -> str:
    """Return what the text editor posts for a text with one link."""
    return json.dumps(
        {
            "blocks": [
                {
                    "key": "a",
                    "type": "unstyled",
                    "depth": 0,
                    "text": "Läs mer här",
                    "inlineStyleRanges": [],
                    "entityRanges": [{"key": 0, "offset": 0, "length": 3}],
                }
            ],
            "entityMap": {"0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": address}}},
        }
    )


def posted(block: Any, address: str) -> Any:
    widget = block.field.widget
    return block.value_from_form(
        block.field.clean(widget.value_from_datadict({"x": draft_text(address)}, {}, "x"))
    )


@pytest.mark.parametrize("address", HOSTILE)
@pytest.mark.parametrize(
    "block",
    [
        RichTextBlock(),
        FactBoxBlock().child_blocks["text"],
        VideoBlock().child_blocks["transcript"],
    ],
    ids=["text", "fact box", "transcript"],
)
def test_text_with_a_hidden_script_is_refused(block: Any, address: str):
    with pytest.raises(ValidationError) as error:
        block.clean(posted(block, address))

    assert error.value.messages == [str(TEXT_ERROR)]


@pytest.mark.parametrize(
    "address", ["https://example.org/", "mailto:a@example.org", "tel:042105000", "/om/", "#mal"]
)
def test_text_with_a_usual_link_is_accepted(address: str):
    block = RichTextBlock()

    assert f'href="{address}"' in block.clean(posted(block, address)).source


@pytest.mark.parametrize("address", HOSTILE)
def test_link_blocks_refuse_other_schemes(address: str):
    with pytest.raises(StructBlockValidationError) as error:
        CallToActionBlock().clean({"text": "Läs", "page": None, "url": address})
    assert error.value.block_errors["url"].messages

    with pytest.raises(StructBlockValidationError) as error:
        VideoBlock().clean({"video": address, "title": "Film"})
    assert error.value.block_errors["video"].messages


def test_messages_are_in_swedish():
    assert "https://" in str(ADDRESS_ERROR)
    assert str(ADDRESS_ERROR).startswith("Skriv")
    assert "länk" in str(TEXT_ERROR)


# --- What is already stored -----------------------------------------------------------------------
def body(address: str) -> list[dict[str, Any]]:
    link = f'<p><a href="{address}">länk</a></p>'
    return [
        {"type": "rich_text", "value": link},
        {"type": "fact_box", "value": {"heading": "h", "text": link}},
        {"type": "call_to_action", "value": {"text": "t", "page": None, "url": address}},
        {"type": "video", "value": {"title": "t", "video": address, "transcript": link}},
    ]


def answers(client: Client, query: str) -> str:
    response = client.post(
        "/graphql/", json.dumps({"query": query}), content_type="application/json"
    )
    assert "errors" not in response.json(), response.json()["errors"][:1]
    return response.content.decode()


# One of each kind is enough: every way out has the same check.
@pytest.fixture(params=[HOSTILE[n] for n in (0, 2, 4, 7, 9)])
def stored(request: pytest.FixtureRequest, db: None) -> str:
    """Write an address past every form, into every table that has one."""
    default_home()
    address = request.param
    raw = GroupPage._meta.get_field("body").to_python(json.dumps(body(address)))
    organisation = OrganisationFactory(slug="org")
    group = GroupPageFactory(slug="grupp")
    event = EventPageFactory(slug="traff", group=group)
    ArticlePageFactory(slug="nytt")
    GroupLink.objects.create(group=group, text="t", url="https://example.org/")
    Recording.objects.create(event=event, title="t", url="https://example.org/")
    type(organisation).objects.update(website=address)
    GroupLink.objects.update(url=address)
    Recording.objects.update(url=address)
    type(event).objects.update(
        stream_url=address, registration_url=address, registration_method="link", body=raw
    )
    ArticlePage.objects.update(media_url=address, body=raw)
    GroupPage.objects.update(body=raw)
    Redirect.objects.create(old_path="/gammal", redirect_link=address)
    return address


SELECTIONS = {
    "organisations": ("Organisation", "organisations {{ nodes {{ {} }} }}"),
    "group": ("GroupPage", 'group(slug: "grupp") {{ {} }}'),
    "event": ("EventPage", 'event(slug: "traff") {{ {} }}'),
    "article": ("ArticlePage", 'article(slug: "nytt") {{ {} }}'),
}


def test_stored_scripts_leave_nowhere(client: Client, stored: str):
    # When the API, the feeds and the pages are read
    shown = [answers(client, '{ route(path: "/gammal/") { __typename } }')]
    for type_name, query in SELECTIONS.values():
        shown.append(answers(client, f"{{ {query.format(everything_of(type_name))} }}"))
    for page in (*EventPage.objects.all(), *GroupPage.objects.all(), *ArticlePage.objects.all()):
        shown.append(client.get(page.url).content.decode())
    for feed in ("events.ics", "events/traff.ics", "articles.atom", "groups/grupp.atom"):
        shown.append(b"".join(client.get(f"/feeds/{feed}")).decode())

    # Then the address is in none of them, and the rest is
    assert "NotFoundRoute" in shown[0]
    assert [each for each in shown if SCRIPT in each] == []
    assert all("länk" in each for each in shown[2:5])


def test_stored_revision_drops_scripts(admin_client: Client):
    # Given a draft of an earlier release
    event = EventPageFactory()
    revision = event.save_revision()
    revision.content["stream_url"] = HOSTILE[0]
    revision.save()

    # When its form is opened
    html = admin_client.get(reverse("wagtailadmin_pages:edit", args=[event.pk])).content

    # Then
    assert form_data(html)["stream_url"] == ""
    assert SCRIPT not in html.decode()
