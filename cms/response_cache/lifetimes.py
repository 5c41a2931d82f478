"""How long a response is valid: until content changes, or until a registered moment."""

import datetime
import time
from functools import cached_property
from threading import Lock
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connections
from django.utils import timezone

from cms.bounded_cache import BoundedCache
from cms.response_cache.notifier import ChangeNotifier, notifier_of
from cms.response_cache.registry import HostMap, next_changes, read_host_map
from cms.response_cache.version import Version, read_version

# A database that has failed is not queried for this long.
_PAUSE_SECONDS = 1.0
_MAX_REMEMBERED_HOSTS = 1_000
# The notifier is relied on for this long without a query: a process that is killed between its
# commit and its notification sends none.
_TRUST_SECONDS = 1.0


class Sites:
    """A host map, with the results for hosts that were looked up before."""

    def __init__(self, hosts: HostMap) -> None:
        self.hosts = hosts
        self._sites: dict[str, int | None] = {}

    def site_of(self, host: str) -> int | None:
        """Return the id of the site that serves an allowed `Host`; None without any site."""
        try:
            return self._sites[host]
        except KeyError:
            site_id = self.hosts.site_id(host)
        if len(self._sites) >= _MAX_REMEMBERED_HOSTS:
            # Where every host is allowed, a client can invent many.
            self._sites = {}
        return self._sites.setdefault(host, site_id)


class Period(Sites):
    """An interval of time in which no response changes, from `begins_at` until before `ends_at`.

    Both are seconds since the epoch. Reads the host map and the next change from the database.
    """

    def __init__(self, version: Version, now: datetime.datetime) -> None:
        super().__init__(read_host_map())
        self.version = version
        self.begins_at = now.timestamp()
        self.ends_at = next_moment(now).timestamp()
        # Total counts of lists, by what each depends on.
        self.totals = BoundedCache[Any]()
        # Other values that apps compute once per period.
        self.values = BoundedCache[Any]()

    def is_now(self) -> bool:
        """Return whether the clock is within it; before it, if the clock was set back since."""
        return self.holds_at(time.time())

    def holds_at(self, seconds: float) -> bool:
        """Return whether a moment, in seconds since the epoch, is within it."""
        return self.begins_at <= seconds < self.ends_at


class Periods:
    """Reads the current period of stored responses from the database.

    `last` is the period that was read last; it may have ended.
    """

    def __init__(self) -> None:
        self.last: Period | None = None
        self._lock = Lock()
        self._queried_at = 0.0
        self._paused_until = 0.0

    def current(self) -> Period | None:
        """Return the current period; None while the database does not respond."""
        if time.monotonic() < self._paused_until:
            return None
        try:
            return self._current()
        except (DatabaseError, InterfaceError):
            # Other threads skip the database meanwhile.
            self._paused_until = time.monotonic() + _PAUSE_SECONDS
        return self._retry()

    def _is_unchanged(self) -> bool:
        """Return whether nothing can have changed since the last query."""
        if self.notifier is None or time.monotonic() - self._queried_at > _TRUST_SECONDS:
            return False
        return self.notifier.unchanged_since(self._queried_at)

    @cached_property
    def notifier(self) -> ChangeNotifier | None:
        """The notifier of the default database; None where it must be queried."""
        return notifier_of(connections[DEFAULT_DB_ALIAS].settings_dict)

    def _retry(self) -> Period | None:
        """Try a new connection: the database may only have closed an idle one."""
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
        if last is not None and self._is_unchanged() and last.is_now():
            return last
        queried_at = time.monotonic()
        version = read_version()
        last = self.last
        if last is not None and last.version == version and last.is_now():
            self._queried_at = queried_at
            return last
        with self._lock:
            # Read again: a thread that waited for the lock must not restore an older version.
            version, last = read_version(), self.last
            if last is not None and last.version == version and last.is_now():
                return last
            self.last = Period(version, timezone.now())
            return self.last


def next_moment(now: datetime.datetime) -> datetime.datetime:
    """Return when responses may next change although nothing is written.

    The earliest of the registered moments and of midnight in `TIME_ZONE`, since responses may
    depend on the date.
    """
    day = timezone.localdate(now) + datetime.timedelta(days=1)
    midnight = timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
    return min([midnight, *next_changes(now)])


# The periods of this process, for every request.
PERIODS = Periods()
