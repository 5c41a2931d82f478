"""iCalendar subscriptions."""

import datetime
from decimal import Decimal

import pytest
import time_machine
from dateutil.tz import UTC
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar
from wagtail.models import PageViewRestriction, Site

from pages.models import (
    AgendaItem,
    EventIndexPage,
    EventPage,
    EventStatus,
    PossibleDate,
    RegistrationMethod,
    RegistrationState,
)
from pages.syndication.feed_urls import calendar_url
from pages.syndication.icalendar_files import STOCKHOLM, stockholm_timezone
from pages.syndication.subscriptions import COMING_EVENTS, PAST_EVENTS, Reader
from pages.visibility import Environment
from tests import factories
from tests.factories import EVENT_START
from tests.pages.forms import edit_address, form_data

pytestmark = pytest.mark.django_db

ALL = "/feeds/events.ics"
WEEK = datetime.timedelta(days=7)


def read(client, address=ALL, **parameters):
    """Return the parsed calendar."""
    response = client.get(address, parameters)
    assert response.status_code == 200, response.content
    return Calendar.from_ical(response.content)


def entries(client, address=ALL, **parameters):
    return read(client, address, **parameters).walk("VEVENT")


def titles(client, address=ALL, **parameters):
    return sorted(str(entry["SUMMARY"]) for entry in entries(client, address, **parameters))


def swedish(*moment, fold=0):
    return datetime.datetime(*moment, tzinfo=STOCKHOLM, fold=fold)


def another_site():
    """A second site with a calendar of its own, and that calendar."""
    home = factories.HomePageFactory()
    Site.objects.create(hostname="other.example.org", port=443, root_page=home)
    index = EventIndexPage(title="Kalender", slug="kalender")
    home.add_child(instance=index)
    return index


# --- Visibility ------------------------------------------------------------------------------


def test_non_public_content_is_omitted(client):
    # Given one public event, and events that are not public for every possible reason
    factories.EventPageFactory(title="Open")
    factories.EventPageFactory(title="Canary draft", live=False)
    factories.EventPageFactory(title="Canary expired", expired=True)
    factories.EventPageFactory(title="Canary late", expire_at=swedish(2001, 1, 1))
    private = factories.EventPageFactory(title="Canary private")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    closed = factories.EventIndexPageFactory()
    factories.EventPageFactory(title="Canary in a closed section", parent=closed)
    PageViewRestriction.objects.create(
        page=closed, restriction_type=PageViewRestriction.PASSWORD, password="secret"
    )
    factories.EventPageFactory(title="Canary elsewhere", parent=another_site())

    # Then only the public one is in the calendar
    assert titles(client) == ["Open"]
    assert b"Canary" not in client.get(ALL).content


@pytest.mark.parametrize("how", ["draft", "private", "other_site", "unknown"])
def test_calendar_of_a_non_public_page_is_404(client, how):
    # Given a non-public group with a public meeting
    group = factories.GroupPageFactory(slug="gruppen")
    factories.EventPageFactory(group=group)
    if how == "draft":
        group.unpublish()
    if how == "private":
        PageViewRestriction.objects.create(page=group, restriction_type=PageViewRestriction.LOGIN)
    if how == "other_site":
        another_site()
    parameters = {"site": "other.example.org"} if how == "other_site" else {}
    slug = "ingen" if how == "unknown" else "gruppen"

    # When its calendar is requested
    response = client.get(f"/feeds/groups/{slug}.ics", parameters)

    # Then the 404 has the same message for every reason
    assert response.status_code == 404
    assert response["Content-Type"].startswith("text/plain")
    assert slug in response.content.decode()


def test_draft_of_a_published_event_is_not_in_the_calendar(client):
    # Given a published event with a newer draft
    event = factories.EventPageFactory(title="As published")
    event.title = "Canary"
    event.possible_dates = [PossibleDate(starts_at=EVENT_START + WEEK)]
    event.save_revision()

    # Then the calendar does not contain the draft
    assert titles(client) == ["As published"]


