"""Log filters that remove what residents and staff wrote."""

import logging
from collections.abc import Iterator

from django.db import DataError, IntegrityError

from feedback.intake.faults import fault_location


class WithoutRows(logging.Filter):
    """Replaces database errors by their location, since PostgreSQL's messages quote the row.

    The row can contain residents' comments or staff's notes.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite a record with such an error; return True for every record."""
        error = record.exc_info[1] if record.exc_info else None
        for each in _with_causes(error):
            if isinstance(each, (IntegrityError, DataError)):
                record.msg, record.args = "%s: %s", (record.getMessage(), fault_location(each))
                record.exc_info = record.exc_text = None
                break
        return True


def _with_causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
