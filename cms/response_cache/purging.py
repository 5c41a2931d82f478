"""Tells the cache of a proxy or a CDN in front that content has changed."""

from collections.abc import Iterable
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from wagtail.contrib.frontend_cache.utils import purge_urls_from_cache

from cms.graphql.http.cookies import PATH


def is_configured() -> bool:
    """Return whether there is a cache in front that wants to be told."""
    return bool(getattr(settings, "WAGTAILFRONTENDCACHE", None))


def purge(addresses: Iterable[str]) -> None:
    """Let the worker purge addresses, if a cache is configured."""
    if is_configured():
        purge_urls_from_cache(sorted(set(addresses)))


def purge_what_changed() -> None:
    """Let the worker purge every answer of the API and every feed.

    Which questions were asked, nobody knows here: so the address of the API itself is named, and
    the folder of the feeds, and the cache in front has to understand by it all that begins so.
    """
    if is_configured():
        feeds = reverse("subscriptions:events_calendar").rpartition("/")[0] + "/"
        purge(urljoin(settings.SITE_URL, path) for path in (PATH, feeds))