@pytest.mark.parametrize(
    "address",
    [
        "/feeds/groups/%00.ics",
        "/feeds/groups/a%0Ab.ics",
        "/feeds/groups/'.ics",
        "/feeds/groups/%F0%9F%98%80.ics",
        f"/feeds/groups/{'x' * 5000}.ics",
        "/feeds/events.ics?locale=xx",
        "/feeds/events.ics?locale=%00",
        "/feeds/events.ics?site=%00",
        "/feeds/events.ics?site=nowhere.example.org",
    ],
)
def test_invalid_calendar_url_is_404(client, address):
    factories.EventPageFactory()
    assert client.get(address).status_code == 404


def test_calendar_without_any_site_is_404(client):
    Site.objects.all().delete()
    assert client.get(ALL).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_calendar_accepts_only_get_and_head(client, method):
    assert getattr(client, method)(ALL).status_code == 405


# --- Text -------------------------------------------------------------------------------------


def test_editor_text_cannot_inject_calendar_lines(client):
    # Given texts with every character that is special in iCalendar
    hostile = "Fika, prat; mer\\n\x01\x07\x85\u2028END:VEVENT\r\nBEGIN:VALARM\n:\"'ÅÄÖ 👩‍🔬"
    group = factories.GroupPageFactory(title="Grupp, \\; ä", slug="grupp")
    event = factories.EventPageFactory(
        title="x", group=group, agenda_items=[AgendaItem(title=hostile)], room="Rum 1; 2, 3"
    )
    EventPage.objects.filter(pk=event.pk).update(
        title=hostile, summary=hostile, stream_url="https://example.org/\r\nATTACH:x"
    )

    # When the calendar is parsed
    calendar = read(client, "/feeds/groups/grupp.ics")
    raw = client.get("/feeds/groups/grupp.ics").content.decode()

    # Then there is one entry, with the text unchanged except for control characters
    (entry,) = calendar.walk("VEVENT")
    assert not calendar.walk("VALARM")
    assert str(entry["SUMMARY"]) == ("Fika, prat; mer\\n END:VEVENT BEGIN:VALARM :\"'ÅÄÖ 👩‍🔬")
    assert "mer\\n\n\nEND:VEVENT\nBEGIN:VALARM\n" in str(entry["DESCRIPTION"])
    assert str(entry["LOCATION"]) == "Rum 1; 2, 3"
    assert "ATTACH" not in entry
    # In NAME and in X-WR-CALNAME
    assert raw.count("NAME:Grupp\\, \\\\\\; ä\r\n") == 2
    assert not any(ord(character) < 32 for character in raw.replace("\r\n", ""))


def test_lines_are_folded_at_75_octets_between_characters(client):
    # Given text of characters of one to four bytes, at every position in a line
    text = "".join(f"{'a' * shift}åäö–👩‍🔬" for shift in range(40))
    factories.EventPageFactory(title=("å" * 120 + "👩" * 100)[:250], summary=text[:400])

    # When the bytes are checked
    content = client.get(ALL).content

    # Then each line ends with CRLF, has at most 75 octets and is valid UTF-8
    assert content.endswith(b"END:VCALENDAR\r\n")
    lines = content.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert max(len(line) for line in lines) > 70
    assert all(line.decode() is not None for line in lines)
    assert b"\n" not in b"".join(lines)
    (entry,) = entries(client)
    assert text[:400] in str(entry["DESCRIPTION"])


