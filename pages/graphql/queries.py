"""Root fields for pages and snippets."""

from collections.abc import Sequence
from typing import Any

from cms.graphql.fields import ApiField, Call
from pages.graphql.arguments import locale_argument, scope_of, site_argument, slug_argument
from pages.graphql.lists.registers import ORGANISATIONS, TOPICS, VENUES
from pages.graphql.lists.sitemap import SitemapQuery
from pages.graphql.lists.snippets import SnippetQuery
from pages.graphql.preview import PreviewQuery
from pages.graphql.sources.pages import pages_with_slug
from pages.graphql.types.common import type_of
from pages.graphql.types.routes import RouteQuery
from pages.graphql.types.site import SiteQuery
from pages.models import ContentPage
from pages.registry import PAGE_TYPES


class BySlug:
    """Loads the page of a type with a slug."""

    def __init__(self, model: type[ContentPage]) -> None:
        self.model = model

    def load(self, parents: Sequence[Any], call: Call) -> Sequence[Any]:
        """Return the page in the requested language, or None if there is no page with the slug.

        The slug can be in the requested or in the default language. The translation is returned
        if it is visible, otherwise the page in the default language.
        """
        page = self._page(call)
        return [page for _ in parents]

    def _page(self, call: Call) -> ContentPage | None:
        context, site = call.context, call.scope
        policy, slug = context.visibility(site), call.arguments["slug"]
        default_id = context.default_locale_id(site)
        wanted = context.locale_id(call.arguments.get("locale"), site)
        if wanted is None:
            wanted = default_id
        columns = call.selected.columns(self.model.__name__)
        pages = [page for page in pages_with_slug(self.model, slug, columns) if policy.allows(page)]
        locale_ids = {wanted, default_id}
        named = {
            page.translation_key
            for page in pages
            if page.slug == slug and page.locale_id in locale_ids
        }
        found = [
            page
            for page in pages
            if page.translation_key in named
            and (page.locale_id == wanted or (page.locale_id == default_id and page.slug == slug))
        ]
        # Prefer the requested language, and in it this very slug.
        return min(
            found,
            key=lambda page: (page.locale_id != wanted, page.slug != slug, page.pk),
            default=None,
        )


def by_slug(model: type[ContentPage], description: str) -> ApiField:
    """Return the field for one page, selected by slug."""
    return ApiField(
        type_of(model),
        required=False,
        description=f"{description} Null if no page has the slug.",
        loader=BySlug(model),
        scope=scope_of,
        args={"slug": slug_argument(), "locale": locale_argument(), "site": site_argument()},
    )


def page_roots() -> dict[str, ApiField]:
    """Return the roots of the lists in the registry: `events` and `event`, `groups` and `group`."""
    roots: dict[str, ApiField] = {}
    for page_type in PAGE_TYPES:
        listed = page_type.page_list
        if listed and listed.singular:
            roots[listed.listing.name] = listed.root(listed.description)
            roots[listed.singular] = by_slug(page_type.model, listed.description_of_one)
    return roots


class SnippetLists:
    """Roots of the lists of snippets."""

    organisations = ORGANISATIONS.root("Administrations, associations and other organisations.")
    venues = VENUES.root("Venues of events.")
    topics = TOPICS.root("Topics of groups, projects, events and articles.")


class PagesQuery(
    SnippetLists,
    type("PageRoots", (), page_roots()),  # type: ignore[misc]
    PreviewQuery,
    RouteQuery,
    SiteQuery,
    SitemapQuery,
    SnippetQuery,
):
    """Root fields of `pages`."""
