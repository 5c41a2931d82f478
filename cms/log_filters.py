"""Log filters that remove personal data from requests."""

import logging


class WithoutVisitor(logging.Filter):
    """Replaces the requested URL by the route, and removes the request from the record.

    A URL can contain residents' input; the route is sufficient to find the code.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite a record with a request; return True for every record."""
        request = record.__dict__.pop("request", None)
        if request is not None and record.name.startswith(("django.request", "django.security")):
            match = getattr(request, "resolver_match", None)
            route = match.route if match else "an unknown route"
            status = record.__dict__.get("status_code", "")
            record.msg, record.args = "%s in %s", (f"HTTP {status}".strip(), f"/{route}")
        return True
