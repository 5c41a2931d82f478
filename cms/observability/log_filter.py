"""A log filter that adds the request id. Loaded before the apps, so it imports no models."""

import logging

from cms.observability.current import request_id


class WithRequestId(logging.Filter):
    """Adds `request_id` to every record: "-" outside a request and its tasks."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Add it; return True."""
        record.request_id = request_id.get() or "-"
        return True
