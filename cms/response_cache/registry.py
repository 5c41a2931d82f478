"""What the cache needs to know of the project; apps register it in `ready()`."""

import datetime
from collections.abc import Callable
from typing import Protocol

from django.core.exceptions import ImproperlyConfigured


class HostMap(Protocol):
    """Which site serves a host. Must be picklable: processes share it through the cache."""

    def site_id(self, host: str) -> int | None:
        """Return the id of the site that serves an allowed `Host`; None without any site."""
        ...


NextChange = Callable[[datetime.datetime], datetime.datetime | None]

_read_host_map: Callable[[], HostMap] | None = None
_next_changes: list[NextChange] = []
_private: set[str] = set()
_purged_paths: list[Callable[[], str]] = []


def register_host_map(read: Callable[[], HostMap]) -> None:
    """Set the function that reads the host map from the database."""
    global _read_host_map
    _read_host_map = read


def register_next_change(function: NextChange) -> None:
    """Add a function that is given a moment and returns the next one at which an answer expires.

    Only changes without a write to the database count, such as the end of an event. Midnight in
    `TIME_ZONE` always ends an answer and need not be registered.
    """
    _next_changes.append(function)


def register_private(*labels: str) -> None:
    """Add models (`app.Model`) and whole apps (`app`) whose rows no public answer shows.

    Writes to their tables do not change the content version. All other tables count as content.
    """
    _private.update(labels)


def register_purged_path(path: Callable[[], str]) -> None:
    """Add a path prefix that a CDN must purge whenever content changes."""
    _purged_paths.append(path)


def read_host_map() -> HostMap:
    """Return the host map as the database has it."""
    if _read_host_map is None:
        raise ImproperlyConfigured("No app has called response_cache.registry.register_host_map.")
    return _read_host_map()


def next_changes(now: datetime.datetime) -> list[datetime.datetime]:
    """Return what each registered function returns, without None."""
    moments = (function(now) for function in _next_changes)
    return [moment for moment in moments if moment is not None]


def private_labels() -> frozenset[str]:
    """Return the registered labels of private models and apps."""
    return frozenset(_private)


def purged_paths() -> list[str]:
    """Return the registered path prefixes."""
    return [path() for path in _purged_paths]
