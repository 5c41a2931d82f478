"""The lists of the contract: their rows, orders and fields, at the root and under a parent."""

import enum
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import graphene
from django.db.models import IntegerField, QuerySet, Value

from cms.graphql.fields import ApiField
from cms.graphql.lists.connections import Listing, RelatedListingLoader
from cms.graphql.lists.cursors import Key
from cms.graphql.lists.types import connection_field
from pages.graphql.arguments import locale_argument, scope_of, site_argument
from pages.graphql.lists import filters
from pages.graphql.relations import reading_locale
from pages.graphql.sources.pages import select_pages
from pages.graphql.types.common import type_of
from pages.models import (
    ArticlePage,
    ContentPage,
    EventPage,
    EventSeriesPage,
    GroupPage,
    Organisation,
    ProjectPage,
    Topic,
    Venue,
)


class PageOrder(enum.Enum):
    """Orders of pages that have no date of their own."""

    TITLE_ASC = "title"
    TITLE_DESC = "-title"


class ProjectOrder(enum.Enum):
    """Orders of projects."""

    TITLE_ASC = "title"
    TITLE_DESC = "-title"
    STARTS_ON_ASC = "starts_on"
    STARTS_ON_DESC = "-starts_on"


class EventOrder(enum.Enum):
    """Orders of events."""

    STARTS_AT_ASC = "starts_at"
    STARTS_AT_DESC = "-starts_at"
    TITLE_ASC = "title"
    TITLE_DESC = "-title"


class ArticleOrder(enum.Enum):
    """Orders of articles."""

    PUBLISHED_AT_ASC = "published_at"
    PUBLISHED_AT_DESC = "-published_at"
    TITLE_ASC = "title"
    TITLE_DESC = "-title"


class NameOrder(enum.Enum):
    """Orders of what has a name."""

    NAME_ASC = "name"
    NAME_DESC = "-name"


_TEXTS = {
    "TITLE_ASC": "Swedish alphabetical order: Å, Ä and Ö last.",
    "TITLE_DESC": "Swedish alphabetical order, backwards.",
    "NAME_ASC": "Swedish alphabetical order: Å, Ä and Ö last.",
    "NAME_DESC": "Swedish alphabetical order, backwards.",
    "STARTS_AT_ASC": "Soonest first.",
    "STARTS_AT_DESC": "Latest first.",
    "STARTS_ON_ASC": "Oldest first; without a start last.",
    "STARTS_ON_DESC": "Newest first; without a start last.",
    "PUBLISHED_AT_ASC": "Oldest first.",
    "PUBLISHED_AT_DESC": "Newest first.",
}


def _order_type(orders: type[enum.Enum], name: str, what: str) -> type[graphene.Enum]:
    return graphene.Enum.from_enum(
        orders,
        name=name,
        description=lambda order: _TEXTS[order.name] if order else f"How {what} are sorted.",
    )


GroupOrderType = _order_type(PageOrder, "GroupOrder", "groups")
ProjectOrderType = _order_type(ProjectOrder, "ProjectOrder", "projects")
EventSeriesOrderType = _order_type(PageOrder, "EventSeriesOrder", "programmes")
EventOrderType = _order_type(EventOrder, "EventOrder", "events")
ArticleOrderType = _order_type(ArticleOrder, "ArticleOrder", "articles")
NameOrderType = _order_type(NameOrder, "NameOrder", "these")

_UNIQUE = Key("translation_key")


def _orders(orders: type[enum.Enum], columns: Mapping[str, str], unique: Key = _UNIQUE) -> Any:
    """Return the sort keys of each order; `columns` names those that differ from the order."""
    nullable = {"starts_on"}
    return {
        order: (
            Key(
                columns.get(order.value.lstrip("-"), order.value.lstrip("-")),
                descending=order.value.startswith("-"),
                nullable=order.value.lstrip("-") in nullable,
            ),
            unique,
        )
        for order in orders
    }


def name_orders() -> Any:
    """Return the sort keys of `NameOrder` for snippets with translations."""
    return _orders(NameOrder, _BY_NAME)


_BY_TITLE = {"title": "title_key"}
_BY_NAME = {"name": "name_key"}


def _page_rows(model: type[ContentPage], narrow: Callable[..., QuerySet]) -> Any:
    """Return the rows of a list of pages.

    At the root they are strictly of the language asked for. Under a parent (`partition` is its
    language) a page in the default language stands in for a missing translation.
    """

    def rows(arguments: Mapping[str, Any], scope: Any, context: Any) -> QuerySet:
        policy = context.visibility(scope)
        found: Any = model._default_manager.all().visible(policy)
        if "partition" in arguments:
            default_id = context.default_locale_id(scope)
            found = found.preferring(arguments["partition"], default_id, policy)
        else:
            found = found.in_language(context.locale_id(arguments.get("locale"), scope))
        counted = {"counted": True} if arguments.get("counted") else {}
        return narrow(found, {**(arguments.get("filter") or {}), **counted}, policy)

    return rows


def _depends_on(arguments: Mapping[str, Any], scope: Any, context: Any) -> Hashable:
    """Return what a root list of pages depends on besides its arguments: restrictions, language."""
    language = context.locale_id(arguments.get("locale"), scope)
    return context.visibility(scope).private_paths, language