def test_entry_contains_what_a_participant_needs(client):
    # Given an event with a venue, an agenda, a registration and a contact
    event = factories.EventPageFactory(
        title="Workshop",
        summary="For everyone.",
        notice="Note: new room",
        venue=factories.VenueFactory(
            name="Dunkers kulturhus",
            address="Kungsgatan 11",
            postal_code="252 21",
            city="Helsingborg",
            way_in="The door to the harbour.",
            latitude=Decimal("56.045"),
            longitude=Decimal("12.688"),
        ),
        room="Studion",
        agenda_items=[AgendaItem(title="Fritid"), AgendaItem(title="Annat", is_tentative=True)],
        registration_state=RegistrationState.OPEN,
        registration_method=RegistrationMethod.MAIL,
        registration_email="sign-up@example.org",
        registration_deadline=swedish(2026, 5, 4, 12, 0),
        contact_role="developer",
        contact_email="ask@example.org",
        stream_url="https://example.org/live",
    )

    # Then the entry contains all of them
    (entry,) = entries(client)
    description = str(entry["DESCRIPTION"])
    for part in ("Note: new room", "For everyone.", "Fritid", "sign-up@example.org", "harbour"):
        assert part in description
    assert str(entry["LOCATION"]) == (
        "Studion, Dunkers kulturhus, Kungsgatan 11, 252 21 Helsingborg"
    )
    assert entry["GEO"].to_ical() == "56.045;12.688"
    assert str(entry["CONTACT"]) == "developer, ask@example.org"
    assert str(entry["CONFERENCE"]) == "https://example.org/live"
    assert "ORGANIZER" not in entry
    assert str(entry["URL"]) == f"http://localhost/kalender/{event.slug}/" == event.full_url


# --- Time -------------------------------------------------------------------------------------


def test_vtimezone_matches_swedish_time_on_every_day():
    # Given the VTIMEZONE, evaluated without a time zone database
    zone = stockholm_timezone().to_tz(lookup_tzid=False)

    # Then every half-hour around each change, and every month, has Sweden's offset
    half_hour = datetime.timedelta(minutes=30)
    for year in range(1997, 2061):
        moments = [datetime.datetime(year, month, 10, tzinfo=UTC) for month in range(1, 13)]
        for month in (3, 10):
            first = datetime.datetime(year, month, 24, 23, 15, tzinfo=UTC)
            moments += [first + number * half_hour for number in range(8 * 48)]
        for moment in moments:
            local = moment.astimezone(STOCKHOLM)
            if not local.fold:
                assert local.replace(tzinfo=zone).utcoffset() == local.utcoffset(), local


@pytest.mark.parametrize(
    ("starts_at", "ends_at"),
    [
        # Across midnight
        (swedish(2026, 5, 11, 22, 0), swedish(2026, 5, 12, 1, 30)),
        # Across several days
        (swedish(2026, 5, 30, 9, 0), swedish(2026, 7, 5, 18, 0)),
        # Across the missing hour in spring
        (swedish(2026, 3, 29, 1, 30), swedish(2026, 3, 29, 3, 30)),
        # In the repeated hour in autumn: first occurrence, second occurrence, both
        (swedish(2026, 10, 25, 2, 15), swedish(2026, 10, 25, 2, 45)),
        (swedish(2026, 10, 25, 2, 15, fold=1), swedish(2026, 10, 25, 2, 45, fold=1)),
        (swedish(2026, 10, 25, 2, 45), swedish(2026, 10, 25, 2, 15, fold=1)),
        # In winter, given in another time zone
        (
            datetime.datetime(2026, 1, 1, 0, 0, tzinfo=UTC),
            datetime.datetime(2026, 1, 1, 2, 0, tzinfo=UTC),
        ),
    ],
)
def test_times_survive_a_round_trip(client, starts_at, ends_at):
    event = factories.EventPageFactory()
    EventPage.objects.filter(pk=event.pk).update(starts_at=starts_at, ends_at=ends_at)
    (entry,) = entries(client)
    assert entry["DTSTART"].dt.astimezone(UTC) == starts_at.astimezone(UTC)
    assert entry["DTEND"].dt.astimezone(UTC) == ends_at.astimezone(UTC)


