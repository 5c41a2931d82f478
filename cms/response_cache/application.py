"""The cache itself: a WSGI application in front of Django's."""

import io
import time
from collections.abc import Callable, Iterable
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from corsheaders.middleware import CorsMiddleware
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse

from cms.graphql.guard.limits import LIMITS
from cms.graphql.http.cacheability import CACHEABILITY, Cacheability
from cms.graphql.http.conditional import is_known
from cms.graphql.http.cookies import PATH, PATHS
from cms.response_cache.entries import OF_ORIGIN, Entry, Headers, without_body
from cms.response_cache.keys import Environ, Questions
from cms.response_cache.lifetimes import Period, Periods, Sites
from cms.response_cache.single_flight import PATIENCE_SECONDS, Flight, Flights
from cms.response_cache.stores import Key, ProcessStore, SharedStore

StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

_METHODS = frozenset({"GET", "HEAD", "POST"})
# What Django must not see of a request whose answer is for others too.
_CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE")
_PLACE = (
    "HTTP_HOST",
    "SERVER_NAME",
    "SERVER_PORT",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "wsgi.url_scheme",
)
_NAME = "medskap"


class Place(NamedTuple):
    """Where a request came to."""

    host: str
    is_secure: bool


class ResponseCache:
    """Answers `/graphql/` from what is kept, and lets everything else through.

    Of a request, only what is asked for and the host are looked at: no cookie, no address.
    """

    def __init__(
        self,
        application: Application,
        *,
        periods: Periods,
        max_bytes: int,
        shared_store: SharedStore | None,
        cdn_seconds: int,
    ) -> None:
        self.application = application
        self.process_store = ProcessStore(max_bytes)
        self.shared_store = shared_store
        self.cdn_seconds = cdn_seconds
        self.periods = periods
        self.questions = Questions()
        self.flights = Flights()
        # Those that other processes can find, or have left to this one.
        self.known_sites: Sites | None = None
        # Remembered, since Django's own objects for it would take longer than all the rest.
        self.place_of = lru_cache(maxsize=1_000)(_place_of)
        self.headers_for_origin = lru_cache(maxsize=1_000)(_headers_for_origin)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        if environ.get("PATH_INFO") not in PATHS or environ["REQUEST_METHOD"] not in _METHODS:
            return self.application(environ, start_response)
        place = self.place_of(tuple(environ.get(name) for name in _names_of_place()))
        body = _read_body(environ)
        if place is None or body is None:
            return self.application(environ, start_response)
        sent, question = self.questions.digest(environ, body)
        if question is None:
            return self.application(environ, start_response)
        return _Visit(self, environ, start_response, sent).answer(question, place)

    def find(self, key: Key, period: Period) -> Entry | None:
        """Return an answer that holds now."""
        entry = self.process_store.get(key)
        if entry is not None and _holds(entry, period):
            return entry
        if self.shared_store is not None:
            entry = self.shared_store.get(key)
            if entry is not None and _holds(entry, period):
                self.process_store.put(key, entry)
                return entry
        return None

    def find_stale(self, key: Key) -> Entry | None:
        """Return the last answer, when nobody can say whether it holds."""
        entries = [self.process_store.get(key)]
        if self.shared_store is not None:
            # Another process may have been asked since.
            entries.append(self.shared_store.get(key))
        return max(filter(None, entries), key=attrgetter("made_at"), default=None)

    def keep(self, key: Key, entry: Entry, period: Period) -> None:
        """Keep an answer, and for other processes what they need to find it."""
        self.process_store.put(key, entry)
        if self.shared_store is not None:
            self.shared_store.put(key, entry)
            if self.known_sites is not period:
                self.known_sites = period
                self.shared_store.put_hosts(period.hosts)

    def last_sites(self) -> Sites | None:
        """Return the last sites that this process or another one knew."""
        if self.periods.last is not None:
            return self.periods.last
        if self.known_sites is None and self.shared_store is not None:
            hosts = self.shared_store.get_hosts()
            self.known_sites = Sites(hosts) if hosts else None
        return self.known_sites


