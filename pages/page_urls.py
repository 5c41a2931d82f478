"""Resolve requested URLs: redirects and deleted pages.

Paths are compared exactly: letter case and the trailing slash count. Percent-encoding is decoded,
because a browser encodes what an editor typed. `?` and what follows is not part of a path.
"""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from pages.models import GoneAddress
from pages.visibility import Environment, SiteTrees, Tree, Visibility

# The maximum number of chained redirects.
MAX_REDIRECTS = 5
# Other schemes could run code in the browser, and relative paths have no meaning here.
_PATH_OR_WEB_ADDRESS = re.compile(r"(?:https?:/)?/", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RedirectTarget:
    """The target of a redirect: a page, another path of the site, or an external URL."""

    location: str
    permanent: bool
    to_page: bool = False


def readable_path(path: str) -> str | None:
    """Return the decoded path of a URL, or None if it cannot be the path of a page."""
    path = path.partition("#")[0].partition("?")[0]
    if not path.startswith("/") or path.startswith("//"):
        return None
    segments = []
    for segment in path.split("/"):
        try:
            decoded = unquote_to_bytes(segment).decode()
        except UnicodeDecodeError:
            return None
        if "/" in decoded or "\0" in decoded or decoded in {".", ".."}:
            return None
        segments.append(decoded)
    return unicodedata.normalize("NFC", "/".join(segments))


def tree_and_url_path(path: str, site: SiteTrees) -> tuple[Tree, str]:
    """Return the language tree that a decoded path belongs to, and the page's `url_path` in
    Wagtail.
    """
    for tree in site.trees[1:]:
        prefix = f"/{tree.language}/"
        if path.startswith(prefix):
            return tree, tree.url_path + path.removeprefix(prefix)
    return site.default_tree, site.default_tree.url_path + path.removeprefix("/")


def resolve_redirects(path: str, site: SiteTrees, policy: Visibility) -> RedirectTarget | None:
    """Return the final target of the redirects from `path`; None if there is none or they form a
    loop.

    Costs two queries per redirect. A page that is not public is not a target. As in `route`, a page
    takes precedence over a redirect from its own path: a page that was renamed and renamed back
    leaves a redirect to itself.
    """
    permanent, seen, location = True, {_without_slash(path)}, None
    for _ in range(MAX_REDIRECTS):
        redirect = _redirect_from(path, site, policy)
        if redirect is None or (location and _page_exists_at(path, site, policy)):
            break
        permanent, location = permanent and redirect.permanent, redirect.location
        inside = None if redirect.to_page else _path_on(site, location)
        if inside is None:
            break
        path = location = inside
        if _without_slash(path) in seen:
            return None
        seen.add(_without_slash(path))
    return RedirectTarget(location, permanent) if location else None


def _redirect_from(path: str, site: SiteTrees, policy: Visibility) -> RedirectTarget | None:
    whole, alone = _without_slash(path), _without_slash(path.partition("?")[0])
    # The stored path may contain å as one or two code points, and a literal space.
    asked = [
        each
        for kept in (whole, alone)
        for each in (kept, _in_parts(kept), kept.replace("%20", " "))
    ]
    rows = Redirect.objects.filter(old_path__in=asked).select_related("redirect_page")
    here = [row for row in rows if row.site_id in (None, site.site_id)]
    for row in sorted(here, key=lambda row: (asked.index(row.old_path), row.site_id is None)):
        location: str | None = row.redirect_link
        if row.redirect_page is not None:
            target = row.redirect_page
            location = site.path_of(target.url_path) if policy.allows(target) else None
        if location and _PATH_OR_WEB_ADDRESS.match(location):
            return RedirectTarget(location, row.is_permanent, to_page=row.redirect_page is not None)
    return None


def _page_exists_at(path: str, site: SiteTrees, policy: Visibility) -> bool:
    readable = readable_path(path)
    if readable is None:
        return False
    tree, url_path = tree_and_url_path(readable, site)
    pages = Page.objects.filter(
        url_path=url_path, slug=slug_of(url_path), path__startswith=tree.path
    )
    return any(map(policy.allows, pages))


def slug_of(path: str) -> str:
    """Return the last segment of a page's path. Slugs have a database index, paths have none."""
    return path.rstrip("/").rpartition("/")[2]


def _path_on(site: SiteTrees, location: str) -> str | None:
    """Return the path of a location on this site, or None for an external one."""
    location = location.removeprefix(site.root_url) if "://" in location else location
    return location if location.startswith("/") and not location.startswith("//") else None


def _without_slash(path: str) -> str:
    """Return a path in the stored format of redirects, in Unicode normalisation form C."""
    kept = Redirect.normalise_path(path.partition("#")[0])
    return unicodedata.normalize("NFC", kept)


def _in_parts(path: str) -> str:
    return unicodedata.normalize("NFD", path)


def is_gone(path: str, site: SiteTrees) -> bool:
    """Return whether a public page was deleted at this decoded path."""
    found = GoneAddress.objects.filter(site_id=site.site_id, path=path.rstrip("/") or "/")
    return found.exists()


def was_public(page: Page, policy: Visibility) -> bool:
    """Return whether a page was ever public: published at least once and not restricted now."""
    restricted = any(page.path.startswith(path) for path in policy.private_paths)
    return page.first_published_at is not None and not restricted


def remember_gone(page: Page) -> None:
    """Store the path of a page that is being deleted, and the paths of redirects to it."""
    environment = Environment()
    longest = GoneAddress._meta.get_field("path").max_length or 0
    for site in environment.sites:
        path = site.path_of(page.url_path)
        if path is None or not was_public(page, environment.visibility(site)):
            continue
        redirects = Redirect.objects.filter(redirect_page_id=page.pk, site_id=site.site_id)
        paths = {path.rstrip("/") or "/", *redirects.values_list("old_path", flat=True)}
        GoneAddress.objects.bulk_create(
            [
                GoneAddress(site_id=site.site_id, path=each)
                for each in sorted(paths)
                if len(each) <= longest
            ],
            ignore_conflicts=True,
        )
