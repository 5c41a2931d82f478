"""JSON-LD of events and event series."""

import datetime
from collections.abc import Mapping, Sequence

from pages.models import (
    EventKind,
    EventPage,
    EventSeriesPage,
    EventStatus,
    Organisation,
    RegistrationMethod,
    RegistrationState,
    Speaker,
    Venue,
)
from pages.syndication.event_status import AVAILABILITY, EVENT_STATES, state_of
from pages.syndication.structured_data.json_ld import (
    Facts,
    Node,
    Related,
    about,
    common,
    day,
    member,
    moment,
    node,
    node_if,
    related,
)
from pages.syndication.structured_data.organisations import organisation
from pages.syndication.structured_data.places import place, virtual_place

_TYPES = {
    EventKind.WORKSHOP: "EducationEvent",
    EventKind.LECTURE: "EducationEvent",
    EventKind.TRAINING: "EducationEvent",
    EventKind.SCREENING: "ScreeningEvent",
    EventKind.CONFERENCE: "ConferenceEvent",
    EventKind.EXHIBITION: "ExhibitionEvent",
}


def event(
    page: EventPage,
    facts: Facts,
    *,
    venue: Venue | None = None,
    organisers: Sequence[Organisation] = (),
    group: Related | None = None,
    series: Related | None = None,
    speakers: Sequence[Speaker] = (),
    organisations: Mapping[int, Organisation] | None = None,
) -> Node:
    """Return an event; `organisations` maps ids to the speakers' organisations."""
    employers = organisations or {}
    when = day if page.all_day else moment
    return node(
        _TYPES.get(EventKind(page.kind), "Event"),
        **common(page, facts) | {"description": _description(page)},
        inLanguage=facts.language,
        about=about(facts.topics),
        startDate=when(page.starts_at),
        endDate=when(page.ends_at),
        previousStartDate=when(_previous_start(page)),
        eventStatus=member(EVENT_STATES[state_of(page)].schema_org),
        eventAttendanceMode=member(_attendance_mode(page)),
        location=_location(page, venue),
        organizer=[
            *(organisation(each) for each in organisers),
            *([group_node] if (group_node := related("Organization", group)) else []),
        ],
        performer=[_speaker(each, employers) for each in speakers],
        superEvent=related("EventSeries", series),
        audience=node_if("Audience", audienceType=page.audience),
        isAccessibleForFree=page.price == 0,
        offers=_offer(page, facts),
    )


def event_series(
    page: EventSeriesPage, facts: Facts, *, organisers: Sequence[Organisation] = ()
) -> Node:
    """Return an event series; its events refer to it, so they are not listed."""
    return node(
        "EventSeries",
        **common(page, facts),
        inLanguage=facts.language,
        about=about(facts.topics),
        organizer=[organisation(each) for each in organisers],
    )


def _description(page: EventPage) -> str:
    return "\n\n".join(
        text for text in (page.notice, page.summary or page.search_description) if text
    )


def _previous_start(page: EventPage) -> datetime.datetime | None:
    if page.status == EventStatus.POSTPONED:
        # startsAt of a postponed event is the time that is no longer valid.
        return page.previous_starts_at or page.starts_at
    return page.previous_starts_at if page.status == EventStatus.MOVED else None


def _attendance_mode(page: EventPage) -> str:
    in_a_place = bool(page.venue_id or page.room or page.meeting_point)
    if in_a_place and page.stream_url:
        return "MixedEventAttendanceMode"
    if page.stream_url:
        return "OnlineEventAttendanceMode"
    # Without any place, the attendance mode is unknown.
    return "OfflineEventAttendanceMode" if in_a_place else ""


def _location(page: EventPage, venue: Venue | None) -> list[Node]:
    found = []
    if venue:
        found.append(place(venue, room=page.room))
    elif name := page.room or page.meeting_point:
        found.append(node("Place", name=name))
    if page.stream_url:
        found.append(virtual_place(page.stream_url))
    return found


def _speaker(speaker: Speaker, organisations: Mapping[int, Organisation]) -> Node:
    employer = organisations.get(speaker.organisation_id or 0)
    return node(
        "Person",
        name=speaker.name,
        jobTitle=speaker.title,
        affiliation=organisation(employer) if employer else None,
    )


def _offer(page: EventPage, facts: Facts) -> Node | None:
    """Return price and registration, or None for a free event without registration."""
    if page.registration_state == RegistrationState.NONE and not page.price:
        return None
    by_link = page.registration_method == RegistrationMethod.LINK
    return node(
        "Offer",
        price=f"{page.price:.2f}",
        priceCurrency="SEK",
        availability=member(AVAILABILITY[RegistrationState(page.registration_state)][0]),
        url=page.registration_url if by_link and page.registration_url else facts.address,
        validThrough=moment(page.registration_deadline),
    )
