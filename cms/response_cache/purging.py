"""Tells the cache of a proxy or a CDN in front that content has changed."""

from collections.abc import Iterable
from urllib.parse import urljoin

from django.conf import settings
from wagtail.contrib.frontend_cache.utils import purge_urls_from_cache

from cms.graphql.http.cookies import PATH
from cms.response_cache.registry import purged_paths


def is_configured() -> bool:
    """Return whether there is a cache in front that wants to be told."""
    return bool(getattr(settings, "WAGTAILFRONTENDCACHE", None))


def purge(addresses: Iterable[str]) -> None:
    """Let the worker purge addresses, if a cache is configured."""
    if is_configured():
        purge_urls_from_cache(sorted(set(addresses)))


def purge_what_changed() -> None:
    """Let the worker purge every answer of the API, and the registered paths.

    The requests whose answers a CDN holds are unknown here. So the path of the API and the
    registered paths are purged, and the CDN must purge every URL that begins with them.
    """
    if is_configured():
        purge(urljoin(settings.SITE_URL, path) for path in (PATH, *purged_paths()))
