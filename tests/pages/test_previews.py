"""Previews as editors meet them: beside the form, as a link to share, and in a list to revoke."""

import datetime
import re

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import PageLogEntry, Site

from pages.models import (
    EventIndexPage,
    HomePage,
    PreviewGrant,
    SiteSettings,
    StandardPage,
)
from pages.roles import ADMINISTRATORS, EDITORS, set_up_roles
from tests.factories import (
    EventPageFactory,
    HomePageFactory,
    StandardPageFactory,
    default_home,
    section,
)
from tests.pages.forms import edit_address, form_data

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 5, 4, 9, 0, tzinfo=datetime.UTC)
FRONT_END = "https://front.example.org/preview"
LINK = re.compile(rf"{re.escape(FRONT_END)}#token=([0-9a-f]{{40}}\.[\w-]{{43}})")


@pytest.fixture(autouse=True)
def at_now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def front_end():
    """The default site has a front end that shows drafts."""
    default_home()
    SiteSettings.objects.create(site=Site.objects.get(is_default_site=True), preview_url=FRONT_END)


@pytest.fixture
def title_at(client):
    """Return a function that reads the title of a draft as a front end does."""

    def ask(token):
        query = "query ($token: String!) { preview(token: $token) { page { title path } } }"
        response = client.post(
            "/graphql/",
            {"query": query, "variables": {"token": token}},
            content_type="application/json",
        )
        preview = response.json()["data"]["preview"]
        return preview and preview["page"]

    return ask


def token_at(response):
    """Return the token that a preview leads to."""
    assert response.status_code == 302, response.content
    found = LINK.fullmatch(response["Location"])
    assert found, response["Location"]
    return found[1]


def text_of(response):
    return " ".join(BeautifulSoup(response.content, "html.parser").main.get_text(" ").split())


# --- The preview beside the form ----------------------------------------------------------------


def test_preview_panel_shows_unsaved_text_in_the_front_end(admin_client, front_end, title_at):
    # Given an event that an editor has open
    address = edit_address(EventPageFactory(slug="mote"))
    data = form_data(admin_client.get(address).content) | {"title": "Nytt namn", "slug": "nytt"}

    # When Wagtail's panel sends what is typed, and shows the preview
    assert admin_client.post(f"{address}preview/", data).json()["is_valid"]
    response = admin_client.get(f"{address}preview/?in_preview_panel=true&mode=")

    # Then
    assert title_at(token_at(response)) == {"title": "Nytt namn", "path": "/kalender/nytt/"}
    assert "no-store" in response["Cache-Control"]


def test_unsaved_page_is_previewed_at_its_future_url(admin_client, front_end, title_at):
    # Given the form of a new page
    home = default_home()
    add = reverse("wagtailadmin_pages:add", args=["pages", "standardpage", home.pk])
    form = admin_client.get(add).content
    assert '<option value="plain">' in form.decode()
    data = form_data(form) | {"title": "Om oss", "slug": "om-oss"}

    # When
    address = reverse("wagtailadmin_pages:preview_on_add", args=["pages", "standardpage", home.pk])
    assert admin_client.post(address, data).json()["is_valid"]
    response = admin_client.get(f"{address}?mode=")

    # Then
    assert title_at(token_at(response)) == {"title": "Om oss", "path": "/om-oss/"}
    assert not StandardPage.objects.exists()


def test_preview_includes_unsaved_child_objects_and_blocks(admin_client, front_end, client):
    # Given a new event with an item of the agenda and a paragraph
    calendar = section(EventIndexPage, "kalender", "Kalender")
    add = reverse("wagtailadmin_pages:add", args=["pages", "eventpage", calendar.pk])
    data = form_data(admin_client.get(add).content) | {
        "title": "Temamöte",
        "slug": "temamote",
        "starts_at": "2026-05-11 13:30",
        "agenda_items-TOTAL_FORMS": "1",
        "agenda_items-0-title": "Fritid",
        "agenda_items-0-ORDER": "1",
        "agenda_items-0-id": "",
        "agenda_items-0-DELETE": "",
        "body-count": "1",
        "body-0-type": "heading",
        "body-0-value": "Rubrik",
        "body-0-order": "0",
        "body-0-deleted": "",
    }
    address = reverse("wagtailadmin_pages:preview_on_add", args=["pages", "eventpage", calendar.pk])

    # When
    assert admin_client.post(address, data).json()["is_valid"]
    token = token_at(admin_client.get(f"{address}?mode="))
    query = """query ($token: String!) { preview(token: $token) { problems { message }
      page { ... on EventPage { startsAt agenda { title } body { ... on HeadingBlock { text } }
        breadcrumbs { path } } } } }"""
    response = client.post(
        "/graphql/",
        {"query": query, "variables": {"token": token}},
        content_type="application/json",
    )

    # Then
    assert response.json()["data"]["preview"] == {
        "problems": [],
        "page": {
            "startsAt": "2026-05-11T13:30:00+02:00",
            "agenda": [{"title": "Fritid"}],
            "body": [{"text": "Rubrik"}],
            "breadcrumbs": [{"path": "/"}, {"path": "/kalender/"}],
        },
    }


