"""The root field `sitemap`."""

import enum
from collections.abc import Mapping, Sequence
from typing import Any

import graphene
from django.db.models import QuerySet
from wagtail.models import Page as WagtailPage

from cms.graphql.fields import ApiArgument, ApiField, Call, Fetch, Loading, list_of
from cms.graphql.lists.connections import Listing, ListingLoader
from cms.graphql.lists.cursors import Key
from cms.graphql.lists.types import connection_field
from cms.graphql.scalars import DateTime
from pages.graphql.arguments import check_locale, scope_of, site_argument
from pages.graphql.interface import Link
from pages.graphql.page_links import LinkLoader, link_to
from pages.graphql.sources.snippets import FAMILIES
from pages.querysets import ContentPageQuerySet

# The same few columns for all page types.
_COLUMNS = ("path", "url_path", "locale_id", "translation_key", "title", "last_published_at")


class _SitemapOrder(enum.Enum):
    """The only order: that of the page tree, which is stable."""

    TREE = "path"


def _rows(arguments: Mapping[str, Any], scope: Any, context: Any) -> QuerySet:
    """Return the visible pages of the site, in one language or all."""
    rows = (
        ContentPageQuerySet(WagtailPage)
        .visible(context.visibility(scope))
        # Plain wagtailcore pages have no GraphQL type and no route.
        .filter(content_type__app_label="pages")
        .only(*_COLUMNS)
    )
    trees = scope.trees
    if arguments.get("locale"):
        locale_id = context.locale_id(arguments["locale"], scope)
        rows = rows.in_language(locale_id)
        trees = [tree for tree in trees if tree.locale_id == locale_id]
        if not trees:
            return rows.none()
    # Implied by the other conditions, but lets the database use the index on path in tree order.
    return rows.filter(path__gte=min(tree.path for tree in trees))


SITEMAP = Listing("sitemap", {_SitemapOrder.TREE: (Key("path"),)}, _SitemapOrder.TREE, _rows)


class _AlternateLoader:
    """Loads the translations of each page."""

    def load(self, parents: Sequence[Any], call: Call) -> Loading:
        """Return links to the visible translations including the page itself, or none if it is
        the only one.
        """
        keys = [("translations", parent.translation_key) for parent in parents]
        found = yield Fetch(FAMILIES, keys)
        families = [found.get(key, ()) for key in keys]
        return [
            [link_to(page, call) for page in family] if len(family) > 1 else []
            for family in families
        ]


_LINKS = LinkLoader()


class SitemapEntry(graphene.ObjectType):
    """A page for `sitemap.xml`."""

    path = ApiField(
        graphene.String,
        description="Path in the front end.",
        loader=_LINKS,
        pick=lambda link: link.path,
    )
    url = ApiField(
        graphene.String,
        description="For `<loc>`: absolute URL in the front end.",
        loader=_LINKS,
        pick=lambda link: link.url,
    )
    locale = ApiField(
        graphene.String,
        description="Language code of the page.",
        loader=_LINKS,
        pick=lambda link: link.locale,
    )
    lastmod = ApiField(
        DateTime,
        required=False,
        description="For `<lastmod>`: date of the latest publication; null if unknown.",
        source=lambda page, _: page.last_published_at,
    )
    alternates = ApiField(
        list_of(Link),
        description=(
            'For `<xhtml:link rel="alternate" hreflang>`: the page in all its '
            "languages, including itself; empty if there is only one."
        ),
        loader=_AlternateLoader(),
    )


class SitemapQuery:
    """The root field `sitemap`."""

    sitemap = connection_field(
        SitemapEntry,
        "Sitemap",
        SITEMAP,
        loader=ListingLoader(SITEMAP),
        description=(
            "All public pages of a site, for `sitemap.xml`. Services are not "
            "included, since the front end decides where they are shown; use "
            "`services`."
        ),
        scope=scope_of,
        arguments={
            "locale": ApiArgument(
                graphene.String,
                description="Language code, such as `sv` or `en`. Default: all languages.",
                check=check_locale,
            ),
            "site": site_argument(),
        },
    )
