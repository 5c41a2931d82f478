"""From a database with tables only to an installation that works, by the command and the form."""

import io
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.core import serializers
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from wagtail.models import Collection, GroupCollectionPermission, Locale, Page, Site, Workflow

from cms.starting.start import FirstDetails, start_installation
from feedback.models import HelpLine
from pages.models import (
    EventIndexPage,
    EventPage,
    HomePage,
    Organisation,
    SiteSettings,
    StandardPage,
)
from tests.pages.forms import errors_at, form_data

pytestmark = pytest.mark.django_db

PASSWORD = "en lang mening om moten"
TYPED = {
    "site_name": "Medskap Ringstad",
    "address": "https://medskap.example.org",
    "languages": ["en"],
    "administration": "Socialförvaltningen",
    "contact_email": "medskap@example.org",
    "contact_phone": "042-10 00 00",
}
OPTIONS = (
    "--name=Medskap Ringstad",
    "--address=https://medskap.example.org",
    "--administration=Socialförvaltningen",
    "--contact-email=medskap@example.org",
    "--contact-phone=042-10 00 00",
    "--language=en",
)


def start(*options: str) -> str:
    """Run the command in a script; return what it prints."""
    out = io.StringIO()
    call_command("start_site", "--no-input", *(options or OPTIONS), stdout=out)
    return out.getvalue()


def ask(query: str) -> dict[str, Any]:
    """Return the API's data for the site."""
    response = Client().post(
        "/graphql/", json.dumps({"query": query}), content_type="application/json"
    )
    answer = response.json()
    assert "errors" not in answer, answer
    return answer["data"]


def rows() -> dict[str, str]:
    """Return every row of every table except sessions and tasks."""
    return {
        model._meta.label: serializers.serialize("json", model._base_manager.order_by("pk"))
        for model in apps.get_models()
        if model._meta.app_label not in {"sessions", "django_tasks_db"} and model._meta.managed
    }


@pytest.fixture
def root() -> Client:
    """A client of the only account, made by createsuperuser."""
    return client_of(User.objects.create_superuser("root", "root@example.org", PASSWORD))


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def panel(client: Client) -> BeautifulSoup | None:
    """Return the panel on the dashboard."""
    return BeautifulSoup(client.get("/admin/").content, "html.parser").select_one(
        "#get-started-section"
    )


# --- The command ---------------------------------------------------------------------------------


def test_command_gives_an_empty_database_a_site():
    assert ask('{ route(path: "/") { __typename } }')["route"]["__typename"] == "NotFoundRoute"

    start()

    data = ask(
        """{
          route(path: "/") { ... on PageRoute { page { title url } } }
          english: route(path: "/en/") { __typename }
          site { name url languages { locale } contact { email phone } privacyPage { title } }
          menu { title path }
          organisations(first: 5) { nodes { name } }
        }"""
    )
    assert data["route"]["page"] == {
        "title": "Medskap Ringstad",
        "url": "https://medskap.example.org/",
    }
    assert data["english"]["__typename"] == "PageRoute"
    assert data["site"]["name"] == "Medskap Ringstad"
    assert [each["locale"] for each in data["site"]["languages"]] == ["sv", "en"]
    assert data["site"]["contact"] == {"email": "medskap@example.org", "phone": "042-10 00 00"}
    assert [each["path"] for each in data["menu"]] == [
        "/grupper/",
        "/projekt/",
        "/kalender/",
        "/nyheter/",
    ]
    assert [each["name"] for each in data["organisations"]["nodes"]] == ["Socialförvaltningen"]
    # The legal texts are drafts, and no front end shows them.
    assert data["site"]["privacyPage"] is None


def test_command_removes_the_welcome_page():
    start()

    assert not Page.objects.filter(title__startswith="Welcome to your new Wagtail").exists()
    assert {page.specific_class for page in Page.objects.filter(depth=2)} == {HomePage}


