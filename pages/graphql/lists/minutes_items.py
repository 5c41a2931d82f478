"""The items of a group's list of minutes."""

import datetime
from dataclasses import dataclass

from django.utils import timezone


@dataclass(frozen=True, slots=True, eq=False)
class ListedMinutes:
    """Minutes in the list.

    `moment` is the start of the event, or midnight for a row of the archive. `owner_id` is the id
    of the event, and 0 for a row of the archive. `number` is the id of the row in the table that
    `source` stands for.
    """

    moment: datetime.datetime
    source: int
    owner_id: int
    number: int
    title: str
    document_id: int

    @property
    def held_on(self) -> datetime.date:
        """The day of the meeting in Swedish time."""
        return timezone.localdate(self.moment)


@dataclass(frozen=True, slots=True)
class YearOfMinutes:
    """The number of minutes of one year."""

    year: int
    count: int