def test_times_use_the_calendars_vtimezone(client):
    # Given an event in summer
    factories.EventPageFactory()
    calendar = read(client)

    # Then its time is local Swedish time with the TZID
    (zone,) = calendar.walk("VTIMEZONE")
    (entry,) = calendar.walk("VEVENT")
    assert entry["DTSTART"].params["TZID"] == zone["TZID"] == "Europe/Stockholm"
    assert entry["DTSTART"].to_ical() == b"20260511T133000"


def test_event_without_an_end_has_no_dtend(client):
    factories.EventPageFactory(ends_at=None)
    (entry,) = entries(client)
    assert "DTEND" not in entry
    assert "DURATION" not in entry


@pytest.mark.parametrize(
    ("ends_at", "day_after"),
    [
        (None, datetime.date(2026, 5, 31)),
        (swedish(2026, 5, 30, 0, 0), datetime.date(2026, 5, 31)),
        # 00:30 in Sweden is the previous day in UTC
        (swedish(2026, 7, 5, 0, 30), datetime.date(2026, 7, 6)),
    ],
)
def test_all_day_event_ends_after_its_last_day(client, ends_at, day_after):
    factories.EventPageFactory(all_day=True, starts_at=swedish(2026, 5, 30, 0, 0), ends_at=ends_at)
    (entry,) = entries(client)
    assert entry["DTSTART"].to_ical() == b"20260530"
    assert entry["DTSTART"].params["VALUE"] == "DATE"
    assert entry["DTEND"].dt == day_after
    assert str(entry["TRANSP"]) == "TRANSPARENT"


# --- Change -----------------------------------------------------------------------------------


def test_sequence_increases_with_publications_only(client):
    # Given a published event
    with time_machine.travel("2026-04-01T08:00:00+00:00", tick=False):
        event = factories.EventPageFactory(live=False)
        event.save_revision().publish()
    (first,) = entries(client)

    # When a draft is saved, nothing changes
    with time_machine.travel("2026-04-02T08:00:00+00:00", tick=False):
        event = EventPage.objects.get()
        event.room = "Gula rummet"
        revision = event.save_revision()
    (same,) = entries(client)
    assert same.to_ical() == first.to_ical()

    # When it is published, the entry keeps its UID and gets a higher SEQUENCE
    with time_machine.travel("2026-04-02T08:00:10+00:00", tick=False):
        revision.publish()
    (second,) = entries(client)
    assert second["UID"] == first["UID"]
    assert int(second["SEQUENCE"]) > int(first["SEQUENCE"]) == 0
    assert second["LAST-MODIFIED"].dt > first["LAST-MODIFIED"].dt

    # When it is unpublished, moved and published again, the SEQUENCE increases again
    with time_machine.travel("2026-04-03T08:00:00+00:00", tick=False):
        event = EventPage.objects.get()
        event.unpublish()
        event.move(factories.EventIndexPageFactory(), pos="last-child")
        event = EventPage.objects.get()
        event.slug = "another-address"
        event.save_revision().publish()
    (third,) = entries(client)
    assert third["UID"] == first["UID"]
    assert int(second["SEQUENCE"]) < int(third["SEQUENCE"]) < 2**31


def test_moved_event_keeps_its_uid(client):
    # Given an event that was moved by a week
    event = factories.EventPageFactory(
        title="Möte",
        status=EventStatus.MOVED,
        previous_starts_at=EVENT_START,
        starts_at=EVENT_START + WEEK,
    )

    # Then there is one entry at the new time, with the old time in its description
    (entry,) = entries(client, locale="sv")
    assert str(entry["UID"]) == str(event.translation_key)
    assert str(entry["STATUS"]) == "CONFIRMED"
    assert entry["DTSTART"].dt == EVENT_START + WEEK
    assert str(entry["SUMMARY"]) == "Ny tid: Möte"
    assert "11 maj 2026 13:30" in str(entry["DESCRIPTION"])


