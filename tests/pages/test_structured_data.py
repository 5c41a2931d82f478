"""JSON-LD: valid by schema.org's vocabulary, and limited to what is passed in."""

import datetime
import itertools
import json
from decimal import Decimal

import pytest

from feedback.graphql.structured_data import government_service
from pages.models import (
    ArticleKind,
    DatePrecision,
    EventKind,
    EventStatus,
    OrganisationKind,
    ProjectParticipant,
    ProjectRole,
    RegistrationMethod,
    RegistrationState,
    Speaker,
)
from pages.syndication import structured_data
from pages.syndication.event_status import AVAILABILITY, EVENT_STATES, DateState
from pages.syndication.structured_data import Facts, Related, as_script_text, document
from tests import factories
from tests.factories import EVENT_START
from tests.pages.schema_org import VOCABULARY, problems

pytestmark = pytest.mark.django_db

WEEK = datetime.timedelta(days=7)
ADDRESS = "https://example.org/kalender/frukost/"
SERIES = Related("Forskningsfrukost", "https://example.org/kalender/forskningsfrukost/")


def facts(**values):
    return Facts(**{"address": ADDRESS, "language": "sv"} | values)


def full_event(**values):
    """An event with all fields, and its related objects."""
    venue = factories.VenueFactory(
        postal_code="252 25",
        city="Helsingborg",
        step_free=True,
        hearing_loop=False,
        latitude=Decimal("56.046467"),
        longitude=Decimal("12.694512"),
        way_in="The door to the yard.",
    )
    event = factories.EventPageFactory(
        **{
            "notice": "Note: new date",
            "summary": "Breakfast and a lecture.",
            "venue": venue,
            "room": "Auditoriet",
            "stream_url": "https://example.org/live",
            "audience": "everyone",
            "price": Decimal("80"),
            "registration_state": RegistrationState.OPEN,
            "registration_method": RegistrationMethod.LINK,
            "registration_url": "https://example.org/sign-up",
            "registration_deadline": EVENT_START - datetime.timedelta(days=4),
        }
        | values
    )
    university = factories.OrganisationFactory(kind=OrganisationKind.UNIVERSITY)
    given = {
        "venue": venue,
        "organisers": [factories.OrganisationFactory(website="https://example.org")],
        "group": Related("Gruppen", "https://example.org/grupper/gruppen/"),
        "series": SERIES,
        "speakers": [Speaker(name="Lecturer", title="professor", organisation_id=university.pk)],
        "organisations": {university.pk: university},
    }
    return event, given


def test_schema_org_check_detects_errors():
    # Given a document with every kind of error
    wrong = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "Meeting"},
            {"@type": "Event", "headline": "A property of articles"},
            {"@type": "Event", "eventStatus": "https://schema.org/EventPostponned"},
            {"@type": "Event", "eventStatus": "postponed"},
            {"@type": "Event", "startDate": "11 May"},
            {"@type": "Event", "organizer": {"@type": "Place", "name": "A house"}},
            {"@type": "Event", "isAccessibleForFree": "yes"},
        ],
    }

    # Then each is detected
    assert len(problems(wrong)) == 7
    assert problems({"@type": "Event"}) == ["@context is not schema.org"]


def test_every_event_is_valid():
    event, given = full_event(previous_starts_at=EVENT_START - WEEK)

    for event.kind, event.status in itertools.product(EventKind.values, EventStatus.values):
        data = document(structured_data.event(event, facts(), **given))
        assert problems(data) == [], (event.kind, event.status)
        assert {"offers", "location", "performer", "organizer", "superEvent"} <= data.keys()


def test_every_state_of_registration_is_valid():
    event, given = full_event()

    for event.registration_state in RegistrationState.values:
        data = structured_data.event(event, facts(), **given)
        assert problems(document(data)) == []
        word, _reason = AVAILABILITY[RegistrationState(event.registration_state)]
        assert data["offers"]["availability"] == f"https://schema.org/{word}"


def test_every_state_has_a_reason_and_valid_terms():
    # Given all states of events, dates and registrations
    assert EVENT_STATES.keys() == {*EventStatus, *DateState}
    assert AVAILABILITY.keys() == set(RegistrationState)

    # Then each is mapped to an existing term
    for words in EVENT_STATES.values():
        assert words.reason
        assert words.icalendar in {"TENTATIVE", "CONFIRMED", "CANCELLED"}
        assert words.schema_org in {"", *VOCABULARY["members"]["EventStatusType"]}
    for word, _reason in AVAILABILITY.values():
        assert word in VOCABULARY["members"]["ItemAvailability"]


