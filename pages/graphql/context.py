"""The context of a GraphQL request: time, site, languages and visibility."""

import datetime
from collections.abc import Callable, Hashable
from typing import Any

from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from cms.graphql.errors import BadUserInput
from cms.graphql.execution.execute import Context
from cms.response_cache.lifetimes import PERIODS, Period
from pages.models import EventPage
from pages.previews.grants import OpenedPreview, open_preview
from pages.querysets import FIRST_UPCOMING_START
from pages.visibility import Environment, SiteTrees, Visibility, midnights_around


class ContentContext(Context):
    """The context of one request; the loaders' scope is a `SiteTrees`."""

    def __init__(self, host: str, environment: Environment | None = None) -> None:
        self.host = host
        self.environment = environment or Environment()
        # By token, so that a preview is opened and logged once per request.
        self.opened_previews: dict[str, OpenedPreview | None] = {}

    def preview(self, token: str) -> OpenedPreview | None:
        """Return the preview for a token, or None if the token is not valid."""
        if token not in self.opened_previews:
            self.opened_previews[token] = open_preview(token, self.environment)
        return self.opened_previews[token]

    @property
    def now(self) -> Any:
        """The time of the request; constant for the whole request."""
        return self.environment.now

    def at_any_time(self) -> "ContentContext":
        """Return a copy whose times are parameters, for building a prepared statement."""
        return ContentContext(self.host, self.environment.at_any_time())

    def moment(self) -> dict[str, Any]:
        """Return the values of these parameters for the time of the request."""
        midnight, next_midnight = midnights_around(self.now)
        return {
            "now": self.now,
            "today": timezone.localdate(self.now),
            "midnight": midnight,
            "next_midnight": next_midnight,
            FIRST_UPCOMING_START: self._first_upcoming_start,
        }

    def _first_upcoming_start(self) -> datetime.datetime | None:
        """Return the first start among upcoming events, if it is cached or can be."""
        period = self._period()
        if period is None:
            return None
        start: datetime.datetime | None = period.values.get(
            FIRST_UPCOMING_START, lambda: EventPage.objects.first_upcoming_start(self.now)
        )
        return start

    def total(self, key: Hashable, count: Callable[[], Any]) -> Any:
        """Return the number or numbers of items in a list, cached while content stays the same.

        `key` identifies the list by everything that the count depends on, except content and
        time. `count` is called on a cache miss.
        """
        period = self._period()
        return count() if period is None else period.totals.get(key, count)

    def _period(self) -> Period | None:
        """Return the period of the request, whose content does not change."""
        # In a transaction, uncommitted changes are visible, so the cache is bypassed.
        period = None if connection.in_atomic_block else PERIODS.current()
        return period if period is not None and period.holds_at(self.now.timestamp()) else None

    def site(self, hostname: str | None = None) -> SiteTrees:
        """Return the site with the hostname, else the request's site, else the default site.

        Raises BadUserInput if there is none.
        """
        environment = self.environment
        site = environment.site_named(hostname) if hostname else environment.site_for(self.host)
        if site is None:
            raise BadUserInput(f"No site has the hostname '{hostname or self.host}'.")
        return site

    def visibility(self, site: SiteTrees) -> Visibility:
        """Return the visibility policy for the pages of a site."""
        return self.environment.visibility(site)

    def default_locale_id(self, site: SiteTrees) -> int:
        """Return the locale used when there is no translation."""
        return site.default_tree.locale_id

    def locale_id(self, code: str | None, site: SiteTrees) -> int | None:
        """Return the locale id of a language code, the default for None, or None if unknown."""
        if not code:
            return self.default_locale_id(site)
        return self.environment.locale_id(code)

    def language(self, locale_id: int) -> str:
        """Return the language code of a locale."""
        return self.environment.language(locale_id)


def make_context(request: HttpRequest) -> ContentContext:
    """Return the context of an HTTP request; only the host is read from the request."""
    return ContentContext(request.get_host())
