"""Forms of the admin name what is taken, and keep what was typed."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Locale, Page, Site, Workflow

from feedback.models import (
    CrisisWordList,
    HelpLine,
    ReplyTemplate,
)
from pages.models import GroupPage, Organisation, Topic, Venue
from pages.registry import PAGE_TYPES
from tests.admin.addresses import admin_addresses
from tests.factories import (
    OrganisationFactory,
    ServiceAnswerFactory,
    ServiceFactory,
    TopicFactory,
    VenueFactory,
    default_home,
    factory_of,
    locale,
)
from tests.pages.forms import errors_at, form_data

pytestmark = [pytest.mark.django_db]


def users() -> list[Any]:
    create = get_user_model().objects.create_user
    return [
        create(name, f"{name}@example.org", "x", first_name=name, last_name="B")
        for name in ("anna", "bo")
    ]


def sites() -> list[Site]:
    home = default_home()
    return [
        Site.objects.create(hostname=f"{name}.example.org", port=443, root_page=home)
        for name in ("ett", "två")
    ]


def redirects() -> list[Redirect]:
    return [
        Redirect.objects.create(old_path=f"/{name}", redirect_link="https://example.org/")
        for name in ("a", "b")
    ]


def templates() -> list[ReplyTemplate]:
    owner = OrganisationFactory(kind="administration")
    return [
        ReplyTemplate.objects.create(administration=owner, name=name, text_sv="Tack")
        for name in ("Tack", "Nej")
    ]


def named(model: type[Model], **values: Any) -> Callable[[], list[Any]]:
    return lambda: [model._default_manager.create(name=name, **values) for name in ("A", "B")]


def help_lines() -> list[HelpLine]:
    return list(HelpLine.objects.all()[:2])


def collections() -> list[Collection]:
    root = Collection.get_first_root_node()
    return [root.add_child(instance=Collection(name=name)) for name in ("A", "B")]


# Unique together with a second field of the form: the message is above all fields.
TOGETHER = {"hostname": "port", "old_path": "site"}
# The prefix of the form's URL names, what makes two objects, and the field that must be unique.
FORMS = {
    "wagtailsnippets_pages_organisation": (lambda: OrganisationFactory.create_batch(2), "slug"),
    "wagtailsnippets_pages_venue": (lambda: VenueFactory.create_batch(2), "slug"),
    "wagtailsnippets_pages_topic": (lambda: TopicFactory.create_batch(2), "slug"),
    "wagtailsnippets_feedback_service": (lambda: ServiceFactory.create_batch(2), "slug"),
    "wagtailsnippets_feedback_serviceanswer": (lambda: ServiceAnswerFactory.create_batch(2), ""),
    "wagtailsnippets_feedback_replytemplate": (templates, ""),
    "wagtailsnippets_feedback_helpline": (help_lines, ""),
    "wagtailsnippets_feedback_crisiswordlist": (
        lambda: list(CrisisWordList.objects.all()[:2]),
        "language",
    ),
    "wagtailusers_users": (users, "username"),
    "wagtailusers_groups": (named(Group), "name"),
    "wagtailsites": (sites, "hostname"),
    "wagtailredirects": (redirects, "old_path"),
    "wagtailadmin_collections": (collections, ""),
    "wagtailadmin_workflows": (named(Workflow), ""),
}
# Forms with a test of their own, or that refuse any POST.
OTHERWISE = {
    "wagtailadmin_pages": "test_taken_slug_of_a_page",
    "wagtaildocs": "uploads have no unique field",
    "wagtailimages": "uploads have no unique field",
    "wagtaillocales": "test_taken_language",
    "wagtailsettings": "one row per site",
    "submissions": "nobody adds submissions",
    "wagtailsnippets_feedback_submissionanswer": "begins at a submission",
}


def messages_of(html: str, name: str) -> list[str]:
    """Return the messages at a field, or above the form for a field of TOGETHER."""
    if name not in TOGETHER:
        return errors_at(html, name)
    shown = BeautifulSoup(html, "html.parser").select(".messages .error")
    return [message.get_text(" ", strip=True) for message in shown]


def address(prefix: str, view: str, item: Any = None) -> str:
    return reverse(f"{prefix}:{view}", args=[item.pk] if item else [])


def test_every_form_is_listed():
    # When the admin's forms are looked up
    found = {
        each.name.rpartition(":")[0]
        for each in admin_addresses()
        if each.name.rpartition(":")[2] in {"add", "edit", "copy"}
    }

    # Then each has an entry
    assert found == {*FORMS, *OTHERWISE}, "Add the new form to FORMS, with two objects of its kind."


@pytest.mark.parametrize("prefix", FORMS)
@pytest.mark.parametrize("view", ["add", "edit"])
def test_taken_value_is_a_field_error(admin_client: Client, prefix: str, view: str):
    # Given two objects, and the form as the first one fills it in
    make, unique = FORMS[prefix]
    first, second = make()
    typed = form_data(admin_client.get(address(prefix, "edit", first)).content)
    url = address(prefix, view, second if view == "edit" else None)
    data = form_data(admin_client.get(url).content) | typed
    if "password1" in data:
        data |= dict.fromkeys(("password1", "password2"), "long enough, and rather odd")
    before = type(first)._default_manager.count()

    # When it is sent as another one
    answer = admin_client.post(url, data)

    # Then the field says so, and nothing that was typed is lost
    if not unique:
        assert answer.status_code == 302
        return
    assert answer.status_code == 200
    html = answer.content.decode()
    assert messages_of(html, unique)
    again = form_data(html)
    kept = {name: value for name, value in typed.items() if name in again and "csrf" not in name}
    assert unique in kept
    assert {name: again[name] for name in kept} == kept
    assert type(first)._default_manager.count() == before


def test_messages_name_the_taken_field(admin_client: Client):
    # Given a topic
    TopicFactory(slug="fritid")

    # When another one with its slug is sent
    url = address("wagtailsnippets_pages_topic", "add")
    data = form_data(admin_client.get(url).content) | {"name": "Fritid", "slug": "fritid"}
    html = admin_client.post(url, data).content

    # Then
    assert errors_at(html, "slug") == ["Ett annat ämne har redan det adressnamnet."]
    assert form_data(html)["name"] == "Fritid"


def test_slug_may_be_taken_in_another_language(admin_client: Client):
    # Given a topic in Swedish
    TopicFactory(slug="demokrati")

    # When one in English gets the same slug
    english = locale("en")
    url = address("wagtailsnippets_pages_topic", "add") + "?locale=en"
    data = form_data(admin_client.get(url).content) | {"name": "Democracy", "slug": "demokrati"}
    answer = admin_client.post(url, data)

    # Then it is saved
    assert answer.status_code == 302
    assert Topic.objects.filter(slug="demokrati", locale=english).exists()


def test_copy_with_the_same_slug_is_a_field_error(admin_client: Client):
    # Given an organisation and a service
    for prefix, item in (
        ("wagtailsnippets_pages_organisation", OrganisationFactory(name="Förlagan")),
        ("wagtailsnippets_feedback_service", ServiceFactory(name="Förlagan")),
    ):
        # When the form that copies it is sent unchanged, to where it is sent and to itself
        url = address(prefix, "copy", item)
        data = form_data(admin_client.get(url).content)
        html = admin_client.post(address(prefix, "add"), data).content
        wrong = admin_client.post(url, data | {"name": "Överskriven"})

        # Then the field says so, and the original is as before
        assert errors_at(html, "slug")
        assert wrong.status_code == 405
        item.refresh_from_db()
        assert item.name == "Förlagan"


@pytest.mark.parametrize("model", [each.model for each in PAGE_TYPES], ids=lambda m: m.__name__)
def test_taken_slug_of_a_page(admin_client: Client, model: type[Page]):
    # Given a page, and the form of another one
    page = factory_of(model)()
    kind = model._meta.model_name
    url = reverse("wagtailadmin_pages:add", args=["pages", kind, page.get_parent().pk])
    shown = admin_client.get(url)
    if shown.status_code == 302:
        # A section stands once; its copy is refused.
        return

    # When it is sent with the slug of the first, to be published
    typed = {"title": "Skrivet", "slug": page.slug, "action-publish": "1"}
    answer = admin_client.post(url, form_data(shown.content) | typed)

    # Then
    assert answer.status_code == 200
    assert errors_at(answer.content, "slug")
    assert form_data(answer.content)["title"] == "Skrivet"


def test_taken_language(admin_client: Client):
    # Given both languages
    swedish, english = locale("sv"), locale("en")

    # When one is changed into the other
    url = address("wagtaillocales", "edit", english)
    data = form_data(admin_client.get(url).content) | {"language_code": "sv"}
    answer = admin_client.post(url, data)

    # Then the field says so
    assert answer.status_code == 200
    assert errors_at(answer.content, "language_code")
    assert Locale.objects.get(pk=swedish.pk).language_code == "sv"


@pytest.mark.parametrize("model", [Organisation, Venue, Topic])
def test_choosers_add_no_snippets(admin_client: Client, model: type[Model]):
    # When a snippet is sent to the form of its chooser, twice
    name = f"wagtailsnippetchoosers_pages_{model._meta.model_name}:create"
    answers = [
        admin_client.post(reverse(name), {"name": "Ny", "slug": "ny"}).status_code for _ in "12"
    ]

    # Then there is no such form
    assert answers == [404, 404]
    assert not model._default_manager.filter(slug="ny").exists()


def test_empty_link_is_a_field_error(admin_client: Client):
    # Given the form of a group with a link of its own
    group = factory_of(GroupPage)()
    url = reverse("wagtailadmin_pages:edit", args=[group.pk])
    data = form_data(admin_client.get(url).content) | {"title": "Skrivet", "action-publish": "1"}

    # When the link is sent empty
    links = {"links-TOTAL_FORMS": "1", "links-0-text": "", "links-0-url": "", "links-0-ORDER": "1"}
    answer = admin_client.post(url, data | links)

    # Then
    assert answer.status_code == 200
    assert errors_at(answer.content, "links-0-url")
    assert form_data(answer.content)["title"] == "Skrivet"


@pytest.mark.parametrize("kind", ["external", "email", "phone", "anchor"])
def test_empty_link_in_the_text_editor_is_an_error(admin_client: Client, kind: str):
    url = reverse(f"wagtailadmin_choose_page_{kind}_link")

    answer = admin_client.post(url, {f"{kind}-link-chooser-url": ""})

    assert answer.status_code == 200
    assert answer.json()["step"] != "external_link_chosen"
    assert "error-message" in answer.json()["html"]


@pytest.mark.parametrize(
    "url", ["/admin/choose-external-link/", "/admin/redirects/import/process/"]
)
def test_form_without_its_fields_is_a_bad_request(admin_client: Client, url: str):
    assert admin_client.post(url, {}).status_code == 400


def test_page_form_without_its_fields_is_a_bad_request(admin_client: Client):
    page = factory_of(GroupPage)()
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])

    assert admin_client.post(url, {"title": "Bara rubriken", "slug": "a"}).status_code == 400


def test_failwhale_is_not_found_and_a_valid_slug(admin_client: Client):
    # When Wagtail's page that always fails is opened, and a page is named after it
    found = admin_client.get("/admin/failwhale/")
    parent = default_home()
    url = reverse("wagtailadmin_pages:add", args=["pages", "standardpage", parent.pk])
    names = {"title": "failwhale", "slug": "failwhale", "action-publish": "1"}
    saved = admin_client.post(url, form_data(admin_client.get(url).content) | names)

    # Then
    assert found.status_code == 404
    assert saved.status_code == 302
    assert Page.objects.filter(slug="failwhale", live=True).exists()
