"""Tells the cache of a proxy or a CDN in front that content has changed."""

from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from wagtail.contrib.frontend_cache.utils import purge_urls_from_cache

from cms.graphql.cookies import PATH


def purge_what_changed() -> None:
    """Let the worker purge every answer of the API and every feed, if a cache is configured.

    Which questions were asked, nobody knows here: so the address of the API itself is named, and
    the folder of the feeds, and the cache in front has to understand by it all that begins so.
    """
    if getattr(settings, "WAGTAILFRONTENDCACHE", None):
        feeds = reverse("subscriptions:events_calendar").rpartition("/")[0] + "/"
        purge_urls_from_cache([urljoin(settings.SITE_URL, path) for path in (PATH, feeds)])
