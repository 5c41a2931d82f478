"""Where a path leads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import graphene

from cms.graphql.fields import ApiField, Call, Fetch, Loading
from pages.graphql.arguments import scope_of, site_argument
from pages.graphql.interface import PageInterface
from pages.graphql.relations import wanted_columns
from pages.graphql.sources.pages import PAGES, PageKey, pages_at
from pages.models import ContentPage
from pages.page_urls import is_gone, leap_from, readable_path, tree_and_url_path, was_public


@dataclass(frozen=True, slots=True, eq=False)
class Route:
    """Where a path leads; which fields hold depends on the type."""

    graphql_type: str
    path: str = ""
    location: str = ""
    permanent: bool = False
    page: ContentPage | None = None


class _RoutePage:
    """Loads what of the page was not loaded with the route."""

    def load(self, parents: Sequence[Route], call: Call) -> Loading:
        """Return each route's page."""
        pages = [route.page for route in parents if route.page]
        keys = [
            PageKey(page.pk, None, page.locale_id, type(page), wanted_columns(call, type(page)))
            for page in pages
        ]
        found = yield Fetch(PAGES, [key for key in keys if key.whole])
        return [found.get(key, page) for key, page in zip(keys, pages, strict=True)]


class PageRoute(graphene.ObjectType):
    """A path of a page."""

    class Meta:
        description = "The path is that of a page."

    page = ApiField(
        PageInterface,
        description="What stands at the path; ask for `__typename`.",
        loader=_RoutePage(),
    )


class RedirectRoute(graphene.ObjectType):
    """A path that leads elsewhere."""

    class Meta:
        description = "The path leads elsewhere."

    location = ApiField(
        graphene.String,
        description=(
            "Path of this site, or address elsewhere, to go to. The last one, where a redirect "
            "leads to another."
        ),
    )
    permanent = ApiField(graphene.Boolean, description="Whether to answer 301 rather than 302.")


class GoneRoute(graphene.ObjectType):
    """A path of a page that was taken down."""

    class Meta:
        description = "A page was here and was taken down or deleted: answer 410."

    path = ApiField(graphene.String, description="The path that was asked for.")


class NotFoundRoute(graphene.ObjectType):
    """A path without a page."""

    class Meta:
        description = "Nothing is here: answer 404."

    path = ApiField(graphene.String, description="The path that was asked for.")


class RouteUnion(graphene.Union):
    """Where a path leads."""

    class Meta:
        name = "Route"
        types = (PageRoute, RedirectRoute, GoneRoute, NotFoundRoute)
        description = "Where a path leads."


class _RouteLoader:
    """Finds the page, or the redirect, of an exact path."""

    def load(self, parents: Sequence[Any], call: Call) -> Sequence[Route]:
        """Return where the path leads: three queries at most, and two for each further redirect."""
        route = self._route(call.arguments["path"], call)
        return [route for _ in parents]

    def _route(self, path: str, call: Call) -> Route:
        readable = readable_path(path)
        if readable is None:
            return Route("NotFoundRoute", path=path)
        site, policy = call.scope, call.context.visibility(call.scope)
        tree, url_path = tree_and_url_path(readable, site)
        page = next((each for each in pages_at(url_path) if each.path.startswith(tree.path)), None)
        if page is not None and policy.allows(page):
            return Route("PageRoute", page=page)
        leap = leap_from(path, site, policy)
        if leap is not None:
            return Route("RedirectRoute", location=leap.location, permanent=leap.permanent)
        if was_public(page, policy) if page is not None else is_gone(readable, site):
            return Route("GoneRoute", path=path)
        return Route("NotFoundRoute", path=path)


def _path_argument() -> Mapping[str, graphene.Argument]:
    return {
        "path": graphene.Argument(
            graphene.String,
            required=True,
            description=(
                "Exact path, as a browser asks for it: with its last slash, percent-encoded or "
                "not. A query string chooses among redirects, and finds pages as if it were not "
                "there."
            ),
        ),
        "site": site_argument(),
    }


class RouteQuery:
    """The root that knows every address."""

    route = ApiField(
        RouteUnion,
        description="Where a path leads. Paths are exact: letter case and last slash count.",
        loader=_RouteLoader(),
        args=_path_argument(),
        scope=scope_of,
    )
