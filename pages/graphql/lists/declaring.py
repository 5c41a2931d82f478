"""Declares lists: orders, filter and types, for the root field and for lists under a parent."""

import enum
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import graphene
from django.db.models import Model, QuerySet

from cms.graphql.fields import ApiField
from cms.graphql.lists.connections import Listing, ListingLoader, RelatedListingLoader
from cms.graphql.lists.cursors import Key
from cms.graphql.lists.types import connection_field
from pages.graphql.arguments import locale_argument, scope_of, site_argument
from pages.graphql.lists.filtering import Condition, Filtering
from pages.graphql.relations import reading_locale
from pages.graphql.sources.pages import select_pages
from pages.graphql.types.common import type_of
from pages.models import ContentPage


@dataclass(frozen=True)
class Order:
    """A column that a list can be sorted by, in both directions.

    `name` is the prefix of two enum values, such as `TITLE_ASC`; `ascending` and `descending`
    are their descriptions.
    """

    name: str
    column: str
    ascending: str
    descending: str
    nullable: bool = False


_ALPHABET = "Alphabetical (Swedish: å, ä, ö last)."
_ALPHABET_BACKWARDS = "Reverse alphabetical (Swedish)."
BY_TITLE = Order("TITLE", "title_key", _ALPHABET, _ALPHABET_BACKWARDS)
BY_NAME = Order("NAME", "name_key", _ALPHABET, _ALPHABET_BACKWARDS)

# Returns the rows of a list before filtering: (arguments, scope, context) -> queryset.
Rows = Callable[[Mapping[str, Any], Any, Any], QuerySet]


@dataclass(frozen=True)
class OrderEnum:
    """The orders of a list as Python and GraphQL enums, with the sort keys of each."""

    members: type[enum.Enum]
    graphql: type[graphene.Enum]
    keys: Mapping[enum.Enum, tuple[Key, Key]]

    def ending_with(self, unique: Key) -> "OrderEnum":
        """Return the same orders with another unique key."""
        return replace(self, keys={order: (keys[0], unique) for order, keys in self.keys.items()})


_BY_TRANSLATION = Key("translation_key")


def order_enum(
    name: str, what: str, orders: Sequence[Order], unique: Key = _BY_TRANSLATION
) -> OrderEnum:
    """Return the enum `name`; `what` is the plural for the description, `unique` the last sort
    key.
    """
    rows = [
        (f"{order.name}_{suffix}", order, descending)
        for order in orders
        for suffix, descending in (("ASC", False), ("DESC", True))
    ]
    members = enum.Enum(name, {key: key.lower() for key, _, _ in rows})  # type: ignore[misc]
    texts = {
        key: order.descending if descending else order.ascending for key, order, descending in rows
    }
    return OrderEnum(
        members,
        graphene.Enum.from_enum(
            members,
            name=name,
            description=lambda order: texts[order.name] if order else f"Sort order of {what}.",
        ),
        {
            members[key]: (
                Key(order.column, descending=descending, nullable=order.nullable),
                unique,
            )
            for key, order, descending in rows
        },
    )


@dataclass(frozen=True)
class ContentList:
    """A list with its GraphQL types: `<type_name>Connection` and `<type_name>Edge`."""

    listing: Listing
    node: Callable[[], Any]
    type_name: str
    order: type[graphene.Enum] | None = None
    filter: type[graphene.InputObjectType] | None = None

    def root(self, description: str) -> ApiField:
        """Return the field for the list at the root."""
        return connection_field(
            self.node,
            self.type_name,
            self.listing,
            loader=ListingLoader(self.listing),
            description=description,
            order_type=self.order,
            scope=scope_of,
            arguments={"locale": locale_argument(), "site": site_argument(), **self._filter()},
        )

    def under(
        self,
        description: str,
        *,
        path: str,
        key: Callable[[Any], Any] = lambda parent: parent.translation_key,
    ) -> ApiField:
        """Return the field for the list under a parent; `path` leads from a row to the parent's
        key.
        """
        # Another name, so that cursors are not valid for other lists.
        listing = replace(self.listing, name=f"{self.listing.name} by {path}")
        return connection_field(
            self.node,
            self.type_name,
            listing,
            loader=RelatedListingLoader(
                listing, parent_path=path, parent_key=key, partition=reading_locale
            ),
            description=description,
            order_type=self.order,
            arguments=self._filter(),
        )

    def _filter(self) -> dict[str, graphene.Argument]:
        if self.filter is None:
            return {}
        return {"filter": graphene.Argument(self.filter, description="Conditions.")}


