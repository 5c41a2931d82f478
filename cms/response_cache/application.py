"""The response cache: a WSGI application in front of Django's."""

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
from cms.response_cache.keys import CacheKey, Environ, RequestDigests
from cms.response_cache.lifetimes import Period, Periods, Sites
from cms.response_cache.single_flight import WAIT_SECONDS, Computation, SingleFlight
from cms.response_cache.stores import ProcessStore, SharedStore

StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

_MAX_ASKED_ONCE = 2_000
_METHODS = frozenset({"GET", "HEAD", "POST"})
# Removed before Django computes a response that other requests share.
_CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE")
_TARGET_VARIABLES = (
    "HTTP_HOST",
    "SERVER_NAME",
    "SERVER_PORT",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "wsgi.url_scheme",
)


class Target(NamedTuple):
    """The host that a request was sent to, and whether over HTTPS."""

    host: str
    is_secure: bool


class ResponseCache:
    """Serves stored responses of the GraphQL endpoint; passes all other requests on.

    It reads the GraphQL request, the host and the headers `Accept`, `Origin` and `If-None-Match`;
    neither cookies nor the client's address.
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
        self.digests = RequestDigests()
        self.single_flight = SingleFlight()
        # The sites last written to or read from the shared store.
        self.shared_sites: Sites | None = None
        # Keys of responses that were computed here and not asked for since.
        self.asked_once: dict[CacheKey, bool] = {}
        # Cached, since building Django's request takes longer than the rest of a cached response.
        self.target_of = lru_cache(maxsize=1_000)(_target_of)
        self.headers_for_origin = lru_cache(maxsize=1_000)(_headers_for_origin)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Respond to a request."""
        if environ.get("PATH_INFO") not in PATHS or environ["REQUEST_METHOD"] not in _METHODS:
            return self.application(environ, start_response)
        target = self.target_of(tuple(environ.get(name) for name in _target_variables()))
        body = _read_body(environ)
        if target is None or body is None:
            return self.application(environ, start_response)
        sent, request = self.digests.digest(environ, body)
        if request is None:
            return self.application(environ, start_response)
        return _RequestHandler(self, environ, start_response, sent).respond(request, target)

    def find(self, key: CacheKey, period: Period) -> Entry | None:
        """Return the stored response if it is valid in `period` and now."""
        entry = self.process_store.get(key)
        if entry is not None and _is_valid(entry, period):
            if key in self.asked_once:
                self._ask_again(key, entry)
            return entry
        if self.shared_store is not None:
            entry = self.shared_store.get(key)
            if entry is not None and _is_valid(entry, period):
                self.process_store.put(key, entry)
                return entry
        return None

    def _ask_again(self, key: CacheKey, entry: Entry) -> None:
        """Store a response longer in the shared store, since it is asked for a second time."""
        if self.asked_once.pop(key, None) and self.shared_store is not None:
            self.shared_store.put(key, entry, again=True)

    def find_stale(self, key: CacheKey) -> Entry | None:
        """Return the newest stored response, valid or not, for use without a database."""
        entries = [self.process_store.get(key)]
        if self.shared_store is not None:
            # Another process may have stored a newer one.
            entries.append(self.shared_store.get(key))
        return max(filter(None, entries), key=attrgetter("made_at"), default=None)

    def store(self, key: CacheKey, entry: Entry, period: Period) -> None:
        """Store a response in both stores, and the host map once per period in the shared one."""
        known = self.process_store.get(key)
        self.process_store.put(key, entry)
        if self.shared_store is not None:
            # It was asked for before if an older version is stored here.
            self.shared_store.put(key, entry, again=known is not None)
            if known is None:
                self.asked_once[key] = True
                if len(self.asked_once) > _MAX_ASKED_ONCE:
                    self.asked_once.clear()
            if self.shared_sites is not period:
                self.shared_sites = period
                self.shared_store.put_hosts(period.hosts)

    def last_sites(self) -> Sites | None:
        """Return the last sites that this process or, through the shared store, another read."""
        if self.periods.last is not None:
            return self.periods.last
        if self.shared_sites is None and self.shared_store is not None:
            hosts = self.shared_store.get_hosts()
            self.shared_sites = Sites(hosts) if hosts else None
        return self.shared_sites


