"""Previews of unsaved pages, and messages about missing required fields."""

import pytest
from django.db.models import BooleanField

from pages.graphql.sources.pages import PAGE_MODELS
from pages.models import (
    EventPage,
    EventSeriesPage,
    FeaturedPage,
    GroupIndexPage,
    GroupMinutes,
    GroupPage,
    HomePage,
    ProjectPage,
    ProjectParticipant,
    StandardPage,
)
from pages.previews.grants import create_preview_grant
from tests.api.drafts import NOW, never_saved, spread
from tests.api.translations import translated
from tests.api.whole_selections import everything_of
from tests.factories import (
    EVENT_START,
    ContentDocumentFactory,
    GroupPageFactory,
    OrganisationFactory,
    default_home,
    locale,
    required_values,
    section,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


@pytest.mark.parametrize("model", PAGE_MODELS, ids=lambda model: model.__name__)
def test_every_field_of_an_unsaved_page_can_be_selected(read, maker, model):
    page = never_saved(model, **required_values(model))

    found = read(
        create_preview_grant(page, maker, NOW), spread(model, everything_of(model.__name__))
    )

    assert found["problems"] == []
    assert found["page"]["title"] == "Osparad"
    assert found["page"]["path"] == "/osparad/"
    assert [each["path"] for each in found["page"]["breadcrumbs"]] == ["/"]
    assert found["page"]["translations"] == []


def test_unsaved_page_has_its_unsaved_rows(read, maker):
    # Given
    calendar = section(GroupIndexPage, "grupper", "Grupper")
    page = never_saved(
        GroupPage,
        calendar,
        archived_minutes=[
            GroupMinutes(
                held_on=EVENT_START.date(), title="Möte", document=ContentDocumentFactory()
            )
        ],
        organisers=[OrganisationFactory(name="Värd")],
    )
    home = never_saved(HomePage, featured_pages=[FeaturedPage(page=GroupPageFactory(title="G"))])

    # When
    group = read(
        create_preview_grant(page, maker, NOW),
        spread(GroupPage, "path minutes { title } organisers { name } events { totalCount }"),
    )["page"]
    start = read(create_preview_grant(home, maker, NOW), spread(HomePage, "featured { title }"))[
        "page"
    ]

    # Then
    assert group == {
        "path": "/grupper/osparad/",
        "minutes": [{"title": "Möte"}],
        "organisers": [{"name": "Värd"}],
        "events": {"totalCount": 0},
    }
    assert start == {"featured": [{"title": "G"}]}


def test_series_without_events_is_shown(read, maker):
    page = never_saved(EventSeriesPage)

    found = read(
        create_preview_grant(page, maker, NOW), spread(EventSeriesPage, "events { totalCount }")
    )

    assert found["page"] == {"events": {"totalCount": 0}}


def test_unsaved_pages_are_kept_apart(read, maker):
    # Given two forms of one editor for new pages below the same parent
    first, second = (
        create_preview_grant(
            never_saved(StandardPage, title=title), maker, NOW, is_being_edited=True
        )
        for title in ("Den ena", "Den andra")
    )

    assert read(first) is None
    assert read(second)["page"]["title"] == "Den andra"


def test_missing_required_field_of_a_draft_is_named(read, maker):
    event = never_saved(EventPage, kind="", price=None)

    found = read(create_preview_grant(event, maker, NOW))

    assert found["page"] is None
    assert {each["field"] for each in found["problems"]} == {"Sort", "Börjar", "Pris"}
    assert "”Börjar” är inte ifyllt." in [each["message"] for each in found["problems"]]


def test_missing_field_of_an_english_draft_is_named_in_english(read, maker):
    english = locale("en")
    home = translated(default_home())
    page = never_saved(EventPage, home, locale=english)

    found = read(create_preview_grant(page, maker, NOW))

    assert found["problems"] == [{"field": "Starts", "message": "“Starts” is not filled in."}]


def test_incomplete_row_of_a_draft_is_named(read, maker):
    page = never_saved(ProjectPage, participants=[ProjectParticipant(role="")])

    found = read(create_preview_grant(page, maker, NOW))

    assert found["page"] is None
    assert {each["field"] for each in found["problems"]} == {
        "Organisation i projektet 1: Uppgift",
        "Organisation i projektet 1: Organisation",
    }


@pytest.mark.parametrize("model", PAGE_MODELS, ids=lambda model: model.__name__)
def test_empty_optional_fields_do_not_break_a_preview(read, maker, model):
    # Given a page and one row of each child model with optional fields empty
    page = never_saved(model)
    for field in model._meta.concrete_fields:
        is_own = field.editable and field.model is model and not field.primary_key
        if is_own and not isinstance(field, BooleanField):
            setattr(page, field.attname, field.get_default() if field.blank else None)
    for relation in model._meta.related_objects:
        if relation.related_model._meta.app_label == "pages" and hasattr(
            relation.related_model, "panels"
        ):
            setattr(page, relation.get_accessor_name(), [relation.related_model()])

    # When it is read without errors (`ask` fails otherwise)
    found = read(
        create_preview_grant(page, maker, NOW), spread(model, everything_of(model.__name__))
    )

    # Then
    assert (found["page"] is None) == bool(found["problems"])
