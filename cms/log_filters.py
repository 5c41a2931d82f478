"""What is taken out of log messages before they are written."""

import logging
from collections.abc import Iterator

from django.db import DataError, IntegrityError

from feedback.intake.faults import fault_location


class WithoutVisitor(logging.Filter):
    """Names the route instead of the address that was asked for, and lets go of the request.

    An address may hold what a resident typed; the route is enough to find the code.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite a record that carries a request; every record is kept."""
        request = record.__dict__.pop("request", None)
        if request is not None and record.name.startswith(("django.request", "django.security")):
            match = getattr(request, "resolver_match", None)
            route = match.route if match else "an unknown route"
            status = record.__dict__.get("status_code", "")
            record.msg, record.args = "%s in %s", (f"HTTP {status}".strip(), f"/{route}")
        return True


class WithoutRows(logging.Filter):
    """Says where the database refused a row, and not what it said: PostgreSQL quotes all of it.

    The row may be what a resident wrote, or what staff wrote of it.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite a record with such an error; every record is kept."""
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
