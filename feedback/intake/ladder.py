"""The ladder: what volume alone does to a submission. It is quarantined, never refused.

What is counted is forms that reach their last step, where a challenge is issued; the count is kept
in the challenge's row as a `Mark`, and a renewed challenge inherits it. Storing a submission
therefore reads and writes no counter. The volume of a service is the number of its submissions that
wait for the daily batch, so that opening forms without sending them has no effect.
"""

import datetime
from dataclasses import dataclass
from typing import NamedTuple

from django.http import HttpRequest

from cms.throttling import DAY, Throttle, address_key, is_exempt
from feedback.enums import SubmissionStatus
from feedback.models import IncomingSubmission, MonthlyRollup, ReleaseRun
from feedback.statistics.tallies import Tally

# Any 30 minutes before and any 10 minutes of sending touch at most three of these windows. Forms
# sent within `PROMPT` come from two of them, and later ones are limited to `LATE` per window: at
# most 2 * 14 + 2 = 30 submissions of an address in 10 minutes are not quarantined.
WINDOW = 20 * 60
FORMS_A_WINDOW = 14
PROMPT = datetime.timedelta(minutes=10)
LATE = 2
FORMS_A_DAY = 250
# After these in a window, haste is quarantined.
FORMS_BEFORE_HASTE_COUNTS = 12
# A service receives several times its usual day: its busiest of the last months, at least 20.
TIMES_USUAL = 4
LEAST_USUAL_DAY = 20
_USUAL_MONTHS = 3
_DAYS_OF_MONTH = 30

_windows = Throttle("feedback-forms", WINDOW)
_days = Throttle("feedback-forms-day", DAY)


@dataclass(frozen=True)
class Mark:
    """The place of a form among those of its address, and the minute when it was counted.

    Numbers start with 1; 0 is not counted. `minute` is in minutes since 1970.
    """

    window: int
    day: int
    minute: int

    @classmethod
    def parse(cls, text: str) -> "Mark | None":
        """Return the mark that `text` spells, or None."""
        parts = text.split(".")
        if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
            return None
        return cls(*map(int, parts))

    def __str__(self) -> str:
        # Bounded, so that it fits in the column beside the answers.
        return f"{min(self.window, 99)}.{min(self.day, 999)}.{self.minute}"

    def is_prompt(self, now: datetime.datetime) -> bool:
        """Return whether at most `PROMPT` has passed since the form was counted."""
        return now.timestamp() // 60 - self.minute < PROMPT.total_seconds() // 60

    def is_over(self, now: datetime.datetime) -> bool:
        """Return whether its address has brought too many forms this far."""
        most = FORMS_A_WINDOW if self.is_prompt(now) else LATE
        return self.window > most or self.day > FORMS_A_DAY


# Of a challenge that was not issued for sending feedback.
NOT_FOR_SENDING = Mark(99, 999, 0)


class Signs(NamedTuple):
    """What the request that sends shows by itself.

    It is trapped if the honeypot is filled in, or the form was opened for another `clientId`.
    """

    is_trapped: bool = False
    is_hasty: bool = False


def count_form(request: HttpRequest, now: datetime.datetime) -> Mark:
    """Count a form that reaches its last step; zeros for exempt servers and without the cache."""
    minute = int(now.timestamp()) // 60
    if is_exempt(request):
        return Mark(0, 0, minute)

    def key(moment: float) -> str:
        return address_key(request, moment)

    return Mark(_windows.number(key) or 0, _days.number(key) or 0, minute)


def inherited(mark: Mark | None, now: datetime.datetime) -> Mark | None:
    """Return the mark for a challenge that replaces the one with `mark`; None to count again."""
    return mark if mark is not None and mark.is_prompt(now) else None


def is_quarantined(
    signs: Signs, mark: Mark | None, service_id: int, now: datetime.datetime, today: datetime.date
) -> bool:
    """Return whether a submission about to be stored has to be quarantined.

    A trap is enough, and so is volume. Haste counts only together with many forms,
    since people may show either.
    """
    day = mark.day if mark else 0
    return (
        signs.is_trapped
        or (mark is not None and mark.is_over(now))
        or (mark is not None and signs.is_hasty and mark.window > FORMS_BEFORE_HASTE_COUNTS)
        or is_flooded(service_id, day, today)
    )


def is_flooded(service_id: int, own: int, today: datetime.date) -> bool:
    """Return whether more waits for the service's next batch than several usual days bring.

    `own` is the number of forms of the same address today. A busy address, such as a library's, is
    limited by itself, so its forms are subtracted.
    """
    others = _waiting(service_id) - (own if own > LEAST_USUAL_DAY else 0)
    if others < TIMES_USUAL * LEAST_USUAL_DAY:
        return False
    last = ReleaseRun.objects.order_by("-day").values_list("day", flat=True).first()
    days = max((today - last).days, 1) if last else 1
    return others >= TIMES_USUAL * usual_day(service_id, today) * days


def usual_day(service_id: int, today: datetime.date) -> float:
    """Return the mean of a day of the busiest of the last months, at least `LEAST_USUAL_DAY`."""
    months = MonthlyRollup.objects.filter(service_id=service_id, month__lt=today.replace(day=1))
    counts = months.order_by("-month").values_list("counts", flat=True)[:_USUAL_MONTHS]
    busiest = max((Tally.from_json(each).count for each in counts), default=0)
    return max(busiest / _DAYS_OF_MONTH, LEAST_USUAL_DAY)


def _waiting(service_id: int) -> int:
    return IncomingSubmission.objects.filter(
        service_id=service_id, status=SubmissionStatus.NEW
    ).count()
