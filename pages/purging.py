"""Which addresses of a front end a cache in front of it has to forget.

Wagtail itself names a page that is published or taken down. Where pages stood before a move it
names without the last slash, which no page of ours goes without; and it names nothing when pages
become private.
"""

from typing import Any

from wagtail.models import Page, PageViewRestriction

from cms.response_cache.purging import is_configured, purge
from pages.visibility import Environment


def purge_moved(instance: Page, url_path_before: str, **kwargs: Any) -> None:
    """Purge where a page that was moved stood and stands, with all pages below it."""
    _purge_tree(instance, url_path_before)


def purge_renamed(instance: Page, instance_before: Page, **kwargs: Any) -> None:
    """Do so for a page with a new slug."""
    _purge_tree(instance, instance_before.url_path)


def purge_restricted(instance: PageViewRestriction, **kwargs: Any) -> None:
    """Purge a page that becomes private or public, with all pages below it."""
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
