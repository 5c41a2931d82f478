"""Purging of URLs in a CDN or proxy in front, when content changes."""

from collections.abc import Iterable
from urllib.parse import urljoin

from django.conf import settings
from wagtail.contrib.frontend_cache.utils import purge_urls_from_cache

from cms.graphql.http.cookies import PATH
from cms.response_cache.registry import purged_paths


def is_configured() -> bool:
    """Return whether WAGTAILFRONTENDCACHE names a cache to purge."""
    return bool(getattr(settings, "WAGTAILFRONTENDCACHE", None))


def purge(urls: Iterable[str]) -> None:
    """Queue a task that purges URLs, if a cache is configured."""
    if is_configured():
        purge_urls_from_cache(sorted(set(urls)))


def purge_content() -> None:
    """Purge the path of the API and the registered paths.

    The server does not know which requests a CDN has responses to, so the CDN must purge every URL
    that begins with one of these paths.
    """
    if is_configured():
        purge(urljoin(settings.SITE_URL, path) for path in (PATH, *purged_paths()))
