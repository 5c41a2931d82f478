"""Visibility: the single policy for which pages, images and documents are public."""

import copy
import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import (
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    F,
    Field,
    IntegerField,
    Model,
    Q,
    QuerySet,
    UUIDField,
    Value,
)
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Locale,
    Page,
    PageViewRestriction,
    Site,
)

from cms.statements import Parameter, Statement


@dataclass(frozen=True)
class Tree:
    """The pages of a site in one language, identified by their start page."""

    page_id: int
    path: str
    url_path: str
    locale_id: int
    language: str


@dataclass(frozen=True)
class SiteTrees:
    """A site and its trees, one per language; the default language comes first."""

    site_id: int
    hostname: str
    port: int
    name: str
    is_default: bool
    trees: tuple[Tree, ...]

    @property
    def default_tree(self) -> Tree:
        """The tree of the site's own start page."""
        return self.trees[0]

    @property
    def root_url(self) -> str:
        """The front end's base URL, without a trailing slash."""
        if self.port == 443:
            return f"https://{self.hostname}"
        port = "" if self.port == 80 else f":{self.port}"
        return f"http://{self.hostname}{port}"

    def tree_in(self, locale_id: int) -> Tree | None:
        """Return the tree in a locale, or None."""
        return next((tree for tree in self.trees if tree.locale_id == locale_id), None)

    def tree_of(self, url_path: str) -> Tree | None:
        """Return the tree that contains a page; trees may be nested, so the longest match."""
        inside = [tree for tree in self.trees if url_path.startswith(tree.url_path)]
        return max(inside, key=lambda tree: len(tree.url_path), default=None)

    def path_of(self, url_path: str) -> str | None:
        """Return a page's path in the front end, with `/<language>/` for other than the default
        language; None for a page outside the site.
        """
        tree = self.tree_of(url_path)
        if tree is None:
            return None
        prefix = "" if tree is self.default_tree else f"/{tree.language}"
        return f"{prefix}/{url_path.removeprefix(tree.url_path)}"


@dataclass(frozen=True)
class Visibility:
    """Which pages are public at a moment, in one site or in all sites."""

    # A datetime, or a Parameter in a prepared statement.
    now: Any
    private_paths: tuple[str, ...]
    site: SiteTrees | None = None

    @classmethod
    def at(cls, now: datetime.datetime, site: SiteTrees | None = None) -> "Visibility":
        """Return the policy with the current view restrictions; costs one query."""
        return cls(now, private_page_paths(), site)

    @property
    def today(self) -> Any:
        """The date of `now` in Swedish time."""
        if isinstance(self.now, Parameter):
            return Parameter("today", DateField())
        return timezone.localdate(self.now)

    @property
    def midnights(self) -> tuple[Any, Any]:
        """The start and the end of the day of `now`, in Swedish time."""
        if isinstance(self.now, Parameter):
            field = DateTimeField()
            return Parameter("midnight", field), Parameter("next_midnight", field)
        return midnights_around(self.now)

    @property
    def condition(self) -> Q:
        """The condition for public pages: live, not expired, not restricted, in the site."""
        condition = Q(live=True) & (Q(expire_at__isnull=True) | Q(expire_at__gt=self.now))
        condition &= Q(expired=False)
        for path in self.private_paths:
            condition &= ~Q(path__startswith=path)
        if self.site is not None:
            in_site = Q(pk__in=[])
            for tree in self.site.trees:
                in_site |= Q(path__startswith=tree.path)
            condition &= in_site
        return condition

    def allows(self, page: Page) -> bool:
        """Return whether a loaded page is public."""
        return (
            page.live
            and not page.expired
            and (page.expire_at is None or page.expire_at > self.now)
            and not any(page.path.startswith(path) for path in self.private_paths)
            and (
                self.site is None
                or any(page.path.startswith(tree.path) for tree in self.site.trees)
            )
        )


def midnights_around(now: datetime.datetime) -> tuple[datetime.datetime, datetime.datetime]:
    """Return the start and the end of the day of `now`, in Swedish time."""
    day = timezone.localdate(now)
    days = day, day + datetime.timedelta(days=1)
    first, last = (datetime.datetime.combine(each, datetime.time.min) for each in days)
    return timezone.make_aware(first), timezone.make_aware(last)


def private_page_paths() -> tuple[str, ...]:
    """Return the tree paths of pages with a view restriction; it covers their descendants too."""
    return tuple(PageViewRestriction.objects.values_list("page__path", flat=True).order_by("pk"))


def in_public_collection(private_paths: tuple[str, ...]) -> Q:
    """Return the condition for images and documents in public collections."""
    condition = Q()
    for path in private_paths:
        condition &= ~Q(collection__path__startswith=path)
    return condition


