"""Filters by time, relation and state."""

import datetime

import pytest
import time_machine

from pages.models import (
    EventKind,
    EventStatus,
    OrganisationKind,
    PossibleDate,
    ProjectParticipant,
    ProjectStatus,
    RegistrationState,
)
from tests.factories import (
    EVENT_START,
    STOCKHOLM,
    ArticlePageFactory,
    EventPageFactory,
    EventSeriesPageFactory,
    GroupPageFactory,
    OrganisationFactory,
    ProjectPageFactory,
    ServiceFactory,
    TopicFactory,
    VenueFactory,
)

pytestmark = pytest.mark.django_db


def titles(connection):
    return [node["title"] for node in connection["nodes"]]


EVENTS = """query ($filter: EventFilter) {
  events(first: 100, filter: $filter) { totalCount nodes { title } } }"""


def filtered(ask, **conditions):
    connection = ask(EVENTS, filter=conditions)["events"]
    assert connection["totalCount"] == len(connection["nodes"])
    return titles(connection)


@pytest.mark.parametrize(
    ("now", "when", "shown"),
    [
        ("2026-05-11T13:29:59+02:00", "UPCOMING", True),
        ("2026-05-11T13:29:59+02:00", "ONGOING", False),
        ("2026-05-11T13:30:00+02:00", "ONGOING", True),
        ("2026-05-11T15:29:59+02:00", "UPCOMING", True),
        ("2026-05-11T15:29:59+02:00", "PAST", False),
        ("2026-05-11T15:30:00+02:00", "UPCOMING", False),
        ("2026-05-11T15:30:00+02:00", "ONGOING", False),
        ("2026-05-11T15:30:00+02:00", "PAST", True),
    ],
)
def test_events_are_upcoming_until_their_end(ask, now, when, shown):
    EventPageFactory(title="Meeting", starts_at=EVENT_START)

    with time_machine.travel(datetime.datetime.fromisoformat(now), tick=False):
        assert (filtered(ask, when=when) == ["Meeting"]) is shown


def test_ongoing_event_is_listed_until_its_end(ask):
    # Given a year-long exhibition, later meetings that are over, and an upcoming one
    day = datetime.timedelta(days=1)
    EventPageFactory(title="Exhibition", starts_at=EVENT_START, ends_at=EVENT_START + 365 * day)
    for number in range(1, 4):
        EventPageFactory(title=f"Over {number}", starts_at=EVENT_START + number * 30 * day)
    EventPageFactory(title="Next", starts_at=EVENT_START + 300 * day)
    # When upcoming events are listed, then the exhibition is first until its end
    with time_machine.travel(EVENT_START + 200 * day, tick=False):
        assert filtered(ask, when="UPCOMING") == ["Exhibition", "Next"]
    with time_machine.travel(EVENT_START + 366 * day, tick=False):
        assert filtered(ask, when="UPCOMING") == []


def at(text):
    """Return a time in Stockholm; a star marks the second `02:30` when clocks go back."""
    fold = int(text.endswith("*"))
    return datetime.datetime.fromisoformat(text.rstrip("*")).replace(tzinfo=STOCKHOLM, fold=fold)


@pytest.mark.parametrize(
    ("starts", "ends", "all_day", "days"),
    [
        # In the evening, past midnight, until midnight, without an end.
        ("2026-05-11T18:00", "2026-05-11T20:00", False, [11]),
        ("2026-05-11T22:00", "2026-05-12T01:00", False, [11, 12]),
        ("2026-05-11T22:00", "2026-05-12T00:00", False, [11]),
        ("2026-05-11T00:00", "2026-05-11T00:00", False, [11]),
        ("2026-05-11T22:00", None, False, [11]),
        # Several days, with times and all day.
        ("2026-05-10T09:00", "2026-05-12T09:00", False, [10, 11, 12]),
        ("2026-05-10T09:00", "2026-05-12T08:00", True, [10, 11, 12]),
        ("2026-05-10T00:00", None, True, [10]),
    ],
)
def test_event_is_listed_on_each_of_its_days(ask, starts, ends, all_day, days):
    EventPageFactory(
        title="A", starts_at=at(starts), ends_at=at(ends) if ends else None, all_day=all_day
    )

    found = [
        day
        for day in range(8, 15)
        if filtered(ask, fromDay=f"2026-05-{day:02}", toDay=f"2026-05-{day:02}")
    ]

    assert found == days
    assert filtered(ask, fromDay=f"2026-05-{days[-1]}") == ["A"]
    assert filtered(ask, fromDay=f"2026-05-{days[-1] + 1}") == []
    assert filtered(ask, toDay=f"2026-05-{days[0]:02}") == ["A"]
    assert filtered(ask, toDay=f"2026-05-{days[0] - 1:02}") == []


