"""Shifts the demo's dates relative to today, so that there are always upcoming events.

Each content file states the day that it was written for (`today = 2018-03-05`). All dates are
shifted by whole weeks, so that this day falls in the current week; weekdays and times stay.
Texts contain placeholders instead of dates: `{event:temamote-fritid:day}` is the date of an
event, and `{2018-02-13:day}` a date in the file, shifted like the fields.
"""

import datetime
import re
from collections.abc import Callable
from zoneinfo import ZoneInfo

from babel.dates import format_date

STOCKHOLM = ZoneInfo("Europe/Stockholm")
PLACEHOLDER = re.compile(
    r"\{(?:event:(?P<event>[a-z0-9-]+)|(?P<date>\d{4}-\d\d-\d\d)):(?P<form>\w+)\}"
)
FORMATS = {
    "day": "d MMMM",
    "date": "d MMMM y",
    "weekday": "EEEE",
    "weekday_day": "EEEE d MMMM",
    "month": "MMMM",
    "month_year": "MMMM y",
    "year": "y",
}
SEASONS = {
    "sv": ("vintern", "våren", "sommaren", "hösten"),
    "en": ("winter", "spring", "summer", "autumn"),
}

# Returns when a demo event starts, by its key.
StartOfEvent = Callable[[str], datetime.datetime]


def monday_of(day: datetime.date) -> datetime.date:
    """Return the Monday of the week of `day`."""
    return day - datetime.timedelta(days=day.weekday())


class DemoCalendar:
    """Shifts dates by whole weeks, relative to `today`."""

    def __init__(self, today: datetime.date) -> None:
        self.today = today

    def moved_day(self, day: datetime.date, seen_from: datetime.date) -> datetime.date:
        """Return the shifted date of a `day` in a file written for `seen_from`."""
        return day + (monday_of(self.today) - monday_of(seen_from))

    def moved_time(self, moment: datetime.datetime, seen_from: datetime.date) -> datetime.datetime:
        """Return the shifted time, at the same time of day in Sweden."""
        day = self.moved_day(moment.date(), seen_from)
        return datetime.datetime.combine(day, moment.time(), tzinfo=STOCKHOLM)

    def moved_month(
        self, day: datetime.date, seen_from: datetime.date, *, last_day: bool
    ) -> datetime.date:
        """Return the first or last day of the shifted month of `day`.

        The middle of the month is shifted, since its first day could end up in the month before.
        """
        first = self.moved_day(day.replace(day=15), seen_from).replace(day=1)
        if not last_day:
            return first
        return (first + datetime.timedelta(days=31)).replace(day=1) - datetime.timedelta(days=1)

    def filled(
        self, text: str, seen_from: datetime.date, language: str, start_of_event: StartOfEvent
    ) -> str:
        """Return `text` with placeholders replaced; raise KeyError for an unknown event or
        format.
        """

        def date_in_words(match: re.Match[str]) -> str:
            if match["event"]:
                moment = start_of_event(match["event"])
                if match["form"] == "time":
                    return f"{moment:%H.%M}" if language == "sv" else f"{moment:%H:%M}"
                day = moment.date()
            else:
                day = self.moved_day(datetime.date.fromisoformat(match["date"]), seen_from)
            if match["form"] == "season":
                return f"{SEASONS[language][day.month % 12 // 3]} {day.year}"
            return format_date(day, FORMATS[match["form"]], locale=language)

        return PLACEHOLDER.sub(date_in_words, text)
