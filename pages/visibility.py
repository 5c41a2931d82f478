"""What a reader may see: the one policy behind everything that leaves the CMS."""

import datetime
from dataclasses import dataclass
from functools import cached_property

from django.db.models import IntegerField, Q, Value
from django.utils import timezone
from wagtail.models import CollectionViewRestriction, Locale, Page, PageViewRestriction, Site


@dataclass(frozen=True)
class Tree:
    """A site's pages in one language, known by their start page."""

    page_id: int
    path: str
    url_path: str
    locale_id: int
    language: str


@dataclass(frozen=True)
class SiteTrees:
    """A site and its pages in every language; the default language comes first."""

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
        """The front end's address, without a slash at the end."""
        if self.port == 443:
            return f"https://{self.hostname}"
        port = "" if self.port == 80 else f":{self.port}"
        return f"http://{self.hostname}{port}"

    def tree_in(self, locale_id: int) -> Tree | None:
        """Return the tree in a language, if the site has one."""
        return next((tree for tree in self.trees if tree.locale_id == locale_id), None)

    def tree_of(self, url_path: str) -> Tree | None:
        """Return the tree that a page stands in; the longest match, since trees may nest."""
        inside = [tree for tree in self.trees if url_path.startswith(tree.url_path)]
        return max(inside, key=lambda tree: len(tree.url_path), default=None)

    def path_of(self, url_path: str) -> str | None:
        """Return a page's path in the front end: `/en/…` for all but the default language."""
        tree = self.tree_of(url_path)
        if tree is None:
            return None
        prefix = "" if tree is self.default_tree else f"/{tree.language}"
        return f"{prefix}/{url_path.removeprefix(tree.url_path)}"


@dataclass(frozen=True)
class Visibility:
    """Which pages are public at a moment, in one site or, without one, in all."""

    now: datetime.datetime
    private_paths: tuple[str, ...]
    site: SiteTrees | None = None

    @classmethod
    def at(cls, now: datetime.datetime, site: SiteTrees | None = None) -> "Visibility":
        """Return the policy with the restrictions that hold now; costs one query."""
        return cls(now, private_page_paths(), site)

    @property
    def condition(self) -> Q:
        """Live, not expired, under no view restriction, and in the site."""
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
        """Return whether a page that is loaded already is public."""
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


def private_page_paths() -> tuple[str, ...]:
    """Return the tree paths of pages with a view restriction; all below them is private too."""
    return tuple(PageViewRestriction.objects.values_list("page__path", flat=True).order_by("pk"))


def in_public_collection(private_paths: tuple[str, ...]) -> Q:
    """Return the condition for images and documents in collections that anyone may see."""
    condition = Q()
    for path in private_paths:
        condition &= ~Q(collection__path__startswith=path)
    return condition


class Environment:
    """What one request needs to know of sites, languages and restrictions, each asked for once."""

    def __init__(self, now: datetime.datetime | None = None) -> None:
        self.now = now or timezone.now()
        self._policies: dict[int | None, Visibility] = {}

    @cached_property
    def sites(self) -> list[SiteTrees]:
        """Every site with its trees."""
        return load_sites()

    @cached_property
    def languages(self) -> dict[int, str]:
        """Language codes by the id of their locale."""
        return dict(Locale.objects.values_list("pk", "language_code"))

    @cached_property
    def locale_ids(self) -> dict[str, int]:
        """Ids of locales by their language code."""
        return {code: pk for pk, code in self.languages.items()}

    @cached_property
    def _private(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        # One statement for both.
        pages = PageViewRestriction.objects.annotate(kind=Value(1, IntegerField()))
        collections = CollectionViewRestriction.objects.annotate(kind=Value(2, IntegerField()))
        rows = pages.values_list("page__path", "kind")
        others = collections.values_list("collection__path", "kind")
        found = sorted(rows.union(others))
        return (
            tuple(path for path, kind in found if kind == 1),
            tuple(path for path, kind in found if kind == 2),
        )

    @property
    def private_collection_paths(self) -> tuple[str, ...]:
        """Tree paths of collections with a view restriction."""
        return self._private[1]

    def visibility(self, site: SiteTrees | None) -> Visibility:
        """Return the policy for pages of a site."""
        key = site.site_id if site else None
        if key not in self._policies:
            self._policies[key] = Visibility(self.now, self._private[0], site)
        return self._policies[key]

    def site_for(self, host: str) -> SiteTrees | None:
        """Return the site of a Host header: by name and port, by name, else the default one."""
        name, _, port = host.partition(":")
        named = [site for site in self.sites if site.hostname == name]
        exact = [site for site in named if str(site.port) == (port or "80")]
        default = [site for site in self.sites if site.is_default]
        return next(iter([*exact, *named, *default]), None)

    def site_named(self, hostname: str) -> SiteTrees | None:
        """Return the site with exactly this hostname."""
        return next((site for site in self.sites if site.hostname == hostname), None)


def load_sites() -> list[SiteTrees]:
    """Return every site with its start pages in all languages, in one query."""
    rows = (
        Page.objects.filter(translation_key__in=Site.objects.values("root_page__translation_key"))
        .values(
            "pk",
            "path",
            "url_path",
            "translation_key",
            "locale_id",
            "locale__language_code",
            "sites_rooted_here__pk",
            "sites_rooted_here__hostname",
            "sites_rooted_here__port",
            "sites_rooted_here__site_name",
            "sites_rooted_here__is_default_site",
        )
        .order_by("pk")
    )
    found = list(rows)
    return [
        SiteTrees(
            site_id=row["sites_rooted_here__pk"],
            hostname=row["sites_rooted_here__hostname"],
            port=row["sites_rooted_here__port"],
            name=row["sites_rooted_here__site_name"],
            is_default=row["sites_rooted_here__is_default_site"],
            trees=_trees(row, found),
        )
        for row in found
        if row["sites_rooted_here__pk"]
    ]


def _trees(root: dict, rows: list[dict]) -> tuple[Tree, ...]:
    same = {row["pk"]: row for row in rows if row["translation_key"] == root["translation_key"]}
    ordered = [same.pop(root["pk"]), *same.values()]
    return tuple(
        Tree(
            row["pk"],
            row["path"],
            row["url_path"],
            row["locale_id"],
            row["locale__language_code"],
        )
        for row in ordered
    )
