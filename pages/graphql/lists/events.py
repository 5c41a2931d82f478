"""Lists of events and event series."""

import enum
from typing import Any

import graphene

from cms.graphql.scalars import Date, DateTime
from pages.graphql.enums import enum_type
from pages.graphql.lists.declaring import BY_TITLE, Order, page_list
from pages.graphql.lists.filtering import (
    Filtering,
    condition,
    equal,
    one_of,
    related_to,
    related_to_any,
)
from pages.models import EventKind, EventPage, EventSeriesPage, EventStatus, RegistrationState

EventKindType = enum_type(
    EventKind,
    "The type of an event.",
    {
        "MEETING": "A meeting, for instance of a group.",
        "WORKSHOP": "Participants work on something together.",
        "LECTURE": "A talk to an audience.",
        "SCREENING": "A film screening.",
        "OUTING": "An excursion or outdoor activity.",
        "CONFERENCE": "Several speakers, for one or more days.",
        "EXHIBITION": "An exhibition, open for a period.",
        "TRAINING": "A course or exercise session.",
        "FAIR": "A fair with stands.",
    },
)
EventStatusType = enum_type(
    EventStatus,
    "Whether the event takes place.",
    {
        "PLANNED": "Not confirmed yet.",
        "CONFIRMED": "Takes place as announced.",
        "MOVED": "Moved; `startsAt` is the new start, `previousStartsAt` the old one.",
        "POSTPONED": "Postponed; the new date is not known.",
        "CANCELLED": "Does not take place.",
    },
)
RegistrationStateType = enum_type(
    RegistrationState,
    "Whether registration is open.",
    {
        "NONE": "No registration.",
        "OPEN": "Open; places are left.",
        "FULL": "Fully booked.",
        "WAITING_LIST": "Fully booked, with a waiting list.",
        "CLOSED": "Registration has ended.",
    },
)


class EventWhen(enum.Enum):
    """Time of an event relative to now."""

    UPCOMING = "upcoming"
    ONGOING = "ongoing"
    PAST = "past"


EventWhenType = graphene.Enum.from_enum(
    EventWhen,
    description=lambda value: {
        EventWhen.UPCOMING: (
            "Not over yet, by the last of its possible times. Includes ongoing, cancelled "
            "and postponed events (see `status`); a moved event counts by its new time."
        ),
        EventWhen.ONGOING: (
            "Started and not over. An event with two possible times is not ongoing between them."
        ),
        EventWhen.PAST: "Over: after its end, or without an end, after its last day.",
    }.get(value, "Time of an event relative to now."),
)


def _when(rows: Any, when: EventWhen, filtering: Filtering) -> Any:
    policy = filtering.policy
    match when:
        case EventWhen.UPCOMING if filtering.in_order:
            return rows.upcoming_in_order(policy.now)
        case EventWhen.UPCOMING:
            return rows.upcoming(policy.now)
        case EventWhen.ONGOING:
            return rows.ongoing(policy.now, *policy.midnights)
        case EventWhen.PAST:
            return rows.past(policy.now)


def _days(rows: Any, _day: Any, filtering: Filtering) -> Any:
    """Filter by both days together; with both given, the second call changes nothing."""
    return rows.on_days(filtering.given.get("from_day"), filtering.given.get("to_day"))


def _until(rows: Any, day: Any, filtering: Filtering) -> Any:
    return rows if filtering.given.get("from_day") else _days(rows, day, filtering)


EVENTS = page_list(
    EventPage,
    "events",
    type_name="Event",
    plural="events",
    singular="event",
    description="Events in one language, including past ones (see `filter`).",
    description_of_one="One event.",
    orders=[Order("STARTS_AT", "starts_at", "Soonest first.", "Latest first."), BY_TITLE],
    default_order="STARTS_AT_ASC",
    conditions={
        "when": condition(EventWhenType, "Time relative to now.", _when),
        "starts_after": equal(
            DateTime,
            "starts_at__gte",
            (
                "Starts at this time or later. Ongoing events and alternative times are not "
                "matched; for the days of a calendar, use `fromDay` and `toDay`."
            ),
        ),
        "starts_before": equal(DateTime, "starts_at__lt", "Starts before this time."),
        "from_day": condition(
            Date,
            (
                "Takes place at least partly on this day or later, in Swedish time. Includes "
                "events over midnight, for several days or without a known end; each possible "
                "time counts. With the same `toDay`: events on one day."
            ),
            _days,
        ),
        "to_day": condition(Date, ("Takes place at least partly on this day or earlier."), _until),
        "group": related_to("group", "Slug of the group whose meeting it is."),
        "project": related_to("projects", "Slug of a project that the event is about."),
        "series": related_to("series", "Slug of the event series."),
        "kind": one_of(EventKindType, "kind", "Types of events."),
        "status": one_of(EventStatusType, "status", "Statuses of events."),
        "topic": related_to_any("topics", "Slugs of topics."),
        "organisation": related_to(
            "organisers", "Slug of an organisation that arranges the event."
        ),
        "registration": one_of(
            RegistrationStateType, "registration_state", "States of registration."
        ),
        "open_to_all": equal(graphene.Boolean, "open_to_all", "Whether anyone may attend."),
        "step_free": equal(
            graphene.Boolean,
            "venue__step_free",
            "True: only at venues known to be step-free.",
        ),
    },
)
SERIES = page_list(
    EventSeriesPage,
    "series",
    type_name="EventSeries",
    plural="programmes",
    orders=[BY_TITLE],
    default_order="TITLE_ASC",
    conditions={"topic": related_to_any("topics", "Slugs of topics.")},
)