class Environment:
    """Sites, languages and view restrictions for one request, each loaded at most once."""

    def __init__(self, now: datetime.datetime | None = None) -> None:
        self.now: Any = now or timezone.now()
        self._policies: dict[int | None, Visibility] = {}

    @cached_property
    def _rows(self) -> dict[int, list[Any]]:
        """Sites and page and collection restrictions, loaded with one statement."""
        found: dict[int, list[Any]] = {_OF_SITE: [], _OF_PAGE: [], _OF_COLLECTION: []}
        for row in _ENVIRONMENT.fetch():
            found[row[0]].append(_SiteRow(*row[1:]))
        return found

    @cached_property
    def sites(self) -> list[SiteTrees]:
        """All sites with their trees."""
        return _sites(self._rows[_OF_SITE])

    @cached_property
    def _tree_languages(self) -> dict[int, str]:
        return {tree.locale_id: tree.language for site in self.sites for tree in site.trees}

    @cached_property
    def _all_languages(self) -> dict[int, str]:
        return dict(Locale.objects.values_list("pk", "language_code"))

    def language(self, locale_id: int) -> str:
        """Return the language code of a locale; costs a query only if no site has a start page in
        it.
        """
        return self._tree_languages.get(locale_id) or self._all_languages[locale_id]

    def locale_id(self, code: str) -> int | None:
        """Return the locale id of a language code, or None."""
        ids = {each: pk for pk, each in self._tree_languages.items()}
        if code not in ids:
            ids = {each: pk for pk, each in self._all_languages.items()}
        return ids.get(code)

    @cached_property
    def _private_page_paths(self) -> tuple[str, ...]:
        return tuple(sorted(row.path for row in self._rows[_OF_PAGE]))

    @cached_property
    def private_collection_paths(self) -> tuple[str, ...]:
        """Tree paths of collections with a view restriction."""
        return tuple(sorted(row.path for row in self._rows[_OF_COLLECTION]))

    def at_any_time(self) -> "Environment":
        """Return a copy in which `now` is a parameter, for a prepared statement."""
        timeless = copy.copy(self)
        timeless.now = Parameter("now", DateTimeField())
        timeless._policies = {}
        return timeless

    def visibility(self, site: SiteTrees | None) -> Visibility:
        """Return the policy for the pages of a site, or of all sites for None."""
        key = site.site_id if site else None
        if key not in self._policies:
            self._policies[key] = Visibility(self.now, self._private_page_paths, site)
        return self._policies[key]

    def site_for(self, host: str) -> SiteTrees | None:
        """Return the site for a Host header: by name and port, by name, else the default site."""
        return site_of_host(self.sites, host)

    def site_named(self, hostname: str) -> SiteTrees | None:
        """Return the site with this hostname, ignoring case, or None."""
        asked = hostname.lower()
        return next((site for site in self.sites if site.hostname.lower() == asked), None)


def site_of_host(sites: Iterable[SiteTrees], host: str) -> SiteTrees | None:
    """Return the site of a Host header: by name and port, by name, else the default one."""
    name, _, port = host.lower().partition(":")
    named = [site for site in sites if site.hostname == name]
    exact = [site for site in named if str(site.port) == (port or "80")]
    default = [site for site in sites if site.is_default]
    return next(iter([*exact, *named, *default]), None)


_OF_SITE, _OF_PAGE, _OF_COLLECTION = 1, 2, 3


class _SiteRow(NamedTuple):
    """A row of the statement: a start page and its site, or only the path of a restriction."""

    path: str
    pk: int | None
    url_path: str | None
    translation_key: UUID | None
    locale_id: int | None
    language: str | None
    site_id: int | None
    hostname: str | None
    port: int | None
    name: str | None
    is_default: bool | None


_SITE_COLUMNS: dict[str, tuple[str, Field]] = {
    "pk": ("pk", IntegerField(null=True)),
    "url_path": ("url_path", CharField(null=True)),
    "translation_key": ("translation_key", UUIDField(null=True)),
    "locale_id": ("locale_id", IntegerField(null=True)),
    "language": ("locale__language_code", CharField(null=True)),
    "site_id": ("sites_rooted_here__pk", IntegerField(null=True)),
    "hostname": ("sites_rooted_here__hostname", CharField(null=True)),
    "port": ("sites_rooted_here__port", IntegerField(null=True)),
    "name": ("sites_rooted_here__site_name", CharField(null=True)),
    "is_default": ("sites_rooted_here__is_default_site", BooleanField(null=True)),
}


def _site_rows() -> QuerySet:
    """Return the start pages of all sites in all languages."""
    homes = Page.objects.filter(
        translation_key__in=Site.objects.values("root_page__translation_key")
    )
    columns = {f"of_{name}": F(path) for name, (path, _) in _SITE_COLUMNS.items()}
    return (
        homes.annotate(kind=Value(_OF_SITE, IntegerField()), **columns)
        .order_by()
        .values_list("kind", "path", *columns)
    )


def _restriction_rows(model: type[Model], restricted: QuerySet, kind: int) -> QuerySet:
    """Return the tree paths of restricted objects, with the columns of `_site_rows`.

    Uses a subquery: for a join with an empty table, SQLite would scan the page table first.
    """
    columns = {
        f"of_{name}": Cast(Value(None, field), field) for name, (_, field) in _SITE_COLUMNS.items()
    }
    return (
        model._default_manager.filter(pk__in=restricted)
        .annotate(kind=Value(kind, IntegerField()), **columns)
        .order_by()
        .values_list("kind", "path", *columns)
    )


_ENVIRONMENT = Statement(
    lambda: _site_rows().union(
        _restriction_rows(Page, PageViewRestriction.objects.values("page"), _OF_PAGE),
        _restriction_rows(
            Collection, CollectionViewRestriction.objects.values("collection"), _OF_COLLECTION
        ),
        all=True,
    )
)


def _sites(rows: list[_SiteRow]) -> list[SiteTrees]:
    rows = sorted(rows, key=lambda row: row.pk or 0)
    return [
        SiteTrees(
            site_id=row.site_id,
            hostname=row.hostname or "",
            port=row.port or 80,
            name=row.name or "",
            is_default=bool(row.is_default),
            trees=_trees(row, rows),
        )
        for row in rows
        if row.site_id
    ]


def _trees(root: _SiteRow, rows: list[_SiteRow]) -> tuple[Tree, ...]:
    same = {row.pk: row for row in rows if row.translation_key == root.translation_key}
    ordered = [same.pop(root.pk), *same.values()]
    return tuple(
        Tree(row.pk or 0, row.path, row.url_path or "", row.locale_id or 0, row.language or "")
        for row in ordered
    )
