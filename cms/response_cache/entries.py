"""Stored responses, with the headers that are the same for every client."""

from collections.abc import Iterable
from typing import NamedTuple

from cms.graphql.http.conditional import etag_of
from cms.response_cache.version import Version

Headers = list[tuple[str, str]]

# Headers that depend on the client or the request, or that servers in front change.
_NOT_STORED = frozenset({"age", "cache-control", "content-length", "date", "etag", "set-cookie"})
OF_ORIGIN = "access-control-"
# Headers that a response without a body leaves out (RFC 9110, section 15.4.5).
_BODY_HEADERS = frozenset({"content-type", "content-length"})
# Two days: long enough for a weekend without a database.
_STALE_IF_ERROR = 172_800


class Entry(NamedTuple):
    """A response with status 200. Times are seconds since the epoch.

    `made_at` is when the request arrived, before `version` was read; `fresh_until` is the end of
    its period.
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
        """Return the entry for a response of Django's; its ETag is computed from the body."""
        stored = {
            name: value
            for name, value in headers
            if name.lower() not in _NOT_STORED and not name.lower().startswith(OF_ORIGIN)
        }
        etag = etag_of(body, stored["Content-Type"])
        return cls(version, made_at, fresh_until, etag, tuple(stored.items()), body)

    def headers_for(self, method: str, now: float, *, cdn_seconds: int, stale: bool) -> Headers:
        """Return the headers of a response; a CDN may store it for at most `cdn_seconds`.

        A valid entry has no `Age`, however long it was stored, since its version was checked for
        this request. A stale one has.
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
    """Return a `Cache-Control` with which browsers revalidate always, CDNs after some seconds."""
    return f"public, max-age=0, s-maxage={shared_seconds}, stale-if-error={_STALE_IF_ERROR}"


def without_body(headers: Headers) -> Headers:
    """Return the headers of a 304 response."""
    return [header for header in headers if header[0].lower() not in _BODY_HEADERS]
