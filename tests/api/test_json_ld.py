"""`seo.jsonLd`: schema.org data of public content."""

import datetime
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from pages.models import EventPage, FeaturedPage, Speaker
from pages.registry import PAGE_TYPES
from tests import factories
from tests.factories import EVENT_START, EventPageFactory, GroupPageFactory, default_home
from tests.pages.schema_org import problems

pytestmark = pytest.mark.django_db

OF_PATH = """query ($path: String!) { route(path: $path) { ... on PageRoute {
  page { __typename seo { jsonLd } } } } }"""
OF_EVENTS = "{ events(first: 100) { nodes { title seo { jsonLd } } } }"


def event_of(ask, slug):
    """Return the JSON-LD node of an event, and the whole text."""
    text = ask(
        "query ($slug: String!) { event(slug: $slug) { seo { jsonLd } } }",
        slug=slug,
    )["event"]["seo"]["jsonLd"]
    data = json.loads(text)
    assert problems(data) == []
    return data["@graph"][0], text


def test_json_ld_of_the_demo_is_valid(ask, demo_content):
    # Given the first pages of each type in both languages
    seen = set()
    for page in Page.objects.live().filter(depth__gt=1).order_by("-locale__language_code", "path"):
        path = page.specific_class.__name__, page.locale_id
        if sum(each == path for each in seen) > 2:
            continue
        address = page.get_url()
        found = ask(OF_PATH, path=address)["route"]["page"]

        # Then each has its schema.org type
        assert problems(json.loads(found["seo"]["jsonLd"])) == [], address
        seen.add(path)

    assert {name for name, _ in seen} == {page_type.name for page_type in PAGE_TYPES}
    assert len({locale for _, locale in seen}) == 2


def test_demo_events_have_the_required_properties(ask, demo_content):
    # developers.google.com/search/docs/appearance/structured-data/event
    for found in ask(OF_EVENTS)["events"]["nodes"]:
        data = json.loads(found["seo"]["jsonLd"])["@graph"][0]
        assert problems({"@context": "https://schema.org", **data}) == []
        assert data["name"] == found["title"]
        assert data["startDate"]
        assert data["eventStatus"]
        for place in data["location"]:
            assert place["address"] if place["@type"] == "Place" else place["url"]


def test_moved_event_has_both_times_and_its_organiser(ask):
    organiser = factories.OrganisationFactory(name="Biblioteket")
    EventPageFactory(
        slug="mote",
        status="moved",
        previous_starts_at=EVENT_START - datetime.timedelta(days=7),
        venue=factories.VenueFactory(name="Gasverket"),
        organisers=[organiser],
        group=GroupPageFactory(title="Hälsa"),
        series=factories.EventSeriesPageFactory(title="Frukost"),
        speakers=[Speaker(name="A", organisation=factories.OrganisationFactory(name="Skolan"))],
        topics=[factories.TopicFactory(name="Vård")],
    )

    data, _ = event_of(ask, "mote")

    assert data["eventStatus"] == "https://schema.org/EventRescheduled"
    assert data["previousStartDate"] == "2026-05-04T13:30:00+02:00"
    assert data["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"
    assert [place["name"] for place in data["location"]] == ["Gasverket"]
    assert [each["name"] for each in data["organizer"]] == ["Biblioteket", "Hälsa"]
    assert data["superEvent"]["name"] == "Frukost"
    assert data["performer"][0]["affiliation"]["name"] == "Skolan"
    assert [each["name"] for each in data["about"]] == ["Vård"]


@pytest.mark.parametrize("hide", ["draft", "login"])
def test_hidden_pages_are_omitted(ask, hide):
    # Given an event with a hidden group, series and section
    group = GroupPageFactory(title="Canary group")
    series = factories.EventSeriesPageFactory(title="Canary series")
    event = EventPageFactory(slug="mote", group=group, series=series)
    for page in (group, series):
        if hide == "draft":
            page.unpublish()
        else:
            PageViewRestriction.objects.create(page=page, restriction_type="login")

    _, text = event_of(ask, event.slug)

    assert "Canary" not in text


def test_hidden_section_is_no_breadcrumb(ask):
    event = EventPageFactory(slug="mote")
    event.get_parent().unpublish()

    data = json.loads(ask(OF_EVENTS)["events"]["nodes"][0]["seo"]["jsonLd"])

    steps = data["@graph"][1]["itemListElement"]
    assert [step["item"]["name"] for step in steps] == [default_home().title, event.title]


def test_editor_text_cannot_close_the_script(ask):
    hostile = "</script><!--<script>&\u2028"
    EventPageFactory(slug="mote", title=hostile)

    data, text = event_of(ask, "mote")

    assert not set(text) & set("<>&\u2028")
    assert data["name"] == hostile


def test_service_and_organisation_have_json_ld(ask):
    factories.ServiceFactory(slug="hjalp", administration__website="https://example.org/")

    found = ask(
        """{ service(slug: "hjalp") { name seo { title jsonLd }
        administration { seo { title description jsonLd image { alt } } } } }"""
    )["service"]

    service = json.loads(found["seo"]["jsonLd"])
    organisation = json.loads(found["administration"]["seo"]["jsonLd"])
    assert problems(service) == problems(organisation) == []
    assert service["@type"] == "GovernmentService"
    assert service["url"].endswith("/feedback/hjalp/")
    assert organisation["@type"] == "GovernmentOrganization"
    assert found["seo"]["title"] == found["name"]


def test_page_loaded_as_a_link_has_complete_json_ld(ask):
    event = EventPageFactory(slug="mote", audience="Everyone")
    home = default_home()
    home.featured_pages.add(FeaturedPage(page=event))
    home.save()

    found = ask(
        """{ route(path: "/") { ... on PageRoute { page { ... on HomePage {
        featured { seo { jsonLd } } } } } } }"""
    )["route"]["page"]["featured"][0]

    assert found["seo"]["jsonLd"] == event_of(ask, "mote")[1]


def test_json_ld_costs_nothing_unless_selected(ask):
    def make(count):
        for _ in range(count):
            EventPageFactory(
                venue=factories.VenueFactory(),
                organisers=[factories.OrganisationFactory()],
                group=GroupPageFactory(),
                topics=[factories.TopicFactory()],
                speakers=[Speaker(name="A", organisation=factories.OrganisationFactory())],
                image=factories.ContentImageFactory(),
            )

    def queries(query):
        with CaptureQueriesContext(connection) as captured:
            ask(query)
        return len(captured)

    make(1)
    plain, at_one = queries("{ events { nodes { seo { title } } } }"), queries(OF_EVENTS)
    make(9)

    assert queries(OF_EVENTS) == at_one
    assert plain <= 3
    assert at_one <= 12
    assert EventPage.objects.count() == 10
