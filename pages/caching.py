"""Registers pages with the response cache, and purges page URLs from an HTTP cache in front.

Wagtail purges the URL of a page that is published or taken down. This module purges what it
leaves out: the URLs that a moved or renamed page and its descendants had (Wagtail purges them
without the trailing slash), and pages that become private or public.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction

from cms.response_cache import registry
from cms.response_cache.purging import is_configured, purge
from pages.models import EventPage, PossibleDate
from pages.visibility import Environment, SiteTrees, site_of_host


@dataclass(frozen=True)
class SiteHosts:
    """The sites by host, as `registry.HostMap`."""

    sites: tuple[SiteTrees, ...]

    @classmethod
    def read(cls) -> "SiteHosts":
        """Read all sites in one query."""
        return cls(tuple(Environment().sites))

    def site_id(self, host: str) -> int | None:
        """Return the id of the site that serves an allowed `Host`; None without any site."""
        site = site_of_host(self.sites, host)
        return site.site_id if site else None


def register() -> None:
    """Register hosts, expiry times, private tables and purged paths with the response cache."""
    registry.register_host_map(SiteHosts.read)
    registry.register_next_change(next_change)
    registry.register_private("pages.PreviewGrant")
    registry.register_purged_path(feeds_path)


def next_change(now: datetime.datetime) -> datetime.datetime | None:
    """Return when an event next starts or ends, or a page expires. Costs six queries."""
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
    return min(filter(None, moments), default=None)


def _first(rows: QuerySet[Any], column: str, now: datetime.datetime) -> datetime.datetime | None:
    later = rows.filter(**{f"{column}__gt": now}).order_by(column)
    return later.values_list(column, flat=True).first()


def feeds_path() -> str:
    """Return the path prefix of all feeds and calendars."""
    return reverse("subscriptions:events_calendar").rpartition("/")[0] + "/"


def purge_moved(instance: Page, url_path_before: str, **kwargs: Any) -> None:
    """Purge the old and new URLs of a moved page and of its descendants."""
    _purge_tree(instance, url_path_before)


def purge_renamed(instance: Page, instance_before: Page, **kwargs: Any) -> None:
    """Purge the old and new URLs of a page with a new slug and of its descendants."""
    _purge_tree(instance, instance_before.url_path)


def purge_restricted(instance: PageViewRestriction, **kwargs: Any) -> None:
    """Purge a page that becomes private or public, and its descendants."""
    if not kwargs.get("raw"):
        _purge_tree(instance.page, instance.page.url_path)


def _purge_tree(page: Page, url_path_before: str) -> None:
    if not is_configured():
        return
    below = page.get_descendants(inclusive=True).live().values_list("url_path", flat=True)
    found = set(below)
    found |= {url_path_before + path.removeprefix(page.url_path) for path in below}
    purge(
        f"{site.root_url}{path}"
        for site in Environment().sites
        for path in map(site.path_of, found)
        if path is not None
    )
