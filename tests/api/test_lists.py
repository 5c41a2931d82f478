"""Lists: pages, cursors, orders and filters."""

import datetime

import pytest
import time_machine

from pages.models import (
    EventKind,
    EventStatus,
    GroupPage,
    OrganisationKind,
    PossibleDate,
    ProjectParticipant,
    ProjectStatus,
    RegistrationState,
)
from tests.api.translations import translated
from tests.factories import (
    EVENT_START,
    STOCKHOLM,
    ArticlePageFactory,
    ContentImageFactory,
    EventPageFactory,
    EventSeriesPageFactory,
    GroupPageFactory,
    OrganisationFactory,
    ProjectPageFactory,
    ServiceFactory,
    TopicFactory,
    VenueFactory,
    locale,
)
from tests.renditions import foresee_files

pytestmark = pytest.mark.django_db

PAGED = """
query ($first: Int, $after: String, $last: Int, $before: String, $orderBy: ProjectOrder) {
  projects(first: $first, after: $after, last: $last, before: $before, orderBy: $orderBy) {
    totalCount
    nodes { title }
    edges { cursor node { title } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}"""
BACKWARDS = PAGED.replace("first: $first, after: $after, ", "").replace(
    "$first: Int, $after: String, ", ""
)
FORWARDS = PAGED.replace("last: $last, before: $before, ", "").replace(
    "$last: Int, $before: String, ", ""
)


def titles(connection):
    return [node["title"] for node in connection["nodes"]]


def read_all(ask, query, size, **variables):
    """Return the titles of a whole list, a page at a time."""
    found, after = [], None
    while True:
        page = ask(query, first=size, after=after, **variables)["projects"]
        found += titles(page)
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            return found


def test_swedish_letters_come_last(ask):
    # given
    for title in ["Örnen", "zebra", "Åsa", "Ärlig", "10 steg", "2 steg", "apa", "Öga"]:
        ProjectPageFactory(title=title)

    # when
    page = ask(FORWARDS, first=20)["projects"]

    # then
    assert titles(page) == ["10 steg", "2 steg", "apa", "zebra", "Åsa", "Ärlig", "Öga", "Örnen"]


