"""For how long an answer holds: until content changes, or until something changes by itself."""

import datetime
import time
from functools import cached_property
from threading import Lock

from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connections
from django.utils import timezone

from cms.bounded_cache import BoundedCache
from cms.response_cache.notifier import Bell, bell_of
from cms.response_cache.registry import HostMap, next_changes, read_host_map
from cms.response_cache.version import Version, read_version

# For how long a database that does not answer is left alone.
_PAUSE_SECONDS = 1.0
_REMEMBERED_HOSTS = 1_000
# For how long the bell's silence is believed: who was killed after a commit has not rung it.
_TRUST_SECONDS = 1.0


class Sites:
    """Which site serves a host; hosts that were asked for are remembered."""

    def __init__(self, hosts: HostMap) -> None:
        self.hosts = hosts
        self._sites: dict[str, int | None] = {}

    def site_of(self, host: str) -> int | None:
        """Return the id of the site that serves an allowed `Host`; None without any site."""
        try:
            return self._sites[host]
        except KeyError:
            site_id = self.hosts.site_id(host)
        if len(self._sites) >= _REMEMBERED_HOSTS:
            # Where any host is allowed, a client may make up many.
            self._sites = {}
        return self._sites.setdefault(host, site_id)


class Period(Sites):
    """A stretch of time in which nothing changes."""

    def __init__(self, version: Version, now: datetime.datetime) -> None:
        super().__init__(read_host_map())
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
    """Return when an answer may differ next although nothing is written.

    The earliest of the registered moments and of midnight in `TIME_ZONE`, since answers may
    depend on the date.
    """
    day = timezone.localdate(now) + datetime.timedelta(days=1)
    midnight = timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
    return min([midnight, *next_changes(now)])


# What this process knows: one for all that it answers.
PERIODS = Periods()
