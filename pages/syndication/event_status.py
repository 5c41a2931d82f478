"""How event states map to iCalendar and schema.org.

iCalendar (RFC 5545) has TENTATIVE, CONFIRMED and CANCELLED; schema.org has five values of
EventStatusType. Neither covers all states of `EventStatus`.
"""

import enum
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pages.models import EventPage, EventStatus, PossibleDate, RegistrationState


class DateState(enum.Enum):
    """States of a single possible date, in addition to the event's status."""

    NOT_SETTLED = "not_settled"
    WITHDRAWN = "withdrawn"


class StateMapping(NamedTuple):
    """The values for one state."""

    icalendar: str
    schema_org: str
    # Prefix of the title in calendars, most of which do not show STATUS.
    label: Promise | str
    reason: str


EVENT_STATES: dict[EventStatus | DateState, StateMapping] = {
    EventStatus.CONFIRMED: StateMapping("CONFIRMED", "EventScheduled", "", "Both have this value."),
    EventStatus.PLANNED: StateMapping(
        "TENTATIVE",
        "EventScheduled",
        _("Planned"),
        (
            "schema.org has no value for an unconfirmed event; its five values all refer to an "
            "announced event, and this is the only one without a change."
        ),
    ),
    EventStatus.MOVED: StateMapping(
        "CONFIRMED",
        "EventRescheduled",
        _("New time"),
        (
            "iCalendar has no value: the same UID with another DTSTART and a higher SEQUENCE is "
            "the move (RFC 5546, 2.1.4). CANCELLED with a new UID would leave the cancelled "
            "entry in calendars."
        ),
    ),
    EventStatus.POSTPONED: StateMapping(
        "CANCELLED",
        "EventPostponed",
        _("Postponed"),
        (
            "iCalendar has no value: TENTATIVE would keep the old time in calendars. The UID "
            "stays, so that the entry is restored when the new time is known."
        ),
    ),
    EventStatus.CANCELLED: StateMapping(
        "CANCELLED", "EventCancelled", _("Cancelled"), ("Both have this value.")
    ),
    DateState.NOT_SETTLED: StateMapping(
        "TENTATIVE",
        "EventScheduled",
        _("Possible time"),
        (
            "schema.org has one startDate and no value for a proposal: it gets the event's own "
            "time. iCalendar gets an entry with its own UID for each possible time."
        ),
    ),
    DateState.WITHDRAWN: StateMapping(
        "CANCELLED",
        "",
        _("No longer possible"),
        (
            "An alternative that was not chosen is omitted from schema.org; calendars that have "
            "imported it need a cancellation."
        ),
    ),
}

# schema.org's ItemAvailability, which is defined for goods.
AVAILABILITY: dict[RegistrationState, tuple[str, str]] = {
    RegistrationState.NONE: ("InStock", "No registration needed."),
    RegistrationState.OPEN: ("InStock", "Places are left."),
    RegistrationState.FULL: ("SoldOut", "The same."),
    RegistrationState.WAITING_LIST: (
        "SoldOut",
        "schema.org has no value for a waiting list; BackOrder would promise a place later.",
    ),
    RegistrationState.CLOSED: (
        "OutOfStock",
        (
            "schema.org has no value: registration is closed, but the event may not be full, so "
            "not SoldOut."
        ),
    ),
}

_NOT_TAKING_PLACE = {EventStatus.CANCELLED, EventStatus.POSTPONED}


def state_of(event: EventPage) -> EventStatus | DateState:
    """Return the state of the event's own time; a cancelled or postponed event is never
    NOT_SETTLED.
    """
    status = EventStatus(event.status)
    if event.date_is_tentative and status not in _NOT_TAKING_PLACE:
        return DateState.NOT_SETTLED
    return status


def state_of_date(event: EventPage, date: PossibleDate) -> EventStatus | DateState:
    """Return the state of an alternative time.

    When the event's date is settled, all alternatives are WITHDRAWN, whether marked or not.
    """
    status = EventStatus(event.status)
    if status in _NOT_TAKING_PLACE:
        return status
    if date.withdrawn or not event.date_is_tentative:
        return DateState.WITHDRAWN
    return DateState.NOT_SETTLED
