"""For how long an answer holds: until content changes, or until something changes by itself."""

import datetime
import time
from functools import cached_property
from threading import Lock

from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connections
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Page

from cms.bounded_cache import BoundedCache
from cms.response_cache.notifier import Bell, bell_of
from cms.response_cache.version import Version, read_version
from pages.models import EventPage, PossibleDate
from pages.visibility import Environment, SiteTrees

# For how long a database that does not answer is left alone.
_PAUSE_SECONDS = 1.0
_REMEMBERED_HOSTS = 1_000
# For how long the bell's silence is believed: who was killed after a commit has not rung it.
_TRUST_SECONDS = 1.0


class Sites:
    """Which site answers to a host."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._sites: dict[str, int | None] = {}
        # Asked for here, so that nothing of it has to be asked for while the database is away.
        self.site_of("")

    @classmethod
    def of(cls, trees: list[SiteTrees]) -> "Sites":
        """Return the sites that another process has found."""
        environment = Environment()
        environment.sites = trees
        return cls(environment)

    @property
    def trees(self) -> list[SiteTrees]:
        """The sites, for other processes."""
        return self._environment.sites

    def site_of(self, host: str) -> int | None:
        """Return the id of the site that answers to an allowed `Host`; None without any site."""
        try:
            return self._sites[host]
        except KeyError:
            site = self._environment.site_for(host)
        if len(self._sites) >= _REMEMBERED_HOSTS:
            # Where any host is allowed, somebody may make up many.
            self._sites = {}
        return self._sites.setdefault(host, site.site_id if site else None)


class Period(Sites):
    """A stretch of time in which nothing changes."""

    def __init__(self, version: Version, now: datetime.datetime) -> None:
        super().__init__(Environment(now))
        self.version = version
        self.begins_at = now.timestamp()
        self.ends_at = next_moment(now).timestamp()
        # How many items whole lists have.
        self.totals = BoundedCache[int]()

    def is_now(self) -> bool:
        """Tell whether it lasts; one that has not begun was made by a clock that was ahead."""
        return self.holds_at(time.time())

    def holds_at(self, seconds: float) -> bool:
        """Tell whether a moment, in seconds since 1970, is in it."""
        return self.begins_at <= seconds < self.ends_at


class Periods:
    """Knows the period that is now."""

    def __init__(self) -> None:
        self.last: Period | None = None
        self._lock = Lock()
        self._asked_at = 0.0
        self._paused_until = 0.0

    def current(self) -> Period | None:
        """Return the period that is now; None where the database does not answer."""
        if time.monotonic() < self._paused_until:
            return None
        try:
            return self._current()
        except (DatabaseError, InterfaceError):
            # Others need not find out for themselves, one by one.
            self._paused_until = time.monotonic() + _PAUSE_SECONDS
        return self._after_a_failure()

    def _is_quiet(self) -> bool:
        """Tell whether nothing can have changed since the database was asked last."""
        if self.bell is None or time.monotonic() - self._asked_at > _TRUST_SECONDS:
            return False
        return self.bell.was_quiet_at(self._asked_at)

    @cached_property
    def bell(self) -> Bell | None:
        """What tells of changes in other processes; None where the database has to be asked."""
        return bell_of(connections[DEFAULT_DB_ALIAS].settings_dict)

    def _after_a_failure(self) -> Period | None:
        """Try once more: the database may only have closed a connection that was not in use."""
        connection = connections[DEFAULT_DB_ALIAS]
        if connection.in_atomic_block:
            return None
        connection.close()
        try:
            period = self._current()
        except (DatabaseError, InterfaceError):
            connection.close()
            self._paused_until = time.monotonic() + _PAUSE_SECONDS
            return None
        self._paused_until = 0.0
        return period

    def _current(self) -> Period:
        last = self.last
        if last is not None and self._is_quiet() and last.is_now():
            return last
        asked_at = time.monotonic()
        version = read_version()
        last = self.last
        if last is not None and last.version == version and last.is_now():
            self._asked_at = asked_at
            return last
        with self._lock:
            # Again: somebody who waited must not bring back what was true before.
            version, last = read_version(), self.last
            if last is not None and last.version == version and last.is_now():
                return last
            self.last = Period(version, timezone.now())
            return self.last


def next_moment(now: datetime.datetime) -> datetime.datetime:
    """Return when an answer may differ next although nobody changes anything.

    Events start and end, pages expire, and at midnight in Swedish time a day begins: groups
    end, and services open and close. Costs six queries.
    """
    day = timezone.localdate(now) + datetime.timedelta(days=1)
    midnight = timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
    events = EventPage.objects.filter(live=True)
    dates = PossibleDate.objects.filter(withdrawn=False)
    moments = [
        _first(events, "starts_at", now),
        _first(events, "ends_at", now),
        _first(events, "over_at", now),
        _first(dates, "starts_at", now),
        _first(dates, "ends_at", now),
        _first(Page.objects.filter(live=True), "expire_at", now),
    ]
    return min([midnight, *filter(None, moments)])


def _first(rows: QuerySet, column: str, now: datetime.datetime) -> datetime.datetime | None:
    later = rows.filter(**{f"{column}__gt": now}).order_by(column)
    return later.values_list(column, flat=True).first()


# What this process knows: one for all that it answers.
PERIODS = Periods()
