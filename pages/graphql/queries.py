"""The roots that read what editors publish."""

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
    """Loads the page of a type that has a slug."""

    def __init__(self, model: type[ContentPage]) -> None:
        self.model = model

    def load(self, parents: Sequence[Any], call: Call) -> Sequence[Any]:
        """Return the page in the language asked for; null where the slug is unknown.

        The slug may be that of the language or of the default one, which leads to the translation
        if it is visible and to the default page otherwise.
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
        # A page of the language with this very slug comes before one that is found by translation.
        return min(
            found,
            key=lambda page: (page.locale_id != wanted, page.slug != slug, page.pk),
            default=None,
        )


def by_slug(model: type[ContentPage], description: str) -> ApiField:
    """Return the field of one page."""
    return ApiField(
        type_of(model),
        required=False,
        description=f"{description} Null if there is none with the slug.",
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

    organisations = ORGANISATIONS.root("Administrations, associations and others that take part.")
    venues = VENUES.root("Places where events are held.")
    topics = TOPICS.root("What groups, projects, events and articles are about.")


class PagesQuery(
    SnippetLists,
    type("PageRoots", (), page_roots()),  # type: ignore[misc]
    PreviewQuery,
    RouteQuery,
    SiteQuery,
    SitemapQuery,
    SnippetQuery,
):
    """Roots of `pages`."""
