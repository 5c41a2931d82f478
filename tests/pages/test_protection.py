"""Deletions that are refused because other content refers to the object."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.models import Page, ReferenceIndex

from pages.models import (
    ContentDocument,
    EventDocument,
    EventDocumentKind,
    EventPage,
    GroupPage,
    ProjectParticipant,
    Speaker,
)
from tests.factories import (
    ArticleIndexPageFactory,
    ContentDocumentFactory,
    ContentImageFactory,
    EventPageFactory,
    EventSeriesPageFactory,
    GroupPageFactory,
    OrganisationFactory,
    ProjectPageFactory,
    TopicFactory,
    VenueFactory,
    default_home,
    locale,
)
from tests.pages.forms import edit_address, form_data

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def index_that_lags(settings: Any) -> None:
    """Empty Wagtail's reference index, as before the worker has run."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


def group_with_meeting() -> tuple[Page, Page]:
    group = GroupPageFactory(title="Utvecklingsgruppen")
    return group, EventPageFactory(title="Temamöte", group=group)


def series_with_event() -> tuple[Page, Page]:
    series = EventSeriesPageFactory(title="Forskningsfrukost")
    return series, EventPageFactory(title="Frukost", series=series)


def index_above_group_with_meeting() -> tuple[Page, Page]:
    group, event = group_with_meeting()
    return group.get_parent(), event


PAGES = [group_with_meeting, series_with_event, index_above_group_with_meeting]


def refusal_of(answer: Any, blocking: Page) -> None:
    assert answer.status_code == 409
    html = answer.content.decode()
    assert blocking.get_admin_display_title() in html
    assert edit_address(blocking) in html


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("referred", PAGES)
def test_referenced_page_is_not_deleted(admin_client, referred, method):
    # Given a page or tree that an event refers to
    page, event = referred()

    # When an administrator deletes it
    answer = getattr(admin_client, method)(
        f"/admin/pages/{page.pk}/delete/", {"confirm_site_name": "Medskap"}
    )

    # Then the event is listed with a link, and nothing is deleted
    refusal_of(answer, event)
    assert Page.objects.filter(pk__in=[page.pk, event.pk]).count() == 2


@pytest.mark.parametrize("referred", PAGES)
def test_selection_with_a_referenced_page_is_not_deleted(admin_client, referred):
    # Given two pages, one of which an event refers to
    page, event = referred()
    other = ArticleIndexPageFactory()

    # When both are deleted in a bulk action
    answer = admin_client.post(
        f"/admin/bulk/wagtailcore/page/delete/?id={page.pk}&id={other.pk}&next=/admin/",
        {"confirm_site_name": "Medskap"},
    )

    # Then neither is deleted
    refusal_of(answer, event)
    assert Page.objects.filter(pk__in=[page.pk, other.pk, event.pk]).count() == 3


def test_unreferenced_page_is_deleted(admin_client):
    # Given a group whose meeting was moved to another group
    group, event = group_with_meeting()
    event.group = GroupPageFactory()
    event.save()

    # When it is deleted
    answer = admin_client.post(f"/admin/pages/{group.pk}/delete/")

    # Then the deletion succeeds
    assert answer.status_code == 302
    assert not GroupPage.objects.filter(pk=group.pk).exists()


def test_language_tree_with_referenced_pages_is_not_deleted(admin_client):
    # Given an English tree with a group and its meeting
    group, event = group_with_meeting()
    english = locale("en")
    home = default_home().copy_for_translation(english)
    english_group = group.copy_for_translation(english, copy_parents=True)
    english_event = event.copy_for_translation(english, copy_parents=True)
    english_event.group = english_group
    english_event.title = "Theme meeting"
    english_event.save()

    # When the English start page is deleted
    answer = admin_client.post(f"/admin/pages/{home.pk}/delete/", {"confirm_site_name": "Medskap"})

    # Then the English meeting is listed, and the tree is kept
    refusal_of(answer, english_event)
    assert home.get_descendants().count() == 4


def venue_with_event() -> tuple[Any, Page]:
    venue = VenueFactory()
    return venue, EventPageFactory(title="Temamöte", venue=venue)


def organisation_in_project() -> tuple[Any, Page]:
    organisation = OrganisationFactory()
    part = ProjectParticipant(organisation=organisation)
    return organisation, ProjectPageFactory(title="Jag kan", participants=[part])


def organisation_of_speaker() -> tuple[Any, Page]:
    organisation = OrganisationFactory()
    speaker = Speaker(name="Forskare", organisation=organisation)
    return organisation, EventPageFactory(title="Frukost", speakers=[speaker])