class _RequestHandler:
    """Responds to one request whose response may be stored."""

    def __init__(
        self, cache: ResponseCache, environ: Environ, start_response: StartResponse, sent: bytes
    ) -> None:
        self.cache = cache
        self.environ = environ
        self.start_response = start_response
        self.sent = sent
        self.received_at = time.time()

    def respond(self, request: bytes, target: Target) -> Iterable[bytes]:
        """Respond from the cache, else by computing, else with a stale response.

        While another thread computes the same response, this one waits for it. If that yields
        nothing to share, one of the waiting threads computes next.
        """
        cache, waits_until = self.cache, time.monotonic() + WAIT_SECONDS
        while True:
            period = cache.periods.current()
            sites = period or cache.last_sites()
            if sites is None:
                return cache.application(self.environ, self.start_response)
            key = CacheKey(request, sites.site_of(target.host), target.is_secure)
            if period is None:
                stale = cache.find_stale(key)
                if stale is None:
                    return cache.application(self.environ, self.start_response)
                return self._send(stale, "hit; detail=stale", stale=True)
            entry = cache.find(key, period)
            if entry is not None:
                return self._send(entry, "hit")
            computation, must_compute = cache.single_flight.join((key, period.version))
            if must_compute:
                try:
                    return self._compute(key, period, computation)
                finally:
                    cache.single_flight.finish((key, period.version), computation)
            computation.wait(waits_until)
            if computation.entry is not None:
                return self._send(computation.entry, "hit; detail=waited")
            if computation.is_unshareable or time.monotonic() >= waits_until:
                return self._compute(key, period, computation)

    def _compute(self, key: CacheKey, period: Period, computation: Computation) -> Iterable[bytes]:
        status, headers, body, cacheability = self._call_django()
        if cacheability is Cacheability.SHARED and status.startswith("200"):
            entry = Entry.of(period.version, self.received_at, period.ends_at, headers, body)
            self.cache.store(key, entry, period)
            computation.entry = entry
            return self._send(entry, "fwd=miss; stored")
        if cacheability is Cacheability.NEVER:
            computation.is_unshareable = True
            self.cache.digests.exclude(self.sent)
        elif self.cache.periods.current() is None:
            stale = self.cache.find_stale(key)
            if stale is not None:
                return self._send(stale, "hit; detail=stale", stale=True)
        self.start_response(status, headers)
        return [b"" if self.environ["REQUEST_METHOD"] == "HEAD" else body]

    def _call_django(self) -> tuple[str, Headers, bytes, Cacheability]:
        """Return status, headers, the full body (also for HEAD), and whether it may be stored."""
        environ = {k: v for k, v in self.environ.items() if k not in _CONDITIONS}
        if environ["REQUEST_METHOD"] == "HEAD":
            environ["REQUEST_METHOD"] = "GET"
        started: list[Any] = []

        def start(status: str, headers: Headers, exc_info: Any = None) -> Callable[..., None]:
            started[:] = [status, headers]
            return lambda data: None

        response = self.cache.application(environ, start)
        try:
            body = b"".join(response)
        finally:
            if close := getattr(response, "close", None):
                close()
        status, headers = started
        return status, headers, body, environ.get(CACHEABILITY, Cacheability.NOT_NOW)

    def _send(self, entry: Entry, cache_status: str, *, stale: bool = False) -> Iterable[bytes]:
        cache, method = self.cache, self.environ["REQUEST_METHOD"]
        headers = entry.headers_for(
            method, self.received_at, cdn_seconds=cache.cdn_seconds, stale=stale
        )
        headers.append(("Cache-Status", f"{settings.RESPONSE_CACHE_NAME}; {cache_status}"))
        if origin := self.environ.get("HTTP_ORIGIN"):
            headers += cache.headers_for_origin(origin)
        if_none_match = self.environ.get("HTTP_IF_NONE_MATCH")
        if if_none_match and method != "POST" and is_known(entry.etag, if_none_match):
            self.start_response("304 Not Modified", without_body(headers))
            return [b""]
        self.start_response("200 OK", headers)
        return [b"" if method == "HEAD" else entry.body]


def _is_valid(entry: Entry, period: Period) -> bool:
    """Return whether a response belongs to a period that has not ended.

    Compares the ends of the periods, since the clocks of two processes may differ.
    """
    belongs = entry.version == period.version and entry.fresh_until == period.ends_at
    return belongs and time.time() < period.ends_at


def _read_body(environ: Environ) -> bytes | None:
    """Return the body, and replace it for Django; b"" for GET, None if empty or too large."""
    if environ["REQUEST_METHOD"] != "POST":
        return b""
    if environ.get("HTTP_TRANSFER_ENCODING") and "CONTENT_LENGTH" not in environ:
        # Django reads no chunked body: in WSGI a body has a length.
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


def _target_variables() -> tuple[str, ...]:
    """Return the WSGI variables that give the host and whether the request came over HTTPS."""
    proxy = settings.SECURE_PROXY_SSL_HEADER
    return (*_TARGET_VARIABLES, proxy[0]) if proxy else _TARGET_VARIABLES


def _target_of(values: tuple[str | None, ...]) -> Target | None:
    """Return the target of a request with these values of `_target_variables`.

    None if Django has to reject the host, or to redirect to HTTPS.
    """
    known = {k: v for k, v in zip(_target_variables(), values, strict=True) if v is not None}
    request = WSGIRequest({"REQUEST_METHOD": "GET", "wsgi.input": io.BytesIO(), **known})
    if settings.SECURE_SSL_REDIRECT and not request.is_secure():
        return None
    try:
        return Target(request.get_host(), request.is_secure())
    except DisallowedHost:
        return None


def _headers_for_origin(origin: str) -> list[tuple[str, str]]:
    """Return the CORS headers that the middleware sets for an origin."""
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": PATH, "HTTP_ORIGIN": origin}
    request = WSGIRequest({**environ, "wsgi.input": io.BytesIO()})
    response = HttpResponse()
    CorsMiddleware(lambda request: response).add_response_headers(request, response)
    return [item for item in response.items() if item[0].lower().startswith(OF_ORIGIN)]
