"""Answers as they are kept, with the headers that everyone gets."""

from collections.abc import Iterable
from typing import NamedTuple

from cms.graphql.http.conditional import etag_of
from cms.response_cache.version import Version

Headers = list[tuple[str, str]]

# What depends on who asks, and how; or on what the server in front makes of the answer.
_NOT_KEPT = frozenset({"age", "cache-control", "content-length", "date", "etag", "set-cookie"})
OF_ORIGIN = "access-control-"
# Of an answer without a body (RFC 9110, section 15.4.5).
_OF_BODY = frozenset({"content-type", "content-length"})
# Long enough for a weekend with the database away.
_STALE_IF_ERROR = 172_800


class Entry(NamedTuple):
    """An answer with status 200; moments are seconds of the clock, as `time.time` counts them.

    `made_at` is before its version was read, `fresh_until` when something changes by itself.
    """

    version: Version
    made_at: float
    fresh_until: float
    etag: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @classmethod
    def of(
        cls,
        version: Version,
        made_at: float,
        fresh_until: float,
        headers: Iterable[tuple[str, str]],
        body: bytes,
    ) -> "Entry":
        """Return the entry for an answer of Django's."""
        kept = {
            name: value
            for name, value in headers
            if name.lower() not in _NOT_KEPT and not name.lower().startswith(OF_ORIGIN)
        }
        etag = etag_of(body, kept["Content-Type"])
        return cls(version, made_at, fresh_until, etag, tuple(kept.items()), body)

    def headers_for(self, method: str, now: float, *, cdn_seconds: int, stale: bool) -> Headers:
        """Return the headers of an answer; a CDN may hold it for `cdn_seconds` at most.

        An answer that is as good as new has no age, however long it was kept: it was asked for
        whether it still holds. One that nobody could ask for says how old it is.
        """
        headers = list(self.headers)
        headers.append(("Content-Length", str(len(self.body))))
        if stale:
            headers.append(("Age", str(max(0, int(now - self.made_at)))))
        if method == "POST":
            headers.append(("Cache-Control", "no-store"))
            return headers
        seconds = 0 if stale else min(cdn_seconds, max(0, int(self.fresh_until - now)))
        headers.append(("ETag", self.etag))
        headers.append(("Cache-Control", cache_control(seconds)))
        return headers


def cache_control(shared_seconds: int) -> str:
    """Return the header for an answer that browsers check again, and a CDN after some seconds."""
    return f"public, max-age=0, s-maxage={shared_seconds}, stale-if-error={_STALE_IF_ERROR}"


def without_body(headers: Headers) -> Headers:
    """Return the headers of a 304."""
    return [header for header in headers if header[0].lower() not in _OF_BODY]
