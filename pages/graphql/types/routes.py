"""The root field `route`, which resolves a path."""

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
from pages.page_urls import is_gone, readable_path, resolve_redirects, tree_and_url_path, was_public


@dataclass(frozen=True, slots=True, eq=False)
class Route:
    """The resolved path; which attributes are set depends on the type."""

    graphql_type: str
    path: str = ""
    location: str = ""
    permanent: bool = False
    page: ContentPage | None = None


class _RoutePage:
    """Loads the page with the columns that the query selects."""

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
    """The path of a published page."""

    page = ApiField(
        PageInterface,
        description="The page; its type is in `__typename`.",
        loader=_RoutePage(),
    )


class RedirectRoute(graphene.ObjectType):
    """The path redirects to another path or URL."""

    location = ApiField(
        graphene.String,
        description=(
            "Target of the redirect: a path of this site or an external URL. Chained "
            "redirects are resolved."
        ),
    )
    permanent = ApiField(
        graphene.Boolean, description=("Whether to respond with 301 (permanent) instead of 302.")
    )


class GoneRoute(graphene.ObjectType):
    """A page at this path was unpublished or deleted; respond with 410."""

    path = ApiField(graphene.String, description="The requested path.")


class NotFoundRoute(graphene.ObjectType):
    """There is no page at this path; respond with 404."""

    path = ApiField(graphene.String, description="The requested path.")


class RouteUnion(graphene.Union):
    """What a path resolves to."""

    class Meta:
        name = "Route"
        types = (PageRoute, RedirectRoute, GoneRoute, NotFoundRoute)


class _RouteLoader:
    """Resolves an exact path to a page, a redirect, a deleted page or nothing."""

    def load(self, parents: Sequence[Any], call: Call) -> Sequence[Route]:
        """Return the route; costs at most three queries, and two per further redirect."""
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
        target = resolve_redirects(path, site, policy)
        if target is not None:
            return Route("RedirectRoute", location=target.location, permanent=target.permanent)
        if was_public(page, policy) if page is not None else is_gone(readable, site):
            return Route("GoneRoute", path=path)
        return Route("NotFoundRoute", path=path)


def _path_argument() -> Mapping[str, graphene.Argument]:
    return {
        "path": graphene.Argument(
            graphene.String,
            required=True,
            description=(
                "Exact path, as requested by a browser: with its trailing slash, "
                "percent-encoded or not. A query string is used to match redirects and "
                "ignored for pages."
            ),
        ),
        "site": site_argument(),
    }


class RouteQuery:
    """The root field `route`."""

    route = ApiField(
        RouteUnion,
        description="Resolves a path. Paths are exact: letter case and the trailing slash count.",
        loader=_RouteLoader(),
        args=_path_argument(),
        scope=scope_of,
    )
