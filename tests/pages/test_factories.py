"""Factories: properties that other tests rely on."""

import pytest
from wagtail.models import Page, Site

from pages.models import AgendaItem, EventIndexPage, HomePage
from pages.registry import PAGE_TYPES
from tests import factories

pytestmark = pytest.mark.django_db

PAGE_FACTORIES = [
    getattr(factories, f"{page_type.name}Factory", factories.factory_of(page_type.model))
    for page_type in PAGE_TYPES
]


@pytest.mark.parametrize("page_factory", PAGE_FACTORIES, ids=lambda each: each.__name__)
def test_factory_page_is_valid_and_has_an_allowed_parent(page_factory):
    # When two objects are created
    first, second = page_factory(), page_factory()

    # Then both pass validation and have an allowed parent
    for page in (first, second):
        page = Page.objects.get(pk=page.pk).specific
        page.full_clean()
        assert type(page.get_parent().specific) in page.allowed_parent_page_models()
    assert Page.find_problems() == ([], [], [], [], [])


def test_pages_share_the_default_sites_sections():
    # When events are created without a parent
    factories.EventPageFactory()
    factories.EventPageFactory()

    # Then they share one calendar and start page of the default site
    assert EventIndexPage.objects.count() == 1
    assert Site.objects.get().root_page.specific == HomePage.objects.get()


def test_child_objects_are_saved_with_the_page(settings, tmp_path):
    # Given objects of the other types
    settings.MEDIA_ROOT = tmp_path
    project = factories.ProjectPageFactory(topics=[factories.TopicFactory()])
    # When an event is created with child objects
    event = factories.EventPageFactory(
        projects=[project],
        organisers=[factories.OrganisationFactory()],
        agenda_items=[AgendaItem(title="Leisure")],
        venue=factories.VenueFactory(),
        image=factories.ContentImageFactory(),
    )

    # Then they are in the database
    event.refresh_from_db()
    assert [page.title for page in event.projects.all()] == [project.title]
    assert event.organisers.count() == project.topics.count() == 1
    assert event.agenda_items.get().title == "Leisure"
    assert factories.ContentDocumentFactory().file.size


def test_numbers_of_prepared_content_are_not_used_by_tests():
    with factories.numbers_of_prepared_content():
        prepared = factories.OrganisationFactory.build()
    own = factories.OrganisationFactory.build()

    numbers = [int(each.slug.rpartition("-")[2]) for each in (own, prepared)]

    assert 1_000 <= numbers[0] < 1_000_000 <= numbers[1]