@pytest.mark.parametrize("order", ["TITLE_ASC", "TITLE_DESC", "STARTS_ON_ASC", "STARTS_ON_DESC"])
@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_pages_put_together_are_the_whole_list(ask, order, size):
    # given: ties, and starts that are not known
    day = datetime.date(2026, 3, 1)
    for number in range(6):
        ProjectPageFactory(title=f"P{number // 2}", slug=f"p{number}", starts_on=None)
        ProjectPageFactory(title=f"P{number // 2}", slug=f"q{number}", starts_on=day)

    # when
    whole = [
        edge["cursor"] for edge in ask(FORWARDS, first=100, orderBy=order)["projects"]["edges"]
    ]
    cursors, after = [], None
    while True:
        page = ask(FORWARDS, first=size, after=after, orderBy=order)["projects"]
        cursors += [edge["cursor"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break

    # then
    assert len(set(whole)) == 12
    assert cursors == whole


@pytest.mark.parametrize("order", ["TITLE_ASC", "STARTS_ON_ASC", "STARTS_ON_DESC"])
def test_reading_backwards_gives_the_same_list(ask, order):
    # given
    for number, day in enumerate(
        [None, datetime.date(2026, 3, 1), None, datetime.date(2026, 4, 1)]
    ):
        ProjectPageFactory(title=f"P{number}", starts_on=day)
    whole = titles(ask(FORWARDS, first=100, orderBy=order)["projects"])

    # when
    last = ask(BACKWARDS, last=3, orderBy=order)["projects"]
    first = ask(BACKWARDS, last=3, before=last["pageInfo"]["startCursor"], orderBy=order)[
        "projects"
    ]

    # then
    assert titles(first) + titles(last) == whole
    assert last["pageInfo"]["hasPreviousPage"] is True
    assert last["pageInfo"]["hasNextPage"] is False
    assert first["pageInfo"]["hasPreviousPage"] is False
    assert first["pageInfo"]["hasNextPage"] is True


def test_starts_that_are_not_known_come_last_in_both_orders(ask):
    ProjectPageFactory(title="Unknown", starts_on=None)
    ProjectPageFactory(title="Old", starts_on=datetime.date(2017, 1, 1))
    ProjectPageFactory(title="New", starts_on=datetime.date(2026, 1, 1))

    assert titles(ask(FORWARDS, first=9, orderBy="STARTS_ON_ASC")["projects"]) == [
        "Old",
        "New",
        "Unknown",
    ]
    assert titles(ask(FORWARDS, first=9, orderBy="STARTS_ON_DESC")["projects"]) == [
        "New",
        "Old",
        "Unknown",
    ]


def test_a_page_begins_after_its_cursor_though_rows_came_and_went(ask):
    # given
    first, *_ = [ProjectPageFactory(title=title) for title in "BDF"]
    page = ask(FORWARDS, first=2)["projects"]

    # when: what the cursor stands for is gone, and there are new rows on both sides
    first.delete()
    ProjectPageFactory(title="A")
    ProjectPageFactory(title="E")
    rest = ask(FORWARDS, first=9, after=page["pageInfo"]["endCursor"])["projects"]

    # then
    assert titles(rest) == ["E", "F"]


def test_empty_list_has_no_cursors(ask, refused):
    from tests.factories import default_home

    default_home()

    page = ask(FORWARDS, first=5)["projects"]

    assert page == {
        "totalCount": 0,
        "nodes": [],
        "edges": [],
        "pageInfo": {
            "hasNextPage": False,
            "hasPreviousPage": False,
            "startCursor": None,
            "endCursor": None,
        },
    }


def a_cursor(ask):
    ProjectPageFactory(title="A")
    GroupPageFactory(title="A")
    return ask(FORWARDS, first=1)["projects"]["pageInfo"]["endCursor"]


def test_cursor_of_another_list_order_or_filter_is_refused(ask, refused):
    # given
    cursor = a_cursor(ask)

    # when
    errors = [
        refused("query ($c: String) { groups(after: $c) { totalCount } }", c=cursor),
        refused(FORWARDS, after=cursor, orderBy="STARTS_ON_ASC"),
        refused(
            'query ($c: String) { projects(after: $c, filter: {group: "x"}) { totalCount } }',
            c=cursor,
        ),
        refused(
            'query ($c: String) { projects(after: $c, locale: "en") { totalCount } }', c=cursor
        ),
    ]

    # then
    for error in errors:
        assert error["extensions"]["code"] == "BAD_USER_INPUT"
        assert "'after'" in error["message"]


def test_cursor_with_any_one_character_changed_is_refused(ask, client):
    # given
    cursor = a_cursor(ask)

    # when
    refusals = 0
    for place in range(len(cursor)):
        other = "A" if cursor[place] != "A" else "B"
        changed = cursor[:place] + other + cursor[place + 1 :]
        answer = client.get(
            "/graphql/", {"query": f'{{ projects(after: "{changed}") {{ totalCount }} }}'}
        ).json()
        refusals += answer["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"

    # then
    assert refusals == len(cursor)


def test_cursor_tells_no_row_number(ask):
    import base64

    project = ProjectPageFactory(title="A")
    cursor = ask(FORWARDS, first=1)["projects"]["pageInfo"]["endCursor"]
    payload = cursor.split(".")[0]

    text = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)).decode()

    assert f"{project.pk}" not in [part.strip('[]"') for part in text.split(",")]


# --- filters ------------------------------------------------------------------------------------
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


def at(text):
    """A moment in Stockholm; a second `02:30` on the day when clocks go back ends with a star."""
    fold = int(text.endswith("*"))
    return datetime.datetime.fromisoformat(text.rstrip("*")).replace(tzinfo=STOCKHOLM, fold=fold)


@pytest.mark.parametrize(
    ("starts", "ends", "all_day", "days"),
    [
        # In the evening, over midnight, until midnight, without an end.
        ("2026-05-11T18:00", "2026-05-11T20:00", False, [11]),
        ("2026-05-11T22:00", "2026-05-12T01:00", False, [11, 12]),
        ("2026-05-11T22:00", "2026-05-12T00:00", False, [11]),
        ("2026-05-11T00:00", "2026-05-11T00:00", False, [11]),
        ("2026-05-11T22:00", None, False, [11]),
        # Several days, by time and by day.
        ("2026-05-10T09:00", "2026-05-12T09:00", False, [10, 11, 12]),
        ("2026-05-10T09:00", "2026-05-12T08:00", True, [10, 11, 12]),
        ("2026-05-10T00:00", None, True, [10]),
    ],
)
def test_event_is_found_on_each_of_its_days(ask, starts, ends, all_day, days):
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


def test_event_with_two_possible_times_is_found_by_each_and_not_between(ask):
    # Given a meeting on the 11th or the 13th, and not on the 12th any more
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
        # In autumn, half past two comes twice: this one lasts three quarters of an hour.
        ("2026-10-25T02:30", "2026-10-25T02:15*", "2026-10-25T02:15", "UPCOMING"),
        ("2026-10-25T02:30", "2026-10-25T02:15*", "2026-10-25T02:45", "ONGOING"),
        ("2026-10-25T02:30", "2026-10-25T02:15*", "2026-10-25T02:10*", "ONGOING"),
        ("2026-10-25T02:30", "2026-10-25T02:15*", "2026-10-25T02:15*", "PAST"),
        # In spring, the hour from two to three is left out: this one lasts an hour.
        ("2026-03-29T01:30", "2026-03-29T03:30", "2026-03-29T01:59", "ONGOING"),
        ("2026-03-29T01:30", "2026-03-29T03:30", "2026-03-29T03:29", "ONGOING"),
        ("2026-03-29T01:30", "2026-03-29T03:30", "2026-03-29T03:30", "PAST"),
        # The day has 23 hours in spring and 25 in autumn.
        ("2026-03-29T10:00", None, "2026-03-29T23:59", "ONGOING"),
        ("2026-10-25T10:00", None, "2026-10-25T23:59", "ONGOING"),
        ("2026-10-25T10:00", None, "2026-10-26T00:00", "PAST"),
    ],
)
def test_events_begin_and_end_on_the_days_when_clocks_change(ask, starts, ends, now, when):
    EventPageFactory(title="A", starts_at=at(starts), ends_at=at(ends) if ends else None)

    with time_machine.travel(at(now), tick=False):
        found = {name for name in ("ONGOING", "PAST") if filtered(ask, when=name)} or {"UPCOMING"}
        assert found == {when}
    day = starts[:10]
    assert filtered(ask, fromDay=day, toDay=day) == ["A"]


