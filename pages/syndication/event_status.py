"""One table: what becomes of an event's state where the words of others do not fit ours.

iCalendar (RFC 5545) knows TENTATIVE, CONFIRMED and CANCELLED; schema.org knows five values of
EventStatusType. Neither knows all that an editor can say.
"""

import enum
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pages.models import EventPage, EventStatus, PossibleDate, RegistrationState


class DateState(enum.Enum):
    """What can be said of one date rather than of the event."""

    NOT_SETTLED = "not_settled"
    WITHDRAWN = "withdrawn"


class Words(NamedTuple):
    """What an event's state is called elsewhere."""

    icalendar: str
    schema_org: str
    # Stands before the title in calendars, most of which do not show STATUS at all.
    label: Promise | str
    reason: str


EVENT_WORDS: dict[EventStatus | DateState, Words] = {
    EventStatus.CONFIRMED: Words(
        "CONFIRMED", "EventScheduled", "", "Both have the word; schema.org asks no more of it."
    ),
    EventStatus.PLANNED: Words(
        "TENTATIVE",
        "EventScheduled",
        _("Planned"),
        "schema.org has no word for what is not certain; its five values all speak of an event "
        "that was announced, and this is the only one that says nothing has changed.",
    ),
    EventStatus.MOVED: Words(
        "CONFIRMED",
        "EventRescheduled",
        _("New time"),
        "iCalendar has no word: the same UID with another DTSTART and a higher SEQUENCE is the "
        "move (RFC 5546, 2.1.4). CANCELLED with a new UID would leave the cancelled entry behind.",
    ),
    EventStatus.POSTPONED: Words(
        "CANCELLED",
        "EventPostponed",
        _("Postponed"),
        "iCalendar has no word: TENTATIVE would keep a time at which nobody will be there. The "
        "UID stays, so that the entry comes back once the new time is known.",
    ),
    EventStatus.CANCELLED: Words("CANCELLED", "EventCancelled", _("Cancelled"), "Both have it."),
    DateState.NOT_SETTLED: Words(
        "TENTATIVE",
        "EventScheduled",
        _("Possible time"),
        "schema.org has one startDate and no word for a proposal: it gets the event's own time. "
        "iCalendar gets an entry with a UID of its own for each.",
    ),
    DateState.WITHDRAWN: Words(
        "CANCELLED",
        "",
        _("No longer possible"),
        "A proposal that was not chosen disappears from schema.org; in a calendar that somebody "
        "has copied it must be called off.",
    ),
}

# schema.org's ItemAvailability, which speaks of goods.
AVAILABILITY: dict[RegistrationState, tuple[str, str]] = {
    RegistrationState.NONE: ("InStock", "One can just come."),
    RegistrationState.OPEN: ("InStock", "Places are left."),
    RegistrationState.FULL: ("SoldOut", "The same."),
    RegistrationState.WAITING_LIST: (
        "SoldOut",
        "No word for a waiting list: BackOrder would promise a place later.",
    ),
    RegistrationState.CLOSED: (
        "OutOfStock",
        "No word: one cannot sign up any more, but there may be empty chairs, so not SoldOut.",
    ),
}

_NOT_TAKING_PLACE = {EventStatus.CANCELLED, EventStatus.POSTPONED}


def state_of(event: EventPage) -> EventStatus | DateState:
    """Return the row of the event's own time; a cancelled event's date is no longer open."""
    status = EventStatus(event.status)
    if event.date_is_tentative and status not in _NOT_TAKING_PLACE:
        return DateState.NOT_SETTLED
    return status


def state_of_date(event: EventPage, date: PossibleDate) -> EventStatus | DateState:
    """Return the row of another possible time.

    Once the event's own date is settled, the others are withdrawn, ticked or not.
    """
    status = EventStatus(event.status)
    if status in _NOT_TAKING_PLACE:
        return status
    if date.withdrawn or not event.date_is_tentative:
        return DateState.WITHDRAWN
    return DateState.NOT_SETTLED