@dataclass(frozen=True)
class PageList(ContentList):
    """The list of a page type.

    `singular` is the name of the root field for one page, such as `event`. A list without it has
    no root fields, only lists under parents.
    """

    singular: str = ""
    description: str = ""
    description_of_one: str = ""


def page_list(
    model: type[ContentPage],
    name: str,
    *,
    type_name: str,
    plural: str,
    orders: Sequence[Order],
    default_order: str,
    conditions: Mapping[str, Condition],
    singular: str = "",
    description: str = "",
    description_of_one: str = "",
) -> PageList:
    """Return the list of a page type.

    `name` is its root field, and `singular` that of one page. `type_name` is the prefix of its
    GraphQL types, such as `EventFilter`; `plural` is used in descriptions. The default order is
    an enum value, such as `TITLE_ASC`. `conditions` are the fields of its filter.
    """
    order = order_enum(f"{type_name}Order", plural, orders)
    return PageList(
        Listing(
            name,
            order.keys,
            order.members[default_order],
            _page_rows(model, conditions),
            select_pages,
            type_name=model.__name__,
            depends_on=_depends_on,
        ),
        type_of(model),
        type_name,
        order.graphql,
        filter_type(type_name, plural, conditions),
        singular,
        description,
        description_of_one,
    )


def filter_type(
    type_name: str, plural: str, conditions: Mapping[str, Condition]
) -> type[graphene.InputObjectType]:
    """Return the input type `<type_name>Filter` with a field per condition."""
    meta = type("Meta", (), {"description": f"Conditions for {plural}; all must hold."})
    fields = {name: condition.field for name, condition in conditions.items()}
    return type(f"{type_name}Filter", (graphene.InputObjectType,), {"Meta": meta, **fields})


def narrowed(rows: Any, conditions: Mapping[str, Condition], filtering: Filtering) -> Any:
    """Return the rows that match all given conditions."""
    for name, condition in conditions.items():
        value = filtering.given.get(name)
        if value is not None:
            rows = condition.narrow(rows, value, filtering)
    return rows


def snippet_list(
    model: type[Model],
    name: str,
    *,
    plural: str,
    rows: Rows,
    order: OrderEnum,
    conditions: Mapping[str, Condition],
) -> ContentList:
    """Return the list of a snippet model; its default order is the first one."""

    def matching(arguments: Mapping[str, Any], scope: Any, context: Any) -> QuerySet:
        filtering = Filtering(arguments.get("filter") or {})
        found: QuerySet = narrowed(rows(arguments, scope, context), conditions, filtering)
        return found

    return ContentList(
        Listing(name, order.keys, next(iter(order.members)), matching),
        type_of(model),
        model.__name__,
        order.graphql,
        filter_type(model.__name__, plural, conditions) if conditions else None,
    )


def _page_rows(model: type[ContentPage], conditions: Mapping[str, Condition]) -> Any:
    """Return the row function of a list of pages.

    A root list contains pages in the requested language only. Under a parent (`partition` is the
    parent's language), a page without a translation is included in the default language.
    """

    def rows(arguments: Mapping[str, Any], scope: Any, context: Any) -> QuerySet:
        policy = context.visibility(scope)
        found: Any = model._default_manager.all().visible(policy)
        if "partition" in arguments:
            default_id = context.default_locale_id(scope)
            found = found.preferring(arguments["partition"], default_id, policy)
        else:
            found = found.in_language(context.locale_id(arguments.get("locale"), scope))
        filtering = Filtering(
            arguments.get("filter") or {}, policy, in_order=not arguments.get("counted")
        )
        matching: QuerySet = narrowed(found, conditions, filtering)
        return matching

    return rows


def _depends_on(arguments: Mapping[str, Any], scope: Any, context: Any) -> Hashable:
    """Return what the SQL of a root list depends on besides its arguments: restrictions and
    language.
    """
    language = context.locale_id(arguments.get("locale"), scope)
    return context.visibility(scope).private_paths, language