@pytest.mark.parametrize(
    ("moment", "found"),
    [
        # Left out in spring: read as an hour later. Twice there in autumn: read as the first one.
        ("2026-03-29T02:30:00", ["Autumn"]),
        ("2026-03-29T03:30:00+02:00", ["Autumn"]),
        ("2026-10-25T02:30:00", ["Autumn"]),
        ("2026-10-25T02:30:00+02:00", ["Autumn"]),
        ("2026-10-25T02:30:00+01:00", []),
    ],
)
def test_moments_that_clocks_skip_or_repeat_are_understood(ask, moment, found):
    EventPageFactory(title="Spring", starts_at=at("2026-03-29T03:15"), ends_at=None)
    EventPageFactory(title="Autumn", starts_at=at("2026-10-25T02:45"), ends_at=None)

    assert filtered(ask, startsAfter=moment) == found


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_days_at_the_end_of_time_are_no_trouble(ask, day):
    EventPageFactory(title="A")

    assert filtered(ask, fromDay=day) == (["A"] if day < "2026" else [])
    assert filtered(ask, toDay=day) == (["A"] if day > "2026" else [])


def test_event_filters_narrow_each_by_its_own_field(ask):
    # given
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

    # then
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


@pytest.mark.parametrize(
    ("root", "name"),
    [
        ("events", "kind"),
        ("events", "status"),
        ("events", "topic"),
        ("events", "registration"),
        ("groups", "kind"),
        ("groups", "topic"),
        ("projects", "status"),
        ("articles", "kind"),
        ("organisations", "kind"),
    ],
)
def test_empty_list_in_a_filter_finds_nothing_and_null_everything(ask, root, name):
    # given
    for factory in (EventPageFactory, GroupPageFactory, ProjectPageFactory, ArticlePageFactory):
        factory()
    OrganisationFactory()

    # then
    assert ask(f"{{ {root}(filter: {{{name}: []}}) {{ totalCount }} }}")[root]["totalCount"] == 0
    assert ask(f"{{ {root}(filter: {{{name}: null}}) {{ totalCount }} }}")[root]["totalCount"] > 0