@pytest.mark.parametrize(
    ("status", "word"),
    [
        (EventStatus.PLANNED, "TENTATIVE"),
        (EventStatus.CONFIRMED, "CONFIRMED"),
        (EventStatus.POSTPONED, "CANCELLED"),
        (EventStatus.CANCELLED, "CANCELLED"),
    ],
)
def test_status_maps_to_icalendar(client, status, word):
    # Given an event with a status, and an alternative date
    factories.EventPageFactory(
        status=status, possible_dates=[PossibleDate(starts_at=EVENT_START + WEEK)]
    )

    # Then its own entry has that status, and blocks time only if it takes place
    own, other = sorted(entries(client), key=lambda entry: entry["DTSTART"].dt)
    assert str(own["STATUS"]) == word
    assert str(own["TRANSP"]) == ("TRANSPARENT" if word == "CANCELLED" else "OPAQUE")
    # And the alternative is cancelled, since the event's own date is settled
    assert str(other["STATUS"]) == "CANCELLED"


def test_possible_dates_are_tentative_entries_until_one_is_chosen(client):
    # Given a meeting on 11 or 18 May
    with time_machine.travel("2026-04-01T08:00:00+00:00", tick=False):
        event = factories.EventPageFactory(
            live=False,
            date_is_tentative=True,
            possible_dates=[PossibleDate(starts_at=EVENT_START + WEEK)],
        )
        event.save_revision().publish()
    before = {entry["DTSTART"].dt: entry for entry in entries(client)}

    # Then there are two tentative entries, and each mentions the other date
    assert [str(entry["STATUS"]) for entry in before.values()] == ["TENTATIVE", "TENTATIVE"]
    assert before.keys() == {EVENT_START, EVENT_START + WEEK}
    assert before[EVENT_START]["UID"] != before[EVENT_START + WEEK]["UID"]
    assert "18 maj 2026" in str(before[EVENT_START]["DESCRIPTION"])
    assert "11 maj 2026" in str(before[EVENT_START + WEEK]["DESCRIPTION"])

    # When the first is chosen and the other withdrawn
    with time_machine.travel("2026-04-08T08:00:00+00:00", tick=False):
        event = EventPage.objects.get()
        event.date_is_tentative = False
        date = event.possible_dates.get()
        date.withdrawn = True
        event.possible_dates = [date]
        event.save_revision().publish()
    after = {entry["DTSTART"].dt: entry for entry in entries(client)}

    # Then the same two entries are confirmed and cancelled
    assert str(after[EVENT_START]["STATUS"]) == "CONFIRMED"
    assert str(after[EVENT_START + WEEK]["STATUS"]) == "CANCELLED"
    for start, entry in after.items():
        assert entry["UID"] == before[start]["UID"]
        assert int(entry["SEQUENCE"]) > int(before[start]["SEQUENCE"])


def test_chosen_date_is_listed_once(client):
    # Given a meeting whose alternative date became its own date
    factories.EventPageFactory(
        starts_at=EVENT_START + WEEK,
        possible_dates=[PossibleDate(starts_at=EVENT_START + WEEK, withdrawn=True)],
    )

    # Then no entry cancels this date
    (entry,) = entries(client)
    assert str(entry["STATUS"]) == "CONFIRMED"


# --- Selection of events and language ------------------------------------------------------------


def test_each_calendar_contains_its_own_events(client):
    # Given events of a group, a project and a series, and one without
    group = factories.GroupPageFactory(slug="gruppen")
    project = factories.ProjectPageFactory(slug="projektet")
    series = factories.EventSeriesPageFactory(slug="serien")
    factories.EventPageFactory(title="Of the group", group=group)
    factories.EventPageFactory(title="Of the project", projects=[project])
    factories.EventPageFactory(title="Of the series", series=series)
    factories.EventPageFactory(title="Of nobody", slug="ensam")

    # Then each is in its calendar, and all are in the site's calendar
    assert titles(client, "/feeds/groups/gruppen.ics") == ["Of the group"]
    assert titles(client, "/feeds/projects/projektet.ics") == ["Of the project"]
    assert titles(client, "/feeds/series/serien.ics") == ["Of the series"]
    assert titles(client, "/feeds/events/ensam.ics") == ["Of nobody"]
    assert len(titles(client)) == 4