def test_first_administration_has_staff_collection_review_and_sections():
    start()

    administration = Organisation.objects.get()
    assert administration.staff == Group.objects.get(name="Kommunikatörer, Socialförvaltningen")
    assert Collection.objects.filter(name="Socialförvaltningen").count() == 1
    assert Workflow.objects.active().filter(name="Granskning, Socialförvaltningen").exists()
    sections = Page.objects.filter(slug="socialforvaltningen").specific()
    assert sorted(page.get_parent().slug for page in sections) == [
        "grupper",
        "kalender",
        "nyheter",
        "projekt",
    ]
    assert {page.organisation for page in sections} == {administration}
    assert HelpLine.objects.filter(language="sv").exists()


def test_second_run_changes_nothing():
    start()
    before = rows()

    printed = start()
    start("--name=Annat", "--address=https://annat.example.org", "--administration=Annan")

    assert "nothing was changed" in printed
    assert rows() == before


def test_command_makes_the_first_account(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)

    start(*OPTIONS, "--username=anna", "--email=anna@example.org")

    client = Client()
    assert client.login(username="anna", password=PASSWORD)
    assert client.get("/admin/").status_code == 200
    assert Page.objects.get(slug="kalender").owner.username == "anna"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--name=Medskap"], "--address, --administration"),
        ([*OPTIONS, "--address=medskap"], "--address: Write an address"),
        ([*OPTIONS, "--address=https://example.org/sida"], "--address: Write an address"),
        ([*OPTIONS, "--address=https://example.org:8443"], "cannot have a port"),
        ([*OPTIONS, "--address=https://[::1]"], "--address: Write an address"),
        ([*OPTIONS, "--address=ftp://example.org"], "--address: Write an address"),
        ([*OPTIONS, "--administration=!!!"], "--administration: Write a name with letters"),
        ([*OPTIONS, "--contact-email=nej"], "--contact-email: Enter a valid email"),
        ([*OPTIONS, "--username=anna"], "DJANGO_SUPERUSER_PASSWORD"),
    ],
)
def test_command_explains_what_is_wrong_and_changes_nothing(options, message):
    before = rows()

    with pytest.raises(CommandError, match=message):
        start(*options)

    assert rows() == before


def test_weak_password_is_refused_with_the_whole_start(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "12345")
    with pytest.raises(CommandError, match="DJANGO_SUPERUSER_PASSWORD: This password"):
        start(*OPTIONS, "--username=anna")
    assert not User.objects.exists()
    assert not HomePage.objects.exists()


def test_command_without_other_languages_has_swedish_only():
    start(*OPTIONS[:3])
    assert not Page.objects.exclude(locale__language_code="sv").exists()


def test_other_pages_and_sites_are_kept():
    # Given an installation in which somebody has added a page under the root
    other = Page(title="Kvar", slug="kvar", locale=Locale.get_default())
    Page.get_first_root_node().add_child(instance=other)
    start()
    assert Page.objects.filter(slug="kvar").exists()


def test_address_is_written_as_browsers_send_it():
    start("--name=M", "--address=http://Råd.example.org:8080/", "--administration=Social")
    site = Site.objects.get(is_default_site=True)
    assert (site.hostname, site.port) == ("xn--rd-yia.example.org", 8080)


# --- The form ------------------------------------------------------------------------------------


def test_dashboard_of_an_empty_installation_leads_to_the_form(root):
    text = panel(root)
    assert text.select_one("a.button")["href"] == "/admin/start/"
    assert "Att göra" not in root.get("/admin/").content.decode()
    assert "Kom igång" in root.get("/admin/start/").content.decode()


def test_form_sets_up_the_site(root):
    answer = root.post("/admin/start/", TYPED, follow=True)

    assert answer.redirect_chain == [("/admin/", 302)]
    assert ask("{ site { name } }")["site"]["name"] == "Medskap Ringstad"
    assert Page.objects.get(slug="kalender").owner.username == "root"


@pytest.mark.slow
def test_form_and_command_create_the_same_pages(root):
    root.post("/admin/start/", TYPED)
    by_form = list(Page.objects.order_by("path").values_list("path", "title", "live", "slug"))
    HomePage.objects.all().delete()

    Organisation.objects.all().delete()
    start()
    by_command = list(Page.objects.order_by("path").values_list("path", "title", "live", "slug"))
    assert [row[1:] for row in by_form] == [row[1:] for row in by_command]