def test_other_lists_have_filters_of_their_own(ask):
    # given
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

    # then
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


# --- lists under a parent -----------------------------------------------------------------------
def test_each_parent_gets_a_page_of_its_own(ask):
    # given
    for group_number in range(3):
        group = GroupPageFactory(title=f"G{group_number}")
        for number in range(group_number * 2):
            EventPageFactory(
                title=f"G{group_number}E{number}",
                group=group,
                starts_at=EVENT_START + datetime.timedelta(days=number),
            )

    # when
    groups = ask(
        """{ groups { nodes { title events(first: 2, orderBy: STARTS_AT_DESC) {
            totalCount nodes { title } pageInfo { hasNextPage endCursor } } } } }"""
    )["groups"]["nodes"]

    # then
    assert [titles(group["events"]) for group in groups] == [[], ["G1E1", "G1E0"], ["G2E3", "G2E2"]]
    assert [group["events"]["totalCount"] for group in groups] == [0, 2, 4]
    assert [group["events"]["pageInfo"]["hasNextPage"] for group in groups] == [False, False, True]

    # when: the next page of one of them
    rest = ask(
        """query ($after: String) { groups { nodes { title events(first: 2, after: $after,
            orderBy: STARTS_AT_DESC) { nodes { title } } } } }""",
        after=groups[2]["events"]["pageInfo"]["endCursor"],
    )["groups"]["nodes"]

    # then
    assert titles(rest[2]["events"]) == ["G2E1", "G2E0"]


def test_aliases_of_one_field_keep_their_arguments_apart(ask):
    group = GroupPageFactory(slug="g")
    EventPageFactory(title="Meeting", group=group)
    EventPageFactory(title="Workshop", group=group, kind=EventKind.WORKSHOP)

    found = ask(
        """query ($yes: Boolean!, $no: Boolean!) { group(slug: "g") {
            all: events { nodes { title } }
            workshops: events(filter: {kind: WORKSHOP}) { nodes { ...T } }
            left: events @include(if: $no) { nodes { title } }
            kept: events(first: 1) @include(if: $yes) { totalCount nodes { kind } }
        } } fragment T on EventPage { title }""",
        yes=True,
        no=False,
    )["group"]

    assert sorted(titles(found["all"])) == ["Meeting", "Workshop"]
    assert titles(found["workshops"]) == ["Workshop"]
    assert found["kept"]["totalCount"] == 2
    assert "left" not in found


def test_lists_of_an_organisation_and_a_project(ask):
    staden = OrganisationFactory(slug="staden", kind=OrganisationKind.ADMINISTRATION)
    project = ProjectPageFactory(
        title="P", slug="p", participants=[ProjectParticipant(organisation=staden)]
    )
    GroupPageFactory(title="G", organisers=[staden])
    event = EventPageFactory(title="E", organisers=[staden], projects=[project])
    ArticlePageFactory(title="A", projects=[project], events=[event])
    ServiceFactory(name="S", administration=staden)

    found = ask(
        """{ organisations { nodes { groups { nodes { title } } projects { nodes { title } }
            events { nodes { title } } services { nodes { name } } } }
            project(slug: "p") { events { nodes { title } } articles { nodes { title } } }
            events { nodes { articles { nodes { title } } } } }"""
    )

    organisation = found["organisations"]["nodes"][0]
    assert titles(organisation["groups"]) == ["G"]
    assert titles(organisation["projects"]) == ["P"]
    assert titles(organisation["events"]) == ["E"]
    assert organisation["services"]["nodes"] == [{"name": "S"}]
    assert titles(found["project"]["events"]) == ["E"]
    assert titles(found["project"]["articles"]) == ["A"]
    assert titles(found["events"]["nodes"][0]["articles"]) == ["A"]


