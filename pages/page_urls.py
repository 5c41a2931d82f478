"""What an address that a browser asks for leads to: redirects, and pages that were deleted.

Addresses are compared as they are written: letter case and the last slash count. Percent-encoding
is undone, since a browser encodes what an editor wrote; `?` and what follows is no part of a path.
"""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from pages.models import GoneAddress
from pages.visibility import Environment, SiteTrees, Tree, Visibility

# How many redirects that lead to redirects are followed.
MOST_HOPS = 5
# Anything else would run in the browser, or has no meaning without the page it was written on.
_PATH_OR_WEB_ADDRESS = re.compile(r"(?:https?:/)?/", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Leap:
    """Where a redirect leads: a page, another path of the site, or an address elsewhere."""

    location: str
    permanent: bool
    to_page: bool = False


def readable_path(path: str) -> str | None:
    """Return the path of an address, decoded; None where it cannot be that of a page."""
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
    """Return the tree that a readable path belongs to, and the page's path in the CMS."""
    for tree in site.trees[1:]:
        prefix = f"/{tree.language}/"
        if path.startswith(prefix):
            return tree, tree.url_path + path.removeprefix(prefix)
    return site.default_tree, site.default_tree.url_path + path.removeprefix("/")


def leap_from(path: str, site: SiteTrees, policy: Visibility) -> Leap | None:
    """Return where redirects lead from an address; None if there is none, or they lead in a circle.

    Costs two queries for each redirect on the way. A page that is not public is no target. As in
    `route`, a page comes before a redirect from where it stands: renamed and named back, it leaves
    one to itself.
    """
    permanent, seen, location = True, {_without_slash(path)}, None
    for _ in range(MOST_HOPS):
        leap = _one_leap(path, site, policy)
        if leap is None or (location and _page_stands_at(path, site, policy)):
            break
        permanent, location = permanent and leap.permanent, leap.location
        inside = None if leap.to_page else _path_on(site, location)
        if inside is None:
            break
        path = location = inside
        if _without_slash(path) in seen:
            return None
        seen.add(_without_slash(path))
    return Leap(location, permanent) if location else None


def _one_leap(path: str, site: SiteTrees, policy: Visibility) -> Leap | None:
    whole, alone = _without_slash(path), _without_slash(path.partition("?")[0])
    # An editor may have written å as one sign or as two, and a space as it is.
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
            return Leap(location, row.is_permanent, to_page=row.redirect_page is not None)
    return None


def _page_stands_at(path: str, site: SiteTrees, policy: Visibility) -> bool:
    readable = readable_path(path)
    if readable is None:
        return False
    tree, url_path = tree_and_url_path(readable, site)
    pages = Page.objects.filter(
        url_path=url_path, slug=slug_of(url_path), path__startswith=tree.path
    )
    return any(map(policy.allows, pages))


def slug_of(path: str) -> str:
    """Return the last part of a page's path; in the CMS it has an index, which the path has not."""
    return path.rstrip("/").rpartition("/")[2]


def _path_on(site: SiteTrees, location: str) -> str | None:
    """Return the path of a location of the site itself, and None for one elsewhere."""
    location = location.removeprefix(site.root_url) if "://" in location else location
    return location if location.startswith("/") and not location.startswith("//") else None


def _without_slash(path: str) -> str:
    """Return a path as redirects are kept, each letter with its dots and rings one sign."""
    kept = Redirect.normalise_path(path.partition("#")[0])
    return unicodedata.normalize("NFC", kept)


def _in_parts(path: str) -> str:
    return unicodedata.normalize("NFD", path)


def is_gone(path: str, site: SiteTrees) -> bool:
    """Return whether a public page stood at a readable path before it was deleted."""
    found = GoneAddress.objects.filter(site_id=site.site_id, path=path.rstrip("/") or "/")
    return found.exists()


def was_public(page: Page, policy: Visibility) -> bool:
    """Return whether everyone could have known of a page: published once, and not restricted."""
    restricted = any(page.path.startswith(path) for path in policy.private_paths)
    return page.first_published_at is not None and not restricted


def remember_gone(page: Page) -> None:
    """Keep where a page stands that is being deleted, and the addresses that led to it."""
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