def test_event_with_two_possible_times_is_listed_at_each(ask):
    # Given a meeting on the 11th or the 13th, with the 12th withdrawn
    EventPageFactory(
        title="A",
        starts_at=at("2026-05-11T13:00"),
        ends_at=at("2026-05-11T15:00"),
        date_is_tentative=True,
        possible_dates=[
            PossibleDate(starts_at=at("2026-05-13T13:00"), ends_at=at("2026-05-13T15:00")),
            PossibleDate(starts_at=at("2026-05-12T13:00"), withdrawn=True),
        ],
    )

    found = [
        d for d in range(10, 15) if filtered(ask, fromDay=f"2026-05-{d}", toDay=f"2026-05-{d}")
    ]
    assert found == [11, 13]
    for moment, ongoing in (
        ("2026-05-11T14:00", True),
        ("2026-05-12T14:00", False),
        ("2026-05-13T14:00", True),
    ):
        with time_machine.travel(at(moment), tick=False):
            assert bool(filtered(ask, when="ONGOING")) is ongoing
            assert filtered(ask, when="UPCOMING") == ["A"]


@pytest.mark.parametrize(
    ("starts", "ends", "now", "when"),
    [
        # In autumn, 02:30 occurs twice: this event lasts 45 minutes.
        ("2026-10-25T02:30", "2026-10-25T02:15*", "2026-10-25T02:15", "UPCOMING"),
        ("2026-10-25T02:30", "2026-10-25T02:15*", "2026-10-25T02:45", "ONGOING"),
        ("2026-10-25T02:30", "2026-10-25T02:15*", "2026-10-25T02:10*", "ONGOING"),
        ("2026-10-25T02:30", "2026-10-25T02:15*", "2026-10-25T02:15*", "PAST"),
        # In spring, the hour from 02:00 is skipped: this event lasts an hour.
        ("2026-03-29T01:30", "2026-03-29T03:30", "2026-03-29T01:59", "ONGOING"),
        ("2026-03-29T01:30", "2026-03-29T03:30", "2026-03-29T03:29", "ONGOING"),
        ("2026-03-29T01:30", "2026-03-29T03:30", "2026-03-29T03:30", "PAST"),
        # The day has 23 hours in spring and 25 in autumn.
        ("2026-03-29T10:00", None, "2026-03-29T23:59", "ONGOING"),
        ("2026-10-25T10:00", None, "2026-10-25T23:59", "ONGOING"),
        ("2026-10-25T10:00", None, "2026-10-26T00:00", "PAST"),
    ],
)
def test_events_on_days_of_clock_changes(ask, starts, ends, now, when):
    EventPageFactory(title="A", starts_at=at(starts), ends_at=at(ends) if ends else None)

    with time_machine.travel(at(now), tick=False):
        found = {name for name in ("ONGOING", "PAST") if filtered(ask, when=name)} or {"UPCOMING"}
        assert found == {when}
    day = starts[:10]
    assert filtered(ask, fromDay=day, toDay=day) == ["A"]


@pytest.mark.parametrize(
    ("moment", "found"),
    [
        # Skipped in spring: read as an hour later. Repeated in autumn: read as the first.
        ("2026-03-29T02:30:00", ["Autumn"]),
        ("2026-03-29T03:30:00+02:00", ["Autumn"]),
        ("2026-10-25T02:30:00", ["Autumn"]),
        ("2026-10-25T02:30:00+02:00", ["Autumn"]),
        ("2026-10-25T02:30:00+01:00", []),
    ],
)
def test_skipped_and_repeated_local_times_are_accepted(ask, moment, found):
    EventPageFactory(title="Spring", starts_at=at("2026-03-29T03:15"), ends_at=None)
    EventPageFactory(title="Autumn", starts_at=at("2026-10-25T02:45"), ends_at=None)

    assert filtered(ask, startsAfter=moment) == found


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_first_and_last_dates_are_accepted(ask, day):
    EventPageFactory(title="A")

    assert filtered(ask, fromDay=day) == (["A"] if day < "2026" else [])
    assert filtered(ask, toDay=day) == (["A"] if day > "2026" else [])


