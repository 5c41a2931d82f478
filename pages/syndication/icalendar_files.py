"""Events as iCalendar (RFC 5545, RFC 7986), for calendar subscriptions.

The calendar has no METHOD: for PUBLISH, RFC 5546 requires an ORGANIZER, a mail address to which
calendar programs would send replies.
"""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import formats, timezone, translation
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard
from icalendar.prop import vDuration, vRecur, vText, vUri

from pages.models import (
    EventPage,
    EventStatus,
    PossibleDate,
    RegistrationMethod,
    RegistrationState,
    Venue,
)
from pages.syndication.event_status import EVENT_STATES, DateState, state_of, state_of_date
from pages.syndication.printable import one_line, printable

MEDIA_TYPE = "text/calendar; charset=utf-8"
PRODUCT_ID = "-//Medskap//Medskap//SV"
STOCKHOLM = ZoneInfo("Europe/Stockholm")
# The suggested refresh interval; most refreshes cost only a 304.
REFRESH_EVERY = datetime.timedelta(hours=1)


@dataclass(frozen=True)
class Entry:
    """An event for a calendar entry; `possible_dates` and `agenda_items` are loaded."""

    event: EventPage
    # URL of the event's page in the front end.
    address: str
    # In the language of the calendar.
    venue: Venue | None = None


@dataclass(frozen=True)
class CalendarFacts:
    """The metadata of a calendar."""

    name: str
    language: str
    # URLs of the page that the calendar belongs to, and of the calendar itself.
    page_address: str
    address: str


def render_calendar(facts: CalendarFacts, entries: Iterable[Entry]) -> bytes:
    """Return a calendar in UTF-8; the same entries always give the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT_ID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    # Calendar programs read one or the other; X-WR-CALNAME is older than RFC 7986.
    for name in ("name", "x-wr-calname"):
        calendar.add(name, vText(one_line(facts.name)))
    calendar.add("x-wr-timezone", STOCKHOLM.key)
    calendar.add("url", vUri(facts.page_address))
    calendar.add("source", vUri(facts.address), parameters={"VALUE": "URI"})
    for name in ("refresh-interval", "x-published-ttl"):
        calendar.add(name, vDuration(REFRESH_EVERY), parameters={"VALUE": "DURATION"})
    calendar.add_component(stockholm_timezone())
    with translation.override(facts.language):
        for entry in entries:
            for component in _components(entry):
                calendar.add_component(component)
    return calendar.to_ical()


def sequence(event: EventPage) -> int:
    """Return the SEQUENCE of an event's entries: seconds from first to latest publication.

    It increases with each published change and reveals nothing about drafts. The number of
    revisions would not do: drafts increase it, and cleaning up old revisions decreases it.
    """
    if not (event.first_published_at and event.last_published_at):
        return 0
    return max(0, int((event.last_published_at - event.first_published_at).total_seconds()))


def uid(event: EventPage) -> str:
    """Return the UID of the event's own time; permanent and the same in every language."""
    return str(event.translation_key)


def uid_of_date(event: EventPage, date: PossibleDate) -> str:
    """Return the UID of an alternative time; it stays when the time is edited."""
    return str(uuid.uuid5(event.translation_key, f"possible date {date.pk}"))


def stockholm_timezone() -> Timezone:
    """Return a VTIMEZONE with the rules for Swedish time since 1996, open-ended.

    Not from `Timezone.from_tzid`: it lists every year until 2038, and starts summer time one
    hour late.
    """
    zone = Timezone()
    zone.add("tzid", STOCKHOLM.key)
    winter, summer = datetime.timedelta(hours=1), datetime.timedelta(hours=2)
    # Onsets are given in the local time before the change.
    for component, name, onset, before, after in (
        (TimezoneDaylight(), "CEST", datetime.datetime(1996, 3, 31, 2), winter, summer),
        (TimezoneStandard(), "CET", datetime.datetime(1996, 10, 27, 3), summer, winter),
    ):
        component.add("tzname", name)
        component.add("dtstart", onset)
        component.add("tzoffsetfrom", before)
        component.add("tzoffsetto", after)
        component.add("rrule", vRecur(freq="YEARLY", bymonth=onset.month, byday="-1SU"))
        zone.add_component(component)
    return zone


def _components(entry: Entry) -> list[Event]:
    event = entry.event
    found = [_component(entry, uid(event), state_of(event), event.starts_at, event.ends_at)]
    found += [
        _component(
            entry,
            uid_of_date(event, date),
            state_of_date(event, date),
            date.starts_at,
            date.ends_at,
        )
        for date in event.possible_dates.all()
        # This date was chosen and is the event's own time now.
        if date.starts_at != event.starts_at
    ]
    return found


