"""What a GraphQL request knows of sites, languages and its own host."""

from collections.abc import Callable, Hashable
from typing import Any

from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from cms.graphql.errors import BadUserInput
from cms.graphql.execution.execute import Context
from cms.response_cache.lifetimes import PERIODS
from pages.previews.grants import OpenedPreview, open_preview
from pages.visibility import Environment, SiteTrees, Visibility, midnights_around


class ContentContext(Context):
    """The context of one request. The scope that loaders are given is a `SiteTrees`."""

    def __init__(self, host: str, environment: Environment | None = None) -> None:
        self.host = host
        self.environment = environment or Environment()
        # By token: a preview is opened, and noted, once a request.
        self.opened_previews: dict[str, OpenedPreview | None] = {}

    def preview(self, token: str) -> OpenedPreview | None:
        """Return what a token opens, if anything."""
        if token not in self.opened_previews:
            self.opened_previews[token] = open_preview(token, self.environment)
        return self.opened_previews[token]

    @property
    def now(self) -> Any:
        """The moment of the request; the same for all of it."""
        return self.environment.now

    def at_any_time(self) -> "ContentContext":
        """Return the context to make a statement with that is run at other moments too."""
        return ContentContext(self.host, self.environment.at_any_time())

    def moment(self) -> dict[str, Any]:
        """Return the values of what stands for the moment in such a statement."""
        midnight, next_midnight = midnights_around(self.now)
        return {
            "now": self.now,
            "today": timezone.localdate(self.now),
            "midnight": midnight,
            "next_midnight": next_midnight,
        }

    def total(self, key: Hashable, count: Callable[[], int]) -> int:
        """Return the number of items of a whole list, counted once while nothing changes.

        `key` is what the list depends on besides content and the moment. A database has to read
        every row to count those that are public.
        """
        # What a transaction sees may never be seen by others.
        period = None if connection.in_atomic_block else PERIODS.current()
        if period is None or not period.holds_at(self.now.timestamp()):
            return count()
        return period.totals.get(key, count)

    def site(self, hostname: str | None = None) -> SiteTrees:
        """Return the site that was asked for, else the host's, else the default one."""
        environment = self.environment
        site = environment.site_named(hostname) if hostname else environment.site_for(self.host)
        if site is None:
            raise BadUserInput(f"No site answers to the host '{hostname or self.host}'.")
        return site

    def visibility(self, site: SiteTrees) -> Visibility:
        """Return the policy for pages of a site."""
        return self.environment.visibility(site)

    def default_locale_id(self, site: SiteTrees) -> int:
        """Return the language that stands in where there is no translation."""
        return site.default_tree.locale_id

    def locale_id(self, code: str | None, site: SiteTrees) -> int | None:
        """Return the locale of a language code; None where nothing is written in it."""
        if not code:
            return self.default_locale_id(site)
        return self.environment.locale_id(code)

    def language(self, locale_id: int) -> str:
        """Return the code of a locale."""
        return self.environment.language(locale_id)


def make_context(request: HttpRequest) -> ContentContext:
    """Return the context of an HTTP request; nothing of it but the host is kept."""
    return ContentContext(request.get_host())
