"""What is taken out of log messages before they are written."""

import logging


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
