"""A WSGI application that answers everything with the same bytes: what the server itself costs."""

import os
from collections.abc import Callable, Iterable
from typing import Any

_BODY = b"x" * int(os.environ.get("FIXED_BYTES", "34000"))
_HEADERS = [("Content-Type", "application/json"), ("Content-Length", str(len(_BODY)))]


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer without looking at the request."""
    start_response("200 OK", list(_HEADERS))
    return [_BODY]
