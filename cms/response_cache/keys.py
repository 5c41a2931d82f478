"""What a request asks for, whatever way it is written."""

import hashlib
import io
import json
from collections import OrderedDict
from threading import Lock
from typing import Any

from django.core.handlers.wsgi import WSGIRequest

from cms.graphql.errors import Refusal
from cms.graphql.http.requests import READ, negotiate, read_request

Environ = dict[str, Any]

_REMEMBERED = 10_000


class Questions:
    """Finds the digest of what is asked for, and remembers it by the bytes that were sent.

    The digest is of the document, the operation's name, the variables in one order, and the
    media type of the answer: not of the method, nor of anything that tells who asks.
    """

    def __init__(self) -> None:
        self._known: OrderedDict[bytes, bytes | None] = OrderedDict()
        self._lock = Lock()

    def digest(self, environ: Environ, body: bytes) -> tuple[bytes, bytes | None]:
        """Return digests of what was sent and of what is asked; None where no answer is kept."""
        sent = _digest_of_sent(environ, body)
        with self._lock:
            if sent in self._known:
                self._known.move_to_end(sent)
                return sent, self._known[sent]
        question = _digest_of_question(environ, body)
        self._remember(sent, question)
        return sent, question

    def forget(self, sent: bytes) -> None:
        """Look for no answer any more to what was sent."""
        self._remember(sent, None)

    def _remember(self, sent: bytes, question: bytes | None) -> None:
        with self._lock:
            self._known[sent] = question
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)


def _digest_of_sent(environ: Environ, body: bytes) -> bytes:
    accept = environ.get("HTTP_ACCEPT", "")
    if environ["REQUEST_METHOD"] == "POST":
        coding = environ.get("HTTP_CONTENT_ENCODING", "")
        head = f"POST\n{accept}\n{environ.get('CONTENT_TYPE', '')}\n{coding}\n"
        return hashlib.blake2b(head.encode() + body, digest_size=20).digest()
    head = f"GET\n{accept}\n{environ.get('QUERY_STRING', '')}"
    return hashlib.blake2b(head.encode(), digest_size=20).digest()


def _digest_of_question(environ: Environ, body: bytes) -> bytes | None:
    request = WSGIRequest({**environ, "wsgi.input": io.BytesIO(body)})
    try:
        media_type = negotiate(request.headers.get("Accept", ""))
        # Django need not read it once more.
        asked = environ[READ] = read_request(request)
    except Refusal as refusal:
        environ[READ] = refusal
        return None
    parts = [media_type, asked.query, asked.operation_name, asked.variables]
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=20).digest()
