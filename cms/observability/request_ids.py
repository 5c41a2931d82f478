"""Request ids of web requests: in the response, and in the log lines of its thread."""

import re
import uuid
from collections.abc import Callable, Iterable
from typing import Any

from cms.observability import current

HEADER = "X-Request-ID"
_VARIABLE = "HTTP_X_REQUEST_ID"
# UUIDs and 32 hexadecimal digits, as proxies generate them. Other forms can contain an address, as
# HAProxy's example does, or what a visitor typed.
_WELL_FORMED = re.compile(
    r"[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE
)


def request_id_of(environ: dict[str, Any]) -> str:
    """Return the id that a proxy sent, if it is well-formed, or a new one."""
    sent = environ.get(_VARIABLE, "")
    return sent if _WELL_FORMED.fullmatch(sent) else uuid.uuid4().hex


class RequestIds:
    """The WSGI application around all others, so that cached responses have an id too."""

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self.application = application

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Respond to a request with its id."""
        request_id = request_id_of(environ)

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            return start_response(status, [*headers, (HEADER, request_id)], *rest)

        token = current.request_id.set(request_id)
        try:
            return self.application(environ, start)
        finally:
            current.request_id.reset(token)