GROUPS = Listing(
    "groups",
    _page_rows(GroupPage, filters.filter_groups),
    _orders(PageOrder, _BY_TITLE),
    PageOrder.TITLE_ASC,
    select_pages,
    type_name="GroupPage",
    depends_on=_depends_on,
)
PROJECTS = Listing(
    "projects",
    _page_rows(ProjectPage, filters.filter_projects),
    _orders(ProjectOrder, _BY_TITLE),
    ProjectOrder.TITLE_ASC,
    select_pages,
    type_name="ProjectPage",
    depends_on=_depends_on,
)
EVENTS = Listing(
    "events",
    _page_rows(EventPage, filters.filter_events),
    _orders(EventOrder, _BY_TITLE),
    EventOrder.STARTS_AT_ASC,
    select_pages,
    type_name="EventPage",
    depends_on=_depends_on,
)
SERIES = Listing(
    "series",
    _page_rows(EventSeriesPage, filters.filter_series),
    _orders(PageOrder, _BY_TITLE),
    PageOrder.TITLE_ASC,
    select_pages,
    type_name="EventSeriesPage",
    depends_on=_depends_on,
)
ARTICLES = Listing(
    "articles",
    _page_rows(ArticlePage, filters.filter_articles),
    _orders(ArticleOrder, _BY_TITLE),
    ArticleOrder.PUBLISHED_AT_DESC,
    select_pages,
    type_name="ArticlePage",
    depends_on=_depends_on,
)


def _organisation_rows(arguments: Mapping[str, Any], scope: Any, context: Any) -> QuerySet:
    given = arguments.get("filter") or {}
    # Not translated themselves; what they lead to is read in the language asked for.
    locale_id = context.locale_id(arguments.get("locale"), scope)
    if locale_id is None:
        locale_id = context.default_locale_id(scope)
    rows = Organisation.objects.annotate(reading_locale_id=Value(locale_id, IntegerField()))
    if given.get("kind") is not None:
        rows = rows.filter(kind__in=[kind.value for kind in given["kind"]])
    return rows


def _snippet_rows(model: Any) -> Any:
    def rows(arguments: Mapping[str, Any], scope: Any, context: Any) -> QuerySet:
        found = model._default_manager.filter(
            locale_id=context.locale_id(arguments.get("locale"), scope)
        )
        given = arguments.get("filter") or {}
        if given.get("step_free") is not None:
            found = found.filter(step_free=given["step_free"])
        return found

    return rows


ORGANISATIONS = Listing(
    "organisations",
    _organisation_rows,
    _orders(NameOrder, _BY_NAME, Key("slug")),
    NameOrder.NAME_ASC,
)
VENUES = Listing("venues", _snippet_rows(Venue), _orders(NameOrder, _BY_NAME), NameOrder.NAME_ASC)
TOPICS = Listing("topics", _snippet_rows(Topic), _orders(NameOrder, _BY_NAME), NameOrder.NAME_ASC)


@dataclass(frozen=True)
class ListType:
    """The types of a list: its items, what its own types are called, its filter and order."""

    node: Callable[[], Any]
    name: str
    filter: Any
    order: Any

    def arguments(self) -> dict[str, graphene.Argument]:
        """Return the argument `filter`, where there is one."""
        if self.filter is None:
            return {}
        return {"filter": graphene.Argument(self.filter, description="Which ones to list.")}


_TYPES = {
    "groups": ListType(type_of(GroupPage), "Group", filters.GroupFilter, GroupOrderType),
    "projects": ListType(type_of(ProjectPage), "Project", filters.ProjectFilter, ProjectOrderType),
    "events": ListType(type_of(EventPage), "Event", filters.EventFilter, EventOrderType),
    "series": ListType(
        type_of(EventSeriesPage), "EventSeries", filters.EventSeriesFilter, EventSeriesOrderType
    ),
    "articles": ListType(type_of(ArticlePage), "Article", filters.ArticleFilter, ArticleOrderType),
    "organisations": ListType(
        type_of(Organisation), "Organisation", filters.OrganisationFilter, NameOrderType
    ),
    "venues": ListType(type_of(Venue), "Venue", filters.VenueFilter, NameOrderType),
    "topics": ListType(type_of(Topic), "Topic", None, NameOrderType),
}


def root_list(listing: Listing, description: str, *, list_type: ListType | None = None) -> ApiField:
    """Return the field of a list at the root."""
    types = list_type or _TYPES[listing.name]
    return connection_field(
        types.node,
        types.name,
        listing,
        description=description,
        order_type=types.order,
        scope=scope_of,
        arguments={"locale": locale_argument(), "site": site_argument(), **types.arguments()},
    )


def related_list(
    listing: Listing,
    description: str,
    *,
    path: str,
    key: Callable[[Any], Any] = lambda parent: parent.translation_key,
    list_type: ListType | None = None,
) -> ApiField:
    """Return the field of a list under a parent; `path` leads from a row to the parent's key."""
    types = list_type or _TYPES[listing.name]
    # A list of its own, whose cursors are good for no other.
    listing = replace(listing, name=f"{listing.name} by {path}")
    return connection_field(
        types.node,
        types.name,
        listing,
        loader=RelatedListingLoader(
            listing, parent_path=path, parent_key=key, partition=reading_locale
        ),
        description=description,
        order_type=types.order,
        arguments=types.arguments(),
    )