def test_topic_and_venue_lead_to_everything_about_them(ask):
    # Given one thing of each kind about a topic, at a venue, and one without
    topic, venue = TopicFactory(slug="bo"), VenueFactory(slug="huset")
    for make in (GroupPageFactory, ProjectPageFactory, EventPageFactory, ArticlePageFactory):
        make(title="About", topics=[topic])
        make(title="Other")
    EventPageFactory(title="There", venue=venue)
    OrganisationFactory(slug="staden", name="Staden")

    found = ask(
        """{ topic(slug: "bo") { groups { nodes { title } } projects { nodes { title } }
          events { nodes { title } } articles(first: 5) { totalCount nodes { title } } }
        venue(slug: "huset") { events { nodes { title } } }
        organisation(slug: "staden") { name }
        none: organisation(slug: "nope") { name } other: topic(slug: "nope") { name } }"""
    )

    for name in ("groups", "projects", "events", "articles"):
        assert titles(found["topic"][name]) == ["About"], name
    assert titles(found["venue"]["events"]) == ["There"]
    assert found["organisation"] == {"name": "Staden"}
    assert found["none"] is found["other"] is None


def test_topic_is_found_by_its_slug_in_either_language(ask):
    topic = TopicFactory(slug="bo", name="Att bo")
    english = topic.copy_for_translation(locale("en"))
    english.slug, english.name = "housing", "Housing"
    english.save()

    found = ask(
        """{ sv: topic(slug: "bo") { name } en: topic(slug: "bo", locale: "en") { name }
        own: topic(slug: "housing", locale: "en") { name } not: topic(slug: "housing") { name } }"""
    )

    assert found == {
        "sv": {"name": "Att bo"},
        "en": {"name": "Housing"},
        "own": {"name": "Housing"},
        "not": None,
    }


def test_nodes_and_edges_may_ask_for_different_things_of_the_same_rows(ask):
    GroupPageFactory(title="Health", purpose="To feel well", image=(image := ContentImageFactory()))
    foresee_files([image])
    EventPageFactory(group=GroupPage.objects.get())

    found = ask(
        """{ groups {
          nodes { image { rendition(preset: CARD) { src } } events { nodes { allDay } } }
          edges { node { image { rendition(preset: HERO) { src } } events { totalCount } } } }
        events { nodes { group { purpose } } edges { node { group { title } } } } }"""
    )

    node, edge = found["groups"]["nodes"][0], found["groups"]["edges"][0]["node"]
    assert node["image"]["rendition"]["src"] != edge["image"]["rendition"]["src"]
    assert node["events"] == {"nodes": [{"allDay": False}]}
    assert edge["events"] == {"totalCount": 1}
    assert found["events"]["nodes"] == [{"group": {"purpose": "To feel well"}}]
    assert found["events"]["edges"] == [{"node": {"group": {"title": "Health"}}}]


@pytest.mark.parametrize("other_groups", [0, 1])
@pytest.mark.parametrize("way", ["first", "last"])
def test_article_about_both_translations_of_a_group_takes_one_place(ask, other_groups, way):
    # given
    group = GroupPageFactory(title="A", slug="a")
    english = translated(group, title="B", slug="b")
    for number in range(4):
        ArticlePageFactory(title=f"{number}", groups=[group, english])
    for _ in range(other_groups):
        GroupPageFactory(title="C")

    # when
    found = ask(
        f"""{{ groups {{ nodes {{ articles({way}: 2, orderBy: TITLE_ASC) {{
            totalCount nodes {{ title }} pageInfo {{ hasNextPage hasPreviousPage }} }} }} }} }}"""
    )["groups"]["nodes"][0]["articles"]

    # then
    assert titles(found) == (["0", "1"] if way == "first" else ["2", "3"])
    assert found["totalCount"] == 4
    assert found["pageInfo"] == {
        "hasNextPage": way == "first",
        "hasPreviousPage": way == "last",
    }


@pytest.mark.parametrize("absent", [{}, {"first": None, "after": None}], ids=["absent", "null"])
def test_one_document_can_read_in_both_directions(ask, absent):
    for name in "ABC":
        ProjectPageFactory(title=name)

    assert titles(ask(PAGED, last=2, **absent)["projects"]) == ["B", "C"]
    assert titles(ask(PAGED, first=2)["projects"]) == ["A", "B"]