def _component(
    entry: Entry,
    identity: str,
    state: EventStatus | DateState,
    starts_at: datetime.datetime,
    ends_at: datetime.datetime | None,
) -> Event:
    event, words = entry.event, EVENT_STATES[state]
    title = one_line(event.title)
    revised_at = event.last_published_at or event.first_published_at or event.starts_at
    component = Event()
    component.add("uid", identity)
    component.add("sequence", sequence(event))
    component.add("status", words.icalendar)
    # Without METHOD, DTSTAMP is the time of the latest change (RFC 5545, 3.8.7.2).
    for name in ("dtstamp", "last-modified"):
        component.add(name, revised_at.astimezone(datetime.UTC).replace(microsecond=0))
    _add_times(component, starts_at, ends_at, all_day=event.all_day)
    component.add("summary", f"{words.label}: {title}" if words.label else title)
    component.add("description", _description(entry, starts_at))
    component.add("url", vUri(entry.address))
    component.add("categories", [str(event.get_kind_display())])
    component.add("class", "PUBLIC")
    blocks_time = words.icalendar != "CANCELLED" and not event.all_day
    component.add("transp", "OPAQUE" if blocks_time else "TRANSPARENT")
    if location := _location(entry):
        component.add("location", location)
    if entry.venue and entry.venue.latitude is not None and entry.venue.longitude is not None:
        component.add("geo", _geo(entry.venue.latitude, entry.venue.longitude))
    if event.stream_url:
        parameters = {"VALUE": "URI", "FEATURE": "VIDEO"}
        component.add("conference", vUri(iri_to_uri(event.stream_url)), parameters=parameters)
    contact = [event.contact_role, event.contact_email, event.contact_phone]
    if any(contact):
        component.add("contact", one_line(", ".join(part for part in contact if part)))
    return component


def _geo(latitude: Decimal, longitude: Decimal) -> tuple[float, float]:
    return float(latitude), float(longitude)


def _add_times(
    component: Event,
    starts_at: datetime.datetime,
    ends_at: datetime.datetime | None,
    *,
    all_day: bool,
) -> None:
    """Add DTSTART, and DTEND if the end is known and later than the start.

    A timed event without DTEND has zero length. An all-day event always has DTEND: the day after
    its last day.
    """
    start, end = timezone.localtime(starts_at, STOCKHOLM), None
    # Compared in UTC: in local time, an end in the repeated hour in autumn may look earlier.
    if ends_at and ends_at.astimezone(datetime.UTC) > starts_at.astimezone(datetime.UTC):
        end = timezone.localtime(ends_at, STOCKHOLM)
    if all_day:
        component.add("dtstart", start.date())
        component.add("dtend", (end or start).date() + datetime.timedelta(days=1))
        return
    moments = [start] if end is None else [start, end]
    if any(moment.fold for moment in moments):
        # In the repeated hour in autumn, a local time would mean its first occurrence.
        moments = [moment.astimezone(datetime.UTC) for moment in moments]
    for name, moment in zip(("dtstart", "dtend"), moments, strict=False):
        component.add(name, moment)


def _location(entry: Entry) -> str:
    event, venue = entry.event, entry.venue
    parts = [event.room]
    if venue:
        parts += [venue.name, venue.address, f"{venue.postal_code} {venue.city}"]
    elif not event.room:
        parts = [event.meeting_point]
    return ", ".join(one_line(part) for part in parts if part.strip())


def _description(entry: Entry, starts_at: datetime.datetime) -> str:
    """Return a plain-text description with everything needed to attend."""
    event, venue = entry.event, entry.venue
    parts = [event.notice, *_about_the_time(event, starts_at), event.summary]
    agenda = [
        f"– {one_line(item.title)}{' (' + _('not settled') + ')' if item.is_tentative else ''}"
        for item in event.agenda_items.all()
    ]
    if agenda:
        parts.append("\n".join([_("Agenda") + ":", *agenda]))
    parts += [
        _labelled(_("Meeting point"), event.meeting_point),
        _labelled(_("Way in"), venue.way_in if venue else ""),
        _labelled(_("Interpretation"), event.interpretation),
        _labelled(_("What to bring"), event.what_to_bring),
        _labelled(_("Live stream"), event.stream_url),
        _registration(event),
        entry.address,
    ]
    return "\n\n".join(printable(part).strip() for part in parts if part)


def _about_the_time(event: EventPage, starts_at: datetime.datetime) -> list[str]:
    state = state_of(event)
    if event.status == EventStatus.MOVED and event.previous_starts_at:
        moved = _("The event was moved. Earlier time: %(time)s")
        return [moved % {"time": _moment(event, event.previous_starts_at)}]
    if state is DateState.NOT_SETTLED:
        others = [
            event.starts_at,
            *(each.starts_at for each in event.possible_dates.all() if not each.withdrawn),
        ]
        named = [_moment(event, each) for each in sorted(set(others)) if each != starts_at]
        return [_labelled(_("The time is not settled. Also possible"), ", ".join(named))]
    return []


def _registration(event: EventPage) -> str:
    state = RegistrationState(event.registration_state)
    if state == RegistrationState.NONE:
        return ""
    way = {
        RegistrationMethod.LINK.value: event.registration_url,
        RegistrationMethod.MAIL.value: event.registration_email,
        RegistrationMethod.PHONE.value: event.registration_phone,
    }.get(event.registration_method, "")
    parts: list[Any] = [state.label]
    if state in {RegistrationState.OPEN, RegistrationState.WAITING_LIST}:
        parts.append(way)
        if event.registration_deadline:
            deadline = formats.date_format(
                timezone.localtime(event.registration_deadline, STOCKHOLM), "DATETIME_FORMAT"
            )
            parts.append(_("before %(time)s") % {"time": deadline})
    return _labelled(_("Registration"), ", ".join(str(part) for part in parts if part))


def _labelled(label: str, text: str) -> str:
    return f"{label}: {text}" if text else ""


def _moment(event: EventPage, moment: datetime.datetime) -> str:
    format_name = "DATE_FORMAT" if event.all_day else "DATETIME_FORMAT"
    return formats.date_format(timezone.localtime(moment, STOCKHOLM), format_name)