def test_form_keeps_what_was_typed_and_explains_each_field(root):
    typed = TYPED | {"address": "medskap", "contact_email": "nej", "administration": "?"}
    page = root.post("/admin/start/", typed)

    assert page.status_code == 200
    fields = form_data(page.content)
    assert fields["site_name"] == "Medskap Ringstad"
    assert fields["address"] == "medskap"
    assert fields["languages"] == ["en"]
    assert errors_at(page.content, "address") == [
        "Skriv en adress som https://www.example.org, utan något efter namnet."
    ]
    assert errors_at(page.content, "contact_email") == ["Fyll i en giltig e-postadress."]
    assert errors_at(page.content, "administration") == [
        "Skriv ett namn med bokstäver eller siffror."
    ]
    assert not HomePage.objects.exists()


@pytest.mark.slow
@pytest.mark.parametrize("hostile", ["\0", "x" * 5000, "<script>alert(1)</script>", "[a](page:1)"])
def test_hostile_details_are_refused_or_shown_as_text(root, hostile):
    for field in ("site_name", "address", "administration", "contact_phone"):
        page = root.post("/admin/start/", TYPED | {field: hostile, "languages": ["sv", "xx"]})
        assert page.status_code == 200
        assert "<script>alert" not in page.content.decode()

    page = root.post("/admin/start/", TYPED | {"administration": hostile})
    assert page.status_code in {200, 302}
    for draft in StandardPage.objects.all():
        assert "<script>alert" not in json.dumps(list(draft.body.raw_data))


def test_form_after_the_start_changes_nothing(root):
    root.post("/admin/start/", TYPED)
    before = rows()
    answer = root.post("/admin/start/", TYPED | {"site_name": "Annat"}, follow=True)
    assert "Inget ändrades" in answer.content.decode()
    assert rows() == before


def test_form_is_for_superusers(root):
    editor = User.objects.create_user("redaktor", "redaktor@example.org", PASSWORD)
    start()
    editor.groups.add(Group.objects.get(name="Redaktörer"))
    client = client_of(editor)
    assert client.get("/admin/start/").status_code == 302
    assert panel(client) is None


# --- What is missing -----------------------------------------------------------------------------