def test_event_filters_use_their_own_fields(ask):
    # Given
    group = GroupPageFactory(slug="gruppen")
    project = ProjectPageFactory(slug="projektet")
    series = EventSeriesPageFactory(slug="serien")
    organisation = OrganisationFactory(slug="staden")
    topic = TopicFactory(slug="bo")
    venue = VenueFactory(step_free=True)
    EventPageFactory(title="Plain", open_to_all=False)
    EventPageFactory(title="Group", group=group, open_to_all=False)
    EventPageFactory(title="Project", projects=[project], open_to_all=False)
    EventPageFactory(title="Series", series=series, open_to_all=False)
    EventPageFactory(title="Organiser", organisers=[organisation], open_to_all=False)
    EventPageFactory(title="Topic", topics=[topic], open_to_all=False)
    EventPageFactory(title="Venue", venue=venue, open_to_all=False)
    EventPageFactory(title="Open", open_to_all=True)
    EventPageFactory(title="Workshop", kind=EventKind.WORKSHOP, open_to_all=False)
    EventPageFactory(title="Cancelled", status=EventStatus.CANCELLED, open_to_all=False)
    EventPageFactory(title="Full", registration_state=RegistrationState.FULL, open_to_all=False)
    EventPageFactory(
        title="Later", starts_at=EVENT_START + datetime.timedelta(days=1), open_to_all=False
    )

    # Then
    assert filtered(ask, group="gruppen") == ["Group"]
    assert filtered(ask, project="projektet") == ["Project"]
    assert filtered(ask, series="serien") == ["Series"]
    assert filtered(ask, organisation="staden") == ["Organiser"]
    assert filtered(ask, topic=["bo", "nope"]) == ["Topic"]
    assert filtered(ask, stepFree=True) == ["Venue"]
    assert filtered(ask, openToAll=True) == ["Open"]
    assert filtered(ask, kind=["WORKSHOP", "FAIR"]) == ["Workshop"]
    assert filtered(ask, status=["CANCELLED"]) == ["Cancelled"]
    assert filtered(ask, registration=["FULL"]) == ["Full"]
    assert filtered(ask, startsAfter="2026-05-12T00:00:00+02:00") == ["Later"]
    assert "Later" not in filtered(ask, startsBefore="2026-05-12T00:00:00+02:00")
    assert filtered(ask, group="nope") == []
    assert filtered(ask, group="gruppen", openToAll=True) == []


def test_empty_list_in_a_filter_matches_nothing_and_null_everything(ask):
    filters = [
        ("events", "kind"),
        ("events", "status"),
        ("events", "topic"),
        ("events", "registration"),
        ("groups", "kind"),
        ("groups", "topic"),
        ("projects", "status"),
        ("articles", "kind"),
        ("organisations", "kind"),
    ]
    for factory in (EventPageFactory, GroupPageFactory, ProjectPageFactory, ArticlePageFactory):
        factory()
    OrganisationFactory()

    for root, name in filters:
        for value, found in (("[]", False), ("null", True)):
            answer = ask(f"{{ {root}(filter: {{{name}: {value}}}) {{ totalCount }} }}")
            assert bool(answer[root]["totalCount"]) is found, (root, name, value)


def test_other_lists_have_filters(ask):
    # Given
    staden = OrganisationFactory(slug="staden", kind=OrganisationKind.ADMINISTRATION)
    group = GroupPageFactory(title="G", slug="g", organisers=[staden], open_to_all=True)
    GroupPageFactory(title="Ended", ended_on=datetime.date(2019, 1, 1))
    project = ProjectPageFactory(
        title="P",
        slug="p",
        groups=[group],
        status=ProjectStatus.ONGOING,
        participants=[ProjectParticipant(organisation=staden)],
    )
    ProjectPageFactory(title="Other")
    event = EventPageFactory(slug="e")
    ArticlePageFactory(title="A", groups=[group], projects=[project], events=[event])
    ArticlePageFactory(title="Other")
    VenueFactory(name="Flat", step_free=True)
    VenueFactory(name="Stairs", step_free=False)
    ServiceFactory(name="S", administration=staden)
    other = ServiceFactory(name="Closed", closes_on=datetime.date(2017, 1, 1)).administration

    def names(query, field="title"):
        (connection,) = ask(query).values()
        return [node[field] for node in connection["nodes"]]

    # Then
    assert names("{ groups(filter: {openToAll: true}) { nodes { title } } }") == ["G"]
    assert names("{ groups(filter: {ended: true}) { nodes { title } } }") == ["Ended"]
    assert names("{ groups(filter: {ended: false}) { nodes { title } } }") == ["G"]
    assert names('{ groups(filter: {organisation: "staden"}) { nodes { title } } }') == ["G"]
    assert names("{ projects(filter: {status: ONGOING}) { nodes { title } } }") == ["P"]
    assert names('{ projects(filter: {group: "g"}) { nodes { title } } }') == ["P"]
    assert names('{ projects(filter: {organisation: "staden"}) { nodes { title } } }') == ["P"]
    assert names('{ articles(filter: {group: "g"}) { nodes { title } } }') == ["A"]
    assert names('{ articles(filter: {project: "p"}) { nodes { title } } }') == ["A"]
    assert names('{ articles(filter: {event: "e"}) { nodes { title } } }') == ["A"]
    assert names("{ venues(filter: {stepFree: true}) { nodes { name } } }", "name") == ["Flat"]
    administrations = "{ organisations(filter: {kind: ADMINISTRATION}) { nodes { slug } } }"
    assert set(names(administrations, "slug")) == {"staden", other.slug}
    assert names('{ services(filter: {administration: "staden"}) { nodes { name } } }', "name") == [
        "S"
    ]
    assert names("{ services(filter: {open: false}) { nodes { name } } }", "name") == ["Closed"]
