"""Purge page URLs from an HTTP cache in front of the front end.

Wagtail purges a page that is published or unpublished. For a moved page it purges the old URL
without the trailing slash, which our URLs always have, and for a new view restriction it purges
nothing; both are handled here.
"""

from typing import Any

from wagtail.models import Page, PageViewRestriction

from cms.response_cache.purging import is_configured, purge
from pages.visibility import Environment


def purge_moved(instance: Page, url_path_before: str, **kwargs: Any) -> None:
    """Purge the old and the new URLs of a moved page and its descendants."""
    _purge_tree(instance, url_path_before)


def purge_renamed(instance: Page, instance_before: Page, **kwargs: Any) -> None:
    """Purge the old and the new URLs of a page whose slug changed, and of its descendants."""
    _purge_tree(instance, instance_before.url_path)


def purge_restricted(instance: PageViewRestriction, **kwargs: Any) -> None:
    """Purge a page whose view restriction changed, and its descendants."""
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
