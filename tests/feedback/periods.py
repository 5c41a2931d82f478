"""Periods built from numbers, for tests of publication."""

import datetime

from feedback.statistics.disclosure import Period, due_periods
from feedback.statistics.tallies import Tally


def month(number: int) -> datetime.date:
    return datetime.date(2026, number, 1)


def due(monthly: dict[datetime.date, Tally], **options) -> list[Period]:
    arguments = {"released_until": None, "last_closed": month(12), **options}
    return list(due_periods(monthly, **arguments))