def test_group_calendar_in_another_language_has_every_meeting_once(client):
    # Given a group in two languages, with one translated and one Swedish meeting
    english = factories.locale("en")
    group = factories.GroupPageFactory(slug="gruppen")
    both = factories.EventPageFactory(title="På båda", group=group)
    factories.EventPageFactory(title="Bara på svenska", group=group)
    hidden = factories.EventPageFactory(title="På svenska nu", group=group)
    translated = group.copy_for_translation(english, copy_parents=True)
    translated.slug = "the-group"
    translated.save_revision().publish()
    for event, title, shown in ((both, "In both", True), (hidden, "Canary draft", False)):
        copy = event.copy_for_translation(english, copy_parents=True)
        copy.title = title
        revision = copy.save_revision()
        if shown:
            revision.publish()

    # Then the English group has each meeting once, translated if possible
    assert titles(client, "/feeds/groups/the-group.ics", locale="en") == [
        "Bara på svenska",
        "In both",
        "På svenska nu",
    ]
    assert "På båda" in titles(client, "/feeds/groups/gruppen.ics")
    # And the site's calendar contains only events in its language
    assert titles(client, locale="en") == ["In both"]
    # And both translations have the same UID and their own URLs
    (entry,) = entries(client, locale="en")
    assert str(entry["UID"]) == str(both.translation_key)
    assert str(entry["URL"]).startswith("http://localhost/en/")


def test_site_follows_the_host_or_the_site_parameter(client, settings):
    # Given an event at each of two sites
    settings.ALLOWED_HOSTS = ["*"]
    factories.EventPageFactory(title="Here")
    factories.EventPageFactory(title="There", parent=another_site())

    # Then the host selects the site, unless the parameter does
    there = client.get(ALL, headers={"host": "other.example.org"})
    assert b"There" in there.content
    assert b"Here" not in there.content
    assert titles(client, site="other.example.org") == ["There"]
    assert titles(client) == ["Here"]


def test_calendar_is_bounded_and_prefers_upcoming_events(monkeypatch):
    # Given more past and upcoming events than a calendar may contain
    monkeypatch.setattr("pages.syndication.subscriptions.COMING_EVENTS", 2)
    monkeypatch.setattr("pages.syndication.subscriptions.PAST_EVENTS", 1)
    assert COMING_EVENTS > PAST_EVENTS
    for weeks in (-2, -1, 0, 1, 2):
        factories.EventPageFactory(title=f"{weeks}", starts_at=EVENT_START + weeks * WEEK)

    # When it is requested during this week's event
    environment = Environment(now=EVENT_START + datetime.timedelta(hours=1))
    site = environment.site_for("localhost")
    reader = Reader(environment, site, site.default_tree.locale_id, "sv")

    # Then it contains the ongoing, the next and the latest past event
    assert [entry.event.title for entry in reader.all_events()] == ["0", "1", "-1"]


# --- HTTP and cost --------------------------------------------------------------------------------


@pytest.mark.slow
def test_cost_does_not_depend_on_the_number_of_events(client, django_assert_num_queries):
    # Given a group with one meeting that has all details
    group = factories.GroupPageFactory(slug="gruppen")

    def meet(number):
        factories.EventPageFactory(
            group=group,
            venue=factories.VenueFactory(),
            starts_at=EVENT_START + number * WEEK,
            possible_dates=[PossibleDate(starts_at=EVENT_START - WEEK)],
            agenda_items=[AgendaItem(title="Fritid")],
            date_is_tentative=True,
        )

    meet(0)
    with CaptureQueriesContext(connection) as for_one:
        assert len(entries(client, "/feeds/groups/gruppen.ics")) == 2

    # When there are fifty
    for number in range(1, 50):
        meet(number)

    # Then the number of queries is the same
    with django_assert_num_queries(len(for_one)):
        assert len(entries(client, "/feeds/groups/gruppen.ics")) == 100


