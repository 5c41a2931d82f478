"""Declares a list once: its orders, its filter, its types, its root and its place under parents."""

import enum
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import graphene
from django.db.models import Model, QuerySet

from cms.graphql.fields import ApiField
from cms.graphql.lists.connections import Listing, RelatedListingLoader
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

    `name` is the beginning of two members of the enum, such as `TITLE_ASC`; `ascending` and
    `descending` describe them.
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

# Which of the rows at hand are in the list: (rows, arguments, scope, context) -> rows.
Rows = Callable[[Mapping[str, Any], Any, Any], QuerySet]


@dataclass(frozen=True)
class OrderEnum:
    """The orders of a list as an enum of Python and of GraphQL, with the sort keys of each."""

    members: type[enum.Enum]
    graphql: type[graphene.Enum]
    keys: Mapping[enum.Enum, tuple[Key, Key]]

    def ending_with(self, unique: Key) -> "OrderEnum":
        """Return the same orders for rows whose unique key is another one."""
        return replace(self, keys={order: (keys[0], unique) for order, keys in self.keys.items()})


_BY_TRANSLATION = Key("translation_key")


def order_enum(
    name: str, what: str, orders: Sequence[Order], unique: Key = _BY_TRANSLATION
) -> OrderEnum:
    """Return the enum `name`; `what` are the things that are sorted, `unique` the last key."""
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
    """A list of the contract with its types: `<type_name>Connection` and `<type_name>Edge`."""

    listing: Listing
    node: Callable[[], Any]
    type_name: str
    order: type[graphene.Enum] | None = None
    filter: type[graphene.InputObjectType] | None = None

    def root(self, description: str) -> ApiField:
        """Return the field of the list at the root."""
        return connection_field(
            self.node,
            self.type_name,
            self.listing,
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
        """Return the field of the list under a parent, whose key stands at `path` of a row."""
        # A list of its own: its cursors are valid in no other.
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
    """The list of the pages of a type.

    `singular` names the root of a single page, such as `event`. A list without it has no roots: it
    stands under parents only.
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

    `name` is that of its root, and `singular` that of the root of one page. `type_name` begins the
    names of its types, such as `EventFilter`; `plural` is what descriptions call its pages. The
    default order is a member of the enum, such as `TITLE_ASC`. `conditions` are the fields of its
    filter.
    """
    order = order_enum(f"{type_name}Order", plural, orders)
    return PageList(
        Listing(
            name,
            _page_rows(model, conditions),
            order.keys,
            order.members[default_order],
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
    """Return the input type `<type_name>Filter` with a field for each condition."""
    meta = type("Meta", (), {"description": f"Which {plural} to list; all conditions must hold."})
    fields = {name: condition.field for name, condition in conditions.items()}
    return type(f"{type_name}Filter", (graphene.InputObjectType,), {"Meta": meta, **fields})


def narrowed(rows: Any, conditions: Mapping[str, Condition], filtering: Filtering) -> Any:
    """Return the rows for which all the conditions that were given hold."""
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
    """Return the list of snippets of a model, in the first of the orders by default."""

    def matching(arguments: Mapping[str, Any], scope: Any, context: Any) -> QuerySet:
        filtering = Filtering(arguments.get("filter") or {})
        found: QuerySet = narrowed(rows(arguments, scope, context), conditions, filtering)
        return found

    return ContentList(
        Listing(name, matching, order.keys, next(iter(order.members))),
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
    """Return what the SQL of a root list of pages depends on besides its arguments."""
    language = context.locale_id(arguments.get("locale"), scope)
    return context.visibility(scope).private_paths, language
