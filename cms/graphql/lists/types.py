"""The types of a connection, and its field."""

import copy
from collections.abc import Mapping
from functools import cache
from typing import Any

import graphene

from cms.graphql.fields import ApiArgument, ApiField, list_of
from cms.graphql.lists.connections import (
    DEFAULT_PAGE,
    LARGEST_PAGE,
    Edge,
    Paging,
    TotalLoader,
    page_size,
)


class PageInfo(graphene.ObjectType):
    """Information about the current page of a connection."""

    has_next_page = ApiField(
        graphene.Boolean,
        description="Whether items follow after `endCursor`.",
        source=lambda page, _: (
            bool(page.arguments.get("before")) if page.is_backwards else page.has_more
        ),
    )
    has_previous_page = ApiField(
        graphene.Boolean,
        description="Whether items come before `startCursor`.",
        source=lambda page, _: (
            page.has_more if page.is_backwards else bool(page.arguments.get("after"))
        ),
    )
    start_cursor = ApiField(
        graphene.String,
        required=False,
        description="Cursor of the first item, null for an empty page.",
        source=lambda page, _: page.cursor(page.nodes[0]) if page.nodes else None,
    )
    end_cursor = ApiField(
        graphene.String,
        required=False,
        description="Cursor of the last item, null for an empty page. Give it as `after`.",
        source=lambda page, _: page.cursor(page.nodes[-1]) if page.nodes else None,
    )


@cache
def connection_type(
    node_type: Any, name: str, total: ApiField | None = None
) -> type[graphene.ObjectType]:
    """Return the type `<name>Connection`, with `<name>Edge`, for a node type or a thunk of it.

    `total` is the field `totalCount` if it is not the number of the listing's rows.
    """
    edge = type(
        f"{name}Edge",
        (graphene.ObjectType,),
        {
            "Meta": type("Meta", (), {"description": "An item of a list, and its cursor."}),
            "cursor": ApiField(
                graphene.String,
                description="Stands for this item in this list, order and filter.",
                source=lambda edge, _: edge.page.cursor(edge.node),
            ),
            "node": ApiField(node_type, description="The item."),
        },
    )
    return type(
        f"{name}Connection",
        (graphene.ObjectType,),
        {
            "Meta": type("Meta", (), {"description": "A page of a list."}),
            "nodes": ApiField(
                list_of(node_type),
                description="The items of this page.",
                is_page_of_parent=True,
            ),
            "edges": ApiField(
                list_of(edge),
                description="The items of this page, each with its cursor.",
                # Copies: values are stored per object, and `nodes` may select other fields of the
                # same rows.
                source=lambda page, _: [Edge(page, copy.copy(node)) for node in page.nodes],
                is_page_of_parent=True,
            ),
            "page_info": ApiField(
                PageInfo,
                description="Information about the current page.",
                source=lambda page, _: page,
            ),
            "total_count": total
            or ApiField(
                graphene.Int,
                description="Items in the whole list. Counted only when it is asked for.",
                loader=_TOTALS,
            ),
        },
    )


_TOTALS = TotalLoader()


def connection_field(
    node_type: Any,
    name: str,
    listing: Paging,
    *,
    loader: Any,
    description: str,
    order_type: Any = None,
    arguments: Mapping[str, graphene.Argument] | None = None,
    scope: Any = None,
) -> ApiField:
    """Return a field for pages of `listing`; with `orderBy` if there is an order type."""
    sorting = {}
    if order_type is not None:
        sorting["order_by"] = graphene.Argument(
            order_type,
            default_value=listing.default_order,
            description="How the list is sorted.",
        )
    return ApiField(
        connection_type(node_type, name),
        description=description,
        loader=loader,
        size=page_size,
        scope=scope,
        args={
            "first": ApiArgument(
                graphene.Int,
                default_value=DEFAULT_PAGE,
                description=f"How many items, 1–{LARGEST_PAGE}.",
                check=listing.check_first,
            ),
            "after": ApiArgument(
                graphene.String,
                description="Begin after the item with this cursor.",
                check=listing.check_after,
            ),
            "last": ApiArgument(
                graphene.Int,
                description=f"How many items from the end, 1–{LARGEST_PAGE}. "
                "Without `first` and `after`.",
                check=listing.check_last,
            ),
            "before": ApiArgument(
                graphene.String,
                description="End before the item with this cursor. With `last`.",
                check=listing.check_before,
            ),
            **(arguments or {}),
            **sorting,
        },
    )