def test_only_page_forms_may_frame_the_front_end(admin_client, front_end):
    page = StandardPageFactory()

    form = admin_client.get(edit_address(page))["Content-Security-Policy"]
    elsewhere = admin_client.get("/admin/")["Content-Security-Policy"]

    assert "frame-src 'self' https://front.example.org;" in f"{form};"
    assert "front.example.org" not in elsewhere


def test_plain_preview_is_available_for_accessibility_checks(admin_client, front_end):
    page = StandardPageFactory(title="Om webbplatsen")

    form = admin_client.get(edit_address(page)).content.decode()
    admin_client.post(f"{edit_address(page)}preview/", form_data(form))
    plain = admin_client.get(f"{edit_address(page)}preview/?mode=plain").content.decode()

    assert '<option value="plain">Som ren text</option>' in form
    assert "<h1>Om webbplatsen</h1>" in plain
    assert not PreviewGrant.objects.exists()


def test_site_without_a_preview_url_has_plain_previews(admin_client, front_end):
    # Given a second site without any
    home = HomePageFactory(title="Annorstädes")
    Site.objects.create(hostname="other.example.org", port=80, root_page=home)
    page = StandardPageFactory(title="Där borta", parent=home)

    # When
    response = admin_client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))

    # Then
    assert "<h1>Där borta</h1>" in response.content.decode()


def test_old_revision_is_previewed_unchanged(admin_client, front_end, title_at):
    # Given two versions in two windows
    page = StandardPageFactory(title="Första")
    versions = []
    for title in ("Andra", "Tredje"):
        page.title = title
        versions.append(page.save_revision())

    # When
    tokens = [
        token_at(
            admin_client.get(
                reverse("wagtailadmin_pages:revisions_view", args=[page.pk, version.pk])
            )
        )
        for version in versions
    ]

    # Then
    assert [title_at(token)["title"] for token in tokens] == ["Andra", "Tredje"]


def test_start_page_is_previewed_at_its_own_path(admin_client, front_end, title_at):
    home = default_home()
    home.title = "Ny start"
    home.save_revision()

    response = admin_client.get(reverse("wagtailadmin_pages:view_draft", args=[home.pk]))

    assert title_at(token_at(response)) == {"title": "Ny start", "path": "/"}
    assert HomePage.objects.get(pk=home.pk).title != "Ny start"


@pytest.mark.parametrize(
    "address",
    [
        "http://front.example.org/preview",
        "https://name:secret@front.example.org/preview",
        "https://front.example.org/preview#here",
        "https://front.example.org/; script-src *",
        "javascript:alert(1)",
    ],
)
def test_insecure_preview_url_is_refused(address):
    settings = SiteSettings(site=Site.objects.get(is_default_site=True), preview_url=address)

    with pytest.raises(ValidationError, match="preview_url"):
        settings.full_clean()


@pytest.mark.parametrize("address", [FRONT_END, "http://localhost:5173/preview", ""])
def test_secure_preview_url_is_accepted(address):
    SiteSettings(site=Site.objects.get(is_default_site=True), preview_url=address).full_clean()


# --- Links to share -----------------------------------------------------------------------------


def test_share_link_is_created_on_confirmation_and_shown_once(admin_client, front_end, title_at):
    # Given
    page = StandardPageFactory(title="Publicerad")
    page.title = "Utkast"
    page.save_revision()
    address = reverse("share_preview", args=[page.pk])
    assert address in admin_client.get(edit_address(page)).content.decode()

    # When
    asked = admin_client.get(address)
    assert not PreviewGrant.objects.exists()
    made = admin_client.post(address)

    # Then
    assert "15 minuter" in text_of(asked)
    token = LINK.search(made.content.decode())[1]
    assert title_at(token)["title"] == "Utkast"
    assert "no-store" in made["Cache-Control"]
    assert token not in admin_client.get(reverse("previews")).content.decode()