def test_moved_event_has_both_times():
    # Given an event that was moved by a week across the start of summer time
    new = datetime.datetime(2026, 3, 30, 10, 0, tzinfo=factories.STOCKHOLM)
    old = datetime.datetime(2026, 3, 23, 10, 0, tzinfo=factories.STOCKHOLM)
    event = factories.EventPageFactory(
        status=EventStatus.MOVED, starts_at=new, ends_at=None, previous_starts_at=old
    )

    # Then both times have their own offsets
    data = structured_data.event(event, facts())
    assert data["eventStatus"] == "https://schema.org/EventRescheduled"
    assert data["startDate"] == "2026-03-30T10:00:00+02:00"
    assert data["previousStartDate"] == "2026-03-23T10:00:00+01:00"
    assert "endDate" not in data


def test_only_moved_events_have_a_previous_start():
    # Given a confirmed event with a previous start
    event = factories.EventPageFactory(previous_starts_at=EVENT_START)

    # Then the previous start is omitted
    assert "previousStartDate" not in structured_data.event(event, facts())


def test_postponed_event_has_its_time_as_previous_start():
    event = factories.EventPageFactory(status=EventStatus.POSTPONED)
    data = structured_data.event(event, facts())
    assert data["eventStatus"] == "https://schema.org/EventPostponed"
    assert data["previousStartDate"] == "2026-05-11T13:30:00+02:00"


def test_all_day_event_has_dates_without_times():
    # Given a fair from 30 May to 5 July, all in summer time
    event = factories.EventPageFactory(
        all_day=True,
        starts_at=datetime.datetime(2026, 5, 30, tzinfo=factories.STOCKHOLM),
        ends_at=datetime.datetime(2026, 7, 5, 0, 30, tzinfo=factories.STOCKHOLM),
    )

    # Then both dates are local Swedish dates
    data = structured_data.event(event, facts())
    assert (data["startDate"], data["endDate"]) == ("2026-05-30", "2026-07-05")


@pytest.mark.parametrize(
    ("with_venue", "stream", "mode"),
    [
        (True, "", "OfflineEventAttendanceMode"),
        (False, "https://example.org/live", "OnlineEventAttendanceMode"),
        (True, "https://example.org/live", "MixedEventAttendanceMode"),
        (False, "", None),
    ],
)
def test_attendance_mode(with_venue, stream, mode):
    venue = factories.VenueFactory() if with_venue else None
    event = factories.EventPageFactory(venue=venue, stream_url=stream)
    data = structured_data.event(event, facts(), venue=venue)
    assert data.get("eventAttendanceMode") == (f"https://schema.org/{mode}" if mode else None)


def test_free_event_without_registration_has_no_offer():
    data = structured_data.event(factories.EventPageFactory(), facts())
    assert data["isAccessibleForFree"] is True
    assert "offers" not in data


def test_empty_values_are_omitted(django_assert_num_queries):
    # Given an event whose series and group are not public, so they are not passed in
    group = factories.GroupPageFactory(title="Canary group")
    series = factories.EventSeriesPageFactory(title="Canary series")
    event = factories.EventPageFactory(
        group=group, series=series, organisers=[factories.OrganisationFactory(name="Canary body")]
    )
    event = type(event).objects.get(pk=event.pk)

    # When its node is built, without queries
    with django_assert_num_queries(0):
        text = as_script_text(document(structured_data.event(event, facts())))

    # Then they are omitted
    assert "Canary" not in text


def test_unknown_accessibility_is_omitted():
    data = structured_data.place(factories.VenueFactory(step_free=None, hearing_loop=False))
    assert [(each["name"], each["value"]) for each in data["amenityFeature"]] == [
        ("hearing loop", False)
    ]


def test_editor_text_cannot_end_the_script_element():
    # Given a title with markup
    event = factories.EventPageFactory(title="</script><script>alert(1)//\u2028<!--")

    # Then it survives a round trip, and the JSON contains no "<"
    text = as_script_text(document(structured_data.event(event, facts())))
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text)["name"] == event.title


