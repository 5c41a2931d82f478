"""Cache keys: the same for all requests with the same response, however they are written."""

import hashlib
import io
import json
from collections import OrderedDict
from threading import Lock
from typing import Any, NamedTuple

from django.core.handlers.wsgi import WSGIRequest

from cms.graphql.errors import Refusal
from cms.graphql.http.requests import READ, negotiate, read_request

Environ = dict[str, Any]

_MAX_REMEMBERED = 10_000


class CacheKey(NamedTuple):
    """Everything that a response depends on, except the content version.

    `request` is a digest of document, operation name, variables and media type.
    """

    request: bytes
    site_id: int | None
    is_secure: bool


class RequestDigests:
    """Computes digests of GraphQL requests, and remembers them by the bytes that were sent.

    The digest covers the document, the operation name, the variables in sorted order and the media
    type of the response. It covers neither the HTTP method nor anything that identifies a client.
    """

    def __init__(self) -> None:
        self._known: OrderedDict[bytes, bytes | None] = OrderedDict()
        self._lock = Lock()

    def digest(self, environ: Environ, body: bytes) -> tuple[bytes, bytes | None]:
        """Return the digest of the bytes sent, and that of the request.

        The second is None for a request that is invalid, or that `exclude` was called for.
        """
        sent = _digest_of_sent(environ, body)
        with self._lock:
            if sent in self._known:
                self._known.move_to_end(sent)
                return sent, self._known[sent]
        request = _digest_of_request(environ, body)
        self._remember(sent, request)
        return sent, request

    def exclude(self, sent: bytes) -> None:
        """Let `digest` return None for these bytes from now on: their response is never stored."""
        self._remember(sent, None)

    def _remember(self, sent: bytes, request: bytes | None) -> None:
        with self._lock:
            self._known[sent] = request
            if len(self._known) > _MAX_REMEMBERED:
                self._known.popitem(last=False)


def _digest_of_sent(environ: Environ, body: bytes) -> bytes:
    accept = environ.get("HTTP_ACCEPT", "")
    if environ["REQUEST_METHOD"] == "POST":
        coding = environ.get("HTTP_CONTENT_ENCODING", "")
        head = f"POST\n{accept}\n{environ.get('CONTENT_TYPE', '')}\n{coding}\n"
        return hashlib.blake2b(head.encode() + body, digest_size=20).digest()
    head = f"GET\n{accept}\n{environ.get('QUERY_STRING', '')}"
    return hashlib.blake2b(head.encode(), digest_size=20).digest()


def _digest_of_request(environ: Environ, body: bytes) -> bytes | None:
    request = WSGIRequest({**environ, "wsgi.input": io.BytesIO(body)})
    try:
        media_type = negotiate(request.headers.get("Accept", ""))
        # The view takes the parsed request from here.
        parsed = environ[READ] = read_request(request)
    except Refusal as refusal:
        environ[READ] = refusal
        return None
    parts = [media_type, parsed.query, parsed.operation_name, parsed.variables]
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=20).digest()