def organisation_with_section() -> tuple[Any, Page]:
    organisation = OrganisationFactory()
    return organisation, ArticleIndexPageFactory(title="Vårt", organisation=organisation)


SNIPPETS = [
    venue_with_event,
    organisation_in_project,
    organisation_of_speaker,
    organisation_with_section,
]
SNIPPET_DELETION: list[Callable[[Any], str]] = [
    lambda item: f"/admin/snippets/pages/{item._meta.model_name}/delete/{item.pk}/",
    lambda item: f"/admin/bulk/pages/{item._meta.model_name}/delete/?id={item.pk}&next=/admin/",
]


@pytest.mark.parametrize("address", SNIPPET_DELETION, ids=["single", "bulk"])
@pytest.mark.parametrize("referred", SNIPPETS)
def test_referenced_snippet_is_not_deleted(admin_client, referred, address):
    # Given an organisation or a venue that a page refers to
    item, page = referred()

    # When it is deleted, alone or in a bulk action
    answer = admin_client.post(address(item))

    # Then the page is listed instead of its child object
    refusal_of(answer, page)
    assert type(item).objects.filter(pk=item.pk).exists()


@pytest.mark.parametrize("address", SNIPPET_DELETION, ids=["single", "bulk"])
@pytest.mark.parametrize("factory", [TopicFactory, VenueFactory, OrganisationFactory])
def test_unreferenced_snippet_is_deleted(admin_client, factory, address):
    # Given an object without references
    item = factory()

    # When it is deleted
    admin_client.post(address(item))

    # Then the deletion succeeds
    assert not type(item).objects.filter(pk=item.pk).exists()


def event_with_minutes() -> tuple[ContentDocument, EventPage]:
    document = ContentDocumentFactory()
    line = EventDocument(document=document, title="Anteckningar", kind=EventDocumentKind.MINUTES)
    return document, EventPageFactory(title="Temamöte", documents=[line])


@pytest.mark.parametrize(
    "address",
    [
        "/admin/documents/delete/{pk}/",
        "/admin/bulk/pages/contentdocument/delete/?id={pk}&next=/admin/",
    ],
)
def test_minutes_of_a_meeting_are_not_deleted(admin_client, address):
    # Given a document that is the minutes of a meeting
    document, event = event_with_minutes()

    # When it is deleted
    answer = admin_client.post(address.format(pk=document.pk))

    # Then the meeting is listed, and the file is kept
    refusal_of(answer, event)
    assert ContentDocument.objects.filter(pk=document.pk).exists()
    assert document.file.storage.exists(document.file.name)


def test_editor_is_warned_before_an_image_in_use_is_deleted(admin_client):
    # Given an image that a group uses
    image = ContentImageFactory()
    ReferenceIndex.create_or_update_for_object(GroupPageFactory(image=image))

    # When an editor opens its delete page
    html = admin_client.get(f"/admin/images/{image.pk}/delete/").content.decode()

    # Then Wagtail shows where it is used
    assert f"/admin/images/usage/{image.pk}/" in html


def test_default_language_is_not_deleted_with_pages_in_it(admin_client):
    # When the default locale is deleted
    swedish = default_home().locale
    answer = admin_client.post(f"/admin/locales/delete/{swedish.pk}/")

    # Then the deletion is refused without an error
    assert answer.status_code < 500
    assert default_home().locale == swedish


def test_draft_opens_without_a_deleted_group(admin_client):
    # Given a published event with a draft that assigns it to a group
    event, group = EventPageFactory(), GroupPageFactory()
    event.group = group
    event.save_revision()

    # When the group is deleted, since no published event refers to it
    admin_client.post(f"/admin/pages/{group.pk}/delete/")
    answer = admin_client.get(edit_address(event))

    # Then the draft opens without the group and can be published
    assert answer.status_code == 200
    data = form_data(answer.content) | {"action-publish": "1"}
    assert admin_client.post(edit_address(event), data).status_code == 302
    event.refresh_from_db()
    assert event.group is None


def test_draft_opens_without_a_deleted_document(admin_client: Client):
    # Given a draft with minutes whose file has been deleted
    document = ContentDocumentFactory(file=ContentFile(b"%PDF-1.7", name="a.pdf"))
    event = EventPageFactory()
    event.documents = [EventDocument(document=document, title="Anteckningar")]
    event.save_revision()
    document.delete()

    # When an editor opens it
    answer = admin_client.get(edit_address(event))

    # Then it opens without that row
    assert answer.status_code == 200
    assert form_data(answer.content)["documents-TOTAL_FORMS"] == "0"