def test_every_article_is_valid(django_assert_num_queries):
    # Given an article with a recording
    article = factories.ArticlePageFactory(
        summary="What happened.",
        text_byline="AB",
        disclaimer="The views are the writer's own.",
        media_url="https://example.org/film",
        transcript="<p>What is said.</p>",
    )
    publisher = structured_data.organisation(factories.OrganisationFactory())
    topic = factories.TopicFactory(description="What belongs to it.")
    given = facts(picture="https://example.org/a.jpg", topics=[topic])

    # Then it is valid as an article of every kind
    related = {name: [SERIES] for name in ("events", "projects", "groups")}
    for article.kind in ArticleKind.values:
        with django_assert_num_queries(0):
            data = structured_data.article(article, given, publisher=publisher, **related)
        assert problems(document(data)) == [], article.kind
        assert data["headline"] == article.title
        assert data["datePublished"] == "2026-05-04T09:00:00+02:00"


def test_every_organisation_is_valid():
    body = factories.OrganisationFactory(website="https://example.org")

    for body.kind in OrganisationKind.values:
        data = document(structured_data.organisation(body, logo="https://example.org/logo.png"))
        assert problems(data) == [], body.kind


def test_group_is_valid(django_assert_num_queries):
    group = factories.GroupPageFactory(
        contact_role="developer, social services",
        contact_email="grupp@example.org",
        ended_on=datetime.date(2019, 6, 1),
    )
    organisers = [factories.OrganisationFactory()]
    with django_assert_num_queries(0):
        data = structured_data.group(
            group, facts(topics=[factories.TopicFactory.build(locale=None)]), organisers=organisers
        )
    assert problems(document(data)) == []
    assert data["description"] == group.purpose


@pytest.mark.parametrize(
    ("precision", "shown"),
    [
        (DatePrecision.DAY, "2018-09-03"),
        (DatePrecision.MONTH, "2018-09"),
        (DatePrecision.YEAR, "2018"),
    ],
)
def test_project_is_valid_with_date_precision(precision, shown):
    # Given a project with an organisation that both funds and takes part
    lead, both = factories.OrganisationFactory(), factories.OrganisationFactory()
    project = factories.ProjectPageFactory(
        summary="A year's test.",
        starts_on=datetime.date(2018, 9, 3),
        starts_on_precision=precision,
        participants=[
            ProjectParticipant(organisation=lead, role=ProjectRole.LEAD),
            ProjectParticipant(organisation=both, role=ProjectRole.PARTNER),
            ProjectParticipant(organisation=both, role=ProjectRole.RESEARCHER),
        ],
    )

    # When its node is built
    data = structured_data.project(
        project,
        facts(),
        participants=list(project.participants.all()),
        organisations={lead.pk: lead, both.pk: both},
        groups=[SERIES],
    )

    # Then it is a ResearchProject, its start has the known precision, and no organisation is
    # repeated
    assert problems(document(data)) == []
    assert data["@type"] == "ResearchProject"
    assert data["foundingDate"] == shown
    assert [each["name"] for each in data["member"]] == [both.name, SERIES.name]


def test_project_without_researchers_is_a_plain_project():
    data = structured_data.project(factories.ProjectPageFactory(), facts())
    assert data["@type"] == "Project"
    assert problems(document(data)) == []


def test_site_page_and_breadcrumbs_are_one_valid_document():
    # Given a start page and a standard page
    home, page = factories.default_home(), factories.StandardPageFactory()
    way = [Related("Start", "https://example.org/"), Related("Om", "https://example.org/om/")]

    # When they are combined
    data = document(
        structured_data.web_site(home, facts(), name="Medskap"),
        structured_data.web_page(page, facts()),
        structured_data.breadcrumbs(way),
    )

    # Then the document is valid, and breadcrumbs are numbered from 1
    assert problems(data) == []
    assert [step["position"] for step in data["@graph"][2]["itemListElement"]] == [1, 2]
    assert data["@graph"][0]["name"] == "Medskap"


def test_series_is_valid():
    series = factories.EventSeriesPageFactory()
    given = [factories.OrganisationFactory()]
    data = structured_data.event_series(series, facts(), organisers=given)
    assert problems(document(data)) == []


def test_service_is_valid_without_ratings(django_assert_num_queries):
    # Given a service with ratings
    service = factories.ServiceFactory(
        audience="People with experience", access="Drop in.", contact_phone="042-10 00 00"
    )
    factories.SubmissionFactory(service=service, rating=1)

    # When its node is built
    with django_assert_num_queries(0):
        data = document(
            government_service(
                service, administration=service.administration, address="https://example.org/x/"
            )
        )

    # Then it is valid and contains no figures
    assert problems(data) == []
    assert "ating" not in json.dumps(data)