class _Visit:
    """One request, on its way through the cache."""

    def __init__(
        self, cache: ResponseCache, environ: Environ, start_response: StartResponse, sent: bytes
    ) -> None:
        self.cache = cache
        self.environ = environ
        self.start_response = start_response
        self.sent = sent
        self.came_at = time.time()

    def answer(self, question: bytes, place: Place) -> Iterable[bytes]:
        """Answer from the cache, else by computing, else with what was true some time ago.

        Who finds somebody else computing waits. If nothing comes of it, one of those who wait is
        the next to compute.
        """
        cache, gives_up_at = self.cache, time.monotonic() + PATIENCE_SECONDS
        while True:
            period = cache.periods.current()
            sites = period or cache.last_sites()
            if sites is None:
                return cache.application(self.environ, self.start_response)
            key = Key(question, sites.site_of(place.host), place.is_secure)
            if period is None:
                stale = cache.find_stale(key)
                if stale is None:
                    return cache.application(self.environ, self.start_response)
                return self._send(stale, "hit; detail=stale", stale=True)
            entry = cache.find(key, period)
            if entry is not None:
                return self._send(entry, "hit")
            flight, is_ours = cache.flights.join((key, period.version))
            if is_ours:
                try:
                    return self._compute(key, period, flight)
                finally:
                    cache.flights.land((key, period.version), flight)
            flight.wait(gives_up_at)
            if flight.entry is not None:
                return self._send(flight.entry, "hit; detail=waited")
            if flight.is_in_vain or time.monotonic() >= gives_up_at:
                return self._compute(key, period, flight)

    def _compute(self, key: Key, period: Period, flight: Flight) -> Iterable[bytes]:
        status, headers, body, cacheability = self._ask_django()
        if cacheability is Cacheability.SHARED and status.startswith("200"):
            entry = Entry.of(period.version, self.came_at, period.ends_at, headers, body)
            self.cache.keep(key, entry, period)
            flight.entry = entry
            return self._send(entry, "fwd=miss; stored")
        if cacheability is Cacheability.NEVER:
            flight.is_in_vain = True
            self.cache.questions.forget(self.sent)
        elif self.cache.periods.current() is None:
            stale = self.cache.find_stale(key)
            if stale is not None:
                return self._send(stale, "hit; detail=stale", stale=True)
        self.start_response(status, headers)
        return [b"" if self.environ["REQUEST_METHOD"] == "HEAD" else body]

    def _ask_django(self) -> tuple[str, Headers, bytes, Cacheability]:
        """Return status, headers, body, and whether to keep it: whole, whatever was asked for."""
        environ = {k: v for k, v in self.environ.items() if k not in _CONDITIONS}
        if environ["REQUEST_METHOD"] == "HEAD":
            environ["REQUEST_METHOD"] = "GET"
        started: list[Any] = []

        def start(status: str, headers: Headers, exc_info: Any = None) -> Callable[..., None]:
            started[:] = [status, headers]
            return lambda data: None

        answer = self.cache.application(environ, start)
        try:
            body = b"".join(answer)
        finally:
            if close := getattr(answer, "close", None):
                close()
        status, headers = started
        return status, headers, body, environ.get(CACHEABILITY, Cacheability.NOT_NOW)

    def _send(self, entry: Entry, how: str, *, stale: bool = False) -> Iterable[bytes]:
        cache, method = self.cache, self.environ["REQUEST_METHOD"]
        headers = entry.headers_for(
            method, self.came_at, cdn_seconds=cache.cdn_seconds, stale=stale
        )
        headers.append(("Cache-Status", f"{_NAME}; {how}"))
        if origin := self.environ.get("HTTP_ORIGIN"):
            headers += cache.headers_for_origin(origin)
        if_none_match = self.environ.get("HTTP_IF_NONE_MATCH")
        if if_none_match and method != "POST" and is_known(entry.etag, if_none_match):
            self.start_response("304 Not Modified", without_body(headers))
            return [b""]
        self.start_response("200 OK", headers)
        return [b"" if method == "HEAD" else entry.body]


def _holds(entry: Entry, period: Period) -> bool:
    """Tell whether an answer is of a period; by its end, since clocks may differ or be wrong."""
    is_of_it = entry.version == period.version and entry.fresh_until == period.ends_at
    return is_of_it and time.time() < period.ends_at


def _read_body(environ: Environ) -> bytes | None:
    """Return the body, and put it back for Django; None where there is none that we would keep."""
    if environ["REQUEST_METHOD"] != "POST":
        return b""
    if environ.get("HTTP_TRANSFER_ENCODING") and "CONTENT_LENGTH" not in environ:
        # Sent in chunks, of which Django reads none: WSGI knows no body without a length.
        chunks = environ["wsgi.input"].read(LIMITS.body_bytes + 1)
        environ |= {"wsgi.input": io.BytesIO(chunks), "CONTENT_LENGTH": str(len(chunks))}
    try:
        length = int(environ.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return None
    if not 0 < length <= LIMITS.body_bytes:
        return None
    body = environ["wsgi.input"].read(length)
    environ["wsgi.input"] = io.BytesIO(body)
    return body


def _names_of_place() -> tuple[str, ...]:
    """Return the names of what tells which host was asked, and whether over HTTPS."""
    proxy = settings.SECURE_PROXY_SSL_HEADER
    return (*_PLACE, proxy[0]) if proxy else _PLACE


def _place_of(values: tuple[str | None, ...]) -> Place | None:
    """Return where a request came to; None where Django has to refuse the host or to redirect."""
    told = {k: v for k, v in zip(_names_of_place(), values, strict=True) if v is not None}
    request = WSGIRequest({"REQUEST_METHOD": "GET", "wsgi.input": io.BytesIO(), **told})
    if settings.SECURE_SSL_REDIRECT and not request.is_secure():
        return None
    try:
        return Place(request.get_host(), request.is_secure())
    except DisallowedHost:
        return None


def _headers_for_origin(origin: str) -> list[tuple[str, str]]:
    """Return what lets a page of `origin` read an answer, by the same rules as without a cache."""
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": PATH, "HTTP_ORIGIN": origin}
    request = WSGIRequest({**environ, "wsgi.input": io.BytesIO()})
    response = HttpResponse()
    CorsMiddleware(lambda request: response).add_response_headers(request, response)
    return [item for item in response.items() if item[0].lower().startswith(OF_ORIGIN)]