def test_page_history_lists_previews_in_swedish(admin_client, front_end, title_at):
    # Given
    page = StandardPageFactory(title="Sida")
    link = admin_client.post(reverse("share_preview", args=[page.pk])).content.decode()
    token = LINK.search(link)[1]

    # When
    title_at(token)
    admin_client.post(reverse("revoke_preview", args=[PreviewGrant.objects.get().pk]))
    history = admin_client.get(reverse("wagtailadmin_pages:history", args=[page.pk]))

    # Then
    text = text_of(history)
    for entry in (
        "Gjorde en länk till utkastet, för en kvart",
        "Utkastet lästes med en delad förhandslänk",
        "Drog in en förhandslänk",
    ):
        assert entry in text
    assert token not in history.content.decode()
    assert not PageLogEntry.objects.filter(data__icontains=token[-43:]).exists()


def test_sharing_without_a_preview_url_shows_whom_to_ask(client_of):
    page = StandardPageFactory()
    set_up_roles()
    administrator = client_of(Group.objects.get(name=ADMINISTRATORS))

    response = administrator.post(reverse("share_preview", args=[page.pk]))

    assert "ingen sida som visar utkast" in text_of(response)
    assert not PreviewGrant.objects.exists()


def test_sharing_requires_permission_to_edit(client_of, front_end):
    # Given an editor and another person's page
    page = StandardPageFactory()
    set_up_roles()
    editor = client_of(Group.objects.get(name=EDITORS))

    # When
    answers = [editor.get(reverse("share_preview", args=[page.pk]))]
    answers.append(editor.post(reverse("share_preview", args=[page.pk])))

    # Then the admin refuses with Wagtail's redirect
    assert [answer.status_code for answer in answers] == [302, 302]
    assert not PreviewGrant.objects.exists()


# --- The list of one's own ----------------------------------------------------------------------


def test_empty_preview_list_explains_how_to_create_one(admin_client):
    assert "Du har ingen förhandslänk som går att öppna." in text_of(
        admin_client.get(reverse("previews"))
    )


def test_preview_list_contains_own_unexpired_previews(admin_client, client_of, front_end):
    # Given one own page and one of another person
    mine, other = StandardPageFactory(title="Min sida"), StandardPageFactory(title="Annans sida")
    admin_client.post(reverse("share_preview", args=[mine.pk]))
    client_of(username="other", superuser=True).post(reverse("share_preview", args=[other.pk]))

    # Then
    text = text_of(admin_client.get(reverse("previews")))
    assert "Min sida" in text
    assert "11:15" in text
    assert "Annans sida" not in text
    with time_machine.travel(NOW + datetime.timedelta(minutes=15), tick=False):
        client = client_of(username="root-again", superuser=True)
        assert "Min sida" not in text_of(client.get(reverse("previews")))


def test_preview_is_revoked_on_confirmation(admin_client, front_end, title_at):
    # Given
    page = StandardPageFactory(title="Sida")
    token = LINK.search(
        admin_client.post(reverse("share_preview", args=[page.pk])).content.decode()
    )[1]
    address = reverse("revoke_preview", args=[PreviewGrant.objects.get().pk])
    assert address in admin_client.get(reverse("previews")).content.decode()

    # When
    asked = admin_client.get(address)
    assert title_at(token) is not None
    done = admin_client.post(address, follow=True)

    # Then
    assert "skulle fungera till klockan 11:15" in text_of(asked)
    assert "är indragen" in done.content.decode()
    assert title_at(token) is None
    again = admin_client.post(address, follow=True)
    assert "redan indragen" in again.content.decode()


def test_previews_of_other_users_cannot_be_revoked(admin_client, client_of, front_end, title_at):
    page = StandardPageFactory(title="Sida")
    token = LINK.search(
        admin_client.post(reverse("share_preview", args=[page.pk])).content.decode()
    )[1]

    other = client_of(username="other", superuser=True)
    other.post(reverse("revoke_preview", args=[PreviewGrant.objects.get().pk]))

    assert title_at(token) is not None


@pytest.mark.parametrize("name", ["previews", "share", "revoke"])
def test_preview_pages_require_a_login(client, name):
    page = StandardPageFactory()
    addresses = {
        "previews": reverse("previews"),
        "share": reverse("share_preview", args=[page.pk]),
        "revoke": reverse("revoke_preview", args=[PreviewGrant().pk]),
    }

    response = client.get(addresses[name])

    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")