def test_unchanged_calendar_is_304(client):
    # Given a calendar and its ETag
    event = factories.EventPageFactory()
    first = client.get(ALL)

    # When it is requested again, the response is 304
    again = client.get(ALL, headers={"if-none-match": f'"other", W/{first["ETag"]}'})
    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == first["ETag"]

    # When the event changes, the response is the new calendar
    EventPage.objects.filter(pk=event.pk).update(status=EventStatus.CANCELLED)
    changed = client.get(ALL, headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_calendar_is_publicly_cacheable_and_sets_no_cookie(client, admin_user):
    # Given a logged-in user
    factories.EventPageFactory()
    client.force_login(admin_user)

    # Then the response is the same as for anonymous users
    response = client.get(ALL)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "public, max-age=60"
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_calendar_url_of_the_api_works(client, settings):
    # Given pages with a calendar, at the second site and in English
    settings.SITE_URL = "https://cms.example.org/"
    settings.ALLOWED_HOSTS = ["*"]
    group = factories.GroupPageFactory(slug="grüppen-å")
    english = group.copy_for_translation(factories.locale("en"), copy_parents=True)
    english.save_revision().publish()
    there = factories.EventPageFactory(parent=another_site())
    here, other = (Environment().site_named(name) for name in ("localhost", "other.example.org"))

    # Then each calendarUrl returns the right calendar
    for page, site in ((group, here), (english, here), (there, other), (there.get_parent(), other)):
        address = calendar_url(page.specific, site)
        assert address.startswith("https://cms.example.org/feeds/")
        calendar = read(client, address.removeprefix("https://cms.example.org"))
        assert str(calendar["SOURCE"]) == address
    assert calendar_url(factories.StandardPageFactory(), here) is None
    assert calendar_url(english, here).endswith("?locale=en")
    assert reverse("subscriptions:events_calendar") == ALL


def test_calendar_url_redirects_after_a_rename(
    client, admin_client, django_capture_on_commit_callbacks
):
    # Given a group whose calendar has subscribers
    group = factories.GroupPageFactory(slug="halsa")
    data = form_data(admin_client.get(edit_address(group)).content)

    # When an editor renames it
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(edit_address(group), data | {"slug": "ma-bra", "action-publish": "1"})

    # Then both old URLs redirect to the new ones, with a short cache lifetime
    for name in ("halsa.ics", "halsa.atom"):
        answer = client.get(f"/feeds/groups/{name}")
        assert answer.status_code == 301
        assert answer["Location"].endswith(f"/feeds/groups/{name.replace('halsa', 'ma-bra')}")
        assert "max-age=60" in answer["Cache-Control"]
        assert client.head(f"/feeds/groups/{name}").status_code == 301
    assert client.get("/feeds/projects/halsa.ics").status_code == 404

    # And they are 404 once it is not public
    group.refresh_from_db()
    group.unpublish()
    assert client.get("/feeds/groups/halsa.ics").status_code == 404


def test_index_pages_and_series_have_a_calendar_url(client):
    series = factories.EventSeriesPageFactory(slug="frukost")
    factories.EventPageFactory(series=series)
    factories.ArticlePageFactory()
    query = """{ calendar: route(path: "/kalender/") { ... on PageRoute { page {
        ... on EventIndexPage { calendarUrl } } } }
      series: route(path: "/kalender/frukost/") { ... on PageRoute { page {
        ... on EventSeriesPage { calendarUrl } } } }
      news: route(path: "/nyheter/") { ... on PageRoute { page {
        ... on ArticleIndexPage { feedUrl } } } } }"""

    answer = client.post("/graphql/", {"query": query}, content_type="application/json").json()

    for found in answer["data"].values():
        (address,) = found["page"].values()
        assert client.get(address.removeprefix("http://localhost:8000")).status_code == 200, address