def test_panel_lists_what_is_missing_each_with_a_link_that_works(root, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    settings.DEBUG, settings.SITE_URL = False, "http://localhost:8000"
    start(*OPTIONS[:3])

    shown = panel(root)
    words = shown.get_text(" ", strip=True)
    for expected in (
        "varken e-postadress eller telefonnummer",
        "”Så hanterar vi personuppgifter” är ett utkast",
        "”Tillgänglighetsredogörelse” är ett utkast",
        "Ingen arbetar på Socialförvaltningen",
        "Det finns ingen tjänst",
        "inget möte i kalendern",
        "Inga mejl skickas",
        "Serverns adress är inte angiven",
    ):
        assert expected in words
    links = [link["href"] for link in shown.select("a[href^='/admin/']")]
    assert len(links) >= 8
    assert {link: root.get(link).status_code for link in links} == dict.fromkeys(links, 200)
    help_page = BeautifulSoup(root.get("/admin/start/").content, "html.parser")
    assert help_page.select_one("#mail")
    assert help_page.select_one("#site-url")


def test_published_text_with_open_parts_is_still_missing(root):
    start()
    draft = SiteSettings.objects.get().privacy_page
    draft.get_latest_revision().publish()
    assert "är publicerad, men allt är inte ifyllt" in panel(root).get_text()


def test_panel_disappears_when_nothing_is_missing(root, settings):
    # Given a started site
    settings.SITE_URL = "https://cms.example.org"
    start(*OPTIONS[:5])
    # When its texts are completed, somebody works there, and it has a service and a meeting
    for page in StandardPage.objects.all():
        page.body = [("rich_text", "<p>Färdig text.</p>")]
        page.save_revision().publish()
    Organisation.objects.get().staff.user_set.add(User.objects.get())
    assert panel(root) is not None
    publish_meeting(root)
    add_service(root)
    # Then
    assert panel(root) is None
    assert "Allt är på plats" in root.get("/admin/start/").content.decode()


# --- As a new operator would ---------------------------------------------------------------------


def publish_meeting(client: Client) -> None:
    """Publish a meeting in the administration's calendar, in the admin."""
    section = EventIndexPage.objects.get(slug="socialforvaltningen")
    address = f"/admin/pages/add/pages/eventpage/{section.pk}/"
    data = form_data(client.get(address).content) | {
        "title": "Första mötet",
        "slug": "forsta-motet",
        "starts_at": "2027-01-11 13:30",
        "ends_at": "2027-01-11 15:30",
        "action-publish": "1",
    }
    client.post(address, data)
    assert EventPage.objects.get().live


def add_service(client: Client) -> None:
    """Add a service of the administration, in the admin."""
    address = "/admin/snippets/feedback/service/add/"
    data = form_data(client.get(address).content) | {
        "name": "Digidel",
        "slug": "digidel",
        "administration": Organisation.objects.get().pk,
    }
    client.post(address, data)


@pytest.fixture(params=["command", "form"])
def started(request: pytest.FixtureRequest, root: Client) -> Client:
    """An installation started in either way; the client of its administrator."""
    begin: dict[str, Callable[[], Any]] = {
        "command": start,
        "form": lambda: root.post("/admin/start/", TYPED),
    }
    begin[request.param]()
    return root


def test_new_operator_publishes_a_meeting_and_opens_a_feedback_form(started):
    publish_meeting(started)
    add_service(started)

    data = ask(
        """{
          event(slug: "forsta-motet") { title url startsAt }
          route(path: "/kalender/socialforvaltningen/forsta-motet/") { __typename }
        }"""
    )
    assert data["event"] == {
        "title": "Första mötet",
        "url": "https://medskap.example.org/kalender/socialforvaltningen/forsta-motet/",
        "startsAt": "2027-01-11T13:30:00+01:00",
    }
    assert data["route"]["__typename"] == "PageRoute"
    form = Client().get("/feedback/digidel/")
    assert form.status_code == 200
    assert "Digidel" in form.content.decode()


def test_staff_of_the_first_administration_publishes_without_further_set_up():
    start()
    person = User.objects.create_user("kommunikator", "k@example.org", PASSWORD)
    person.groups.add(Organisation.objects.get().staff)

    publish_meeting(client_of(person))


# --- Another administration ----------------------------------------------------------------------


def test_saving_an_administration_gives_it_everything_it_needs(root):
    start()
    data = {"name": "Arbetsmarknad", "slug": "arbetsmarknad", "kind": "administration"}
    answer = root.post("/admin/snippets/pages/organisation/add/", data, follow=True)

    added = Organisation.objects.get(slug="arbetsmarknad")
    assert "Kommunikatörer, Arbetsmarknad" in answer.content.decode()
    assert Page.objects.filter(slug="arbetsmarknad", live=True).count() == 4
    assert Workflow.objects.active().filter(name="Granskning, Arbetsmarknad").exists()
    collection = Collection.objects.get(name="Arbetsmarknad")
    assert GroupCollectionPermission.objects.filter(
        group=added.staff, collection=collection
    ).exists()
    # And saving it again adds nothing
    before = Page.objects.count()
    address = f"/admin/snippets/pages/organisation/edit/{added.pk}/"
    root.post(address, form_data(root.get(address).content))
    assert Page.objects.count() == before


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_starts_at_once_create_one_site():
    details = FirstDetails("Medskap", "medskap.example.org", 443, "Socialförvaltningen")

    def begin(_number: int) -> bool:
        try:
            return start_installation(details)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        made = sorted(pool.map(begin, range(2)))

    assert made == [False, True]
    assert HomePage.objects.count() == 1
    assert Organisation.objects.count() == 1
