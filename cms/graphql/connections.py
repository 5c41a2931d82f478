"""Connections: lists in pages, at the root or under a parent, loaded in one query a level."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from operator import attrgetter
from typing import Any

from django.db.models import Count, F, IntegerField, QuerySet, Value, Window
from django.db.models.functions import DenseRank

from cms.graphql import cursors
from cms.graphql.cursors import BadCursor, Key
from cms.graphql.errors import BadUserInput
from cms.graphql.fields import Call

DEFAULT_PAGE = 20
LARGEST_PAGE = 100

# (arguments, scope, context) -> the rows of the list, unordered.
Rows = Callable[[Mapping[str, Any], Any, Any], QuerySet]


@dataclass(frozen=True)
class Listing:
    """A list of the contract: which rows it may hold, and how they can be ordered.

    The last sort key of each order must be unique in the list.
    """

    name: str
    rows: Rows
    orders: Mapping[Enum, Sequence[Key]]
    default_order: Enum

    def order(self, arguments: Mapping[str, Any]) -> Enum:
        """Return the order that was asked for."""
        return arguments.get("order_by") or self.default_order

    def keys(self, arguments: Mapping[str, Any]) -> Sequence[Key]:
        """Return the sort keys of the order that was asked for."""
        return self.orders[self.order(arguments)]

    def fingerprint(self, arguments: Mapping[str, Any]) -> str:
        """Return what a cursor of this list, order and filter is marked with."""
        filters = {k: v for k, v in arguments.items() if k not in _PAGING and v is not None}
        return cursors.list_fingerprint(self.name, self.order(arguments).name, filters)

    def check_first(self, value: int, arguments: Mapping[str, Any], _context: Any) -> None:
        """Refuse a page that is empty or too large."""
        _check_page("first", value)

    def check_last(self, value: int, arguments: Mapping[str, Any], _context: Any) -> None:
        """Refuse a page that is empty or too large, and two directions at once."""
        _check_page("last", value)
        if "first" in arguments["given"] or arguments.get("after"):
            raise BadUserInput("Argument 'last' goes with 'before', without 'first' and 'after'.")

    def check_after(self, value: str, arguments: Mapping[str, Any], _context: Any) -> None:
        """Refuse a cursor that this list did not give."""
        self._check_cursor("after", value, arguments)

    def check_before(self, value: str, arguments: Mapping[str, Any], _context: Any) -> None:
        """Refuse a cursor that this list did not give, or one without `last`."""
        self._check_cursor("before", value, arguments)
        if not arguments.get("last"):
            raise BadUserInput("Argument 'before' goes with 'last'.")

    def _check_cursor(self, name: str, value: str, arguments: Mapping[str, Any]) -> None:
        arguments = {k: v for k, v in arguments.items() if k != "given"}
        try:
            cursors.decode(self.fingerprint(arguments), value)
        except BadCursor:
            raise BadUserInput(
                f"Argument '{name}' is not a cursor of this list in this order with these "
                "filters: take it from 'pageInfo' or 'edges' of the same list."
            ) from None


_PAGING = {"first", "after", "last", "before", "order_by"}


def _check_page(name: str, value: int) -> None:
    if not 1 <= value <= LARGEST_PAGE:
        raise BadUserInput(f"Argument '{name}' is 1–{LARGEST_PAGE}; {value} is not.")


def page_size(arguments: Mapping[str, Any]) -> int:
    """Return how many items were asked for at most."""
    return arguments.get("last") or arguments.get("first") or DEFAULT_PAGE


@dataclass(eq=False, slots=True)
class _Pages:
    """The pages that one call loaded: what their totals are counted from.

    `groups` holds, for each partition, the rows and the keys of the parents in it.
    """

    parent_path: str | None
    groups: Sequence[tuple[QuerySet, Sequence[Any]]]


@dataclass(eq=False, slots=True)
class Page:
    """One page of a list."""

    nodes: list[Any]
    has_more: bool
    listing: Listing
    arguments: Mapping[str, Any]
    pages: _Pages
    parent: tuple[int, Any] | None = None

    @property
    def is_backwards(self) -> bool:
        """Whether the page was read from the end."""
        return bool(self.arguments.get("last"))

    def cursor(self, node: Any) -> str:
        """Return the cursor of one of the nodes."""
        values = [
            attrgetter(key.path.replace("__", "."))(node)
            for key in self.listing.keys(self.arguments)
        ]
        return cursors.encode(self.listing.fingerprint(self.arguments), values)


@dataclass(eq=False, slots=True)
class Edge:
    """A page and one of its nodes."""

    page: Page
    node: Any


class ListingLoader:
    """Loads a page of a list of the root."""

    def __init__(self, listing: Listing) -> None:
        self.listing = listing

    def load(self, parents: Sequence[Any], call: Call) -> Sequence[Page]:
        """Return the same page for every parent; there is one, the root."""
        rows = self.listing.rows(call.arguments, call.scope, call.context)
        nodes, has_more = _slice(self.listing, rows, call)
        pages = _Pages(None, [(rows, ())])
        return [Page(nodes, has_more, self.listing, call.arguments, pages) for _ in parents]


class RelatedListingLoader:
    """Loads a page of a list for each of many parents, in one query.

    `parent_path` is the look-up from a row to what `parent_key` returns for a parent. Parents of
    one partition (a language) may see other rows than those of another: `rows` finds it in the
    arguments as `partition`.
    """

    def __init__(
        self,
        listing: Listing,
        *,
        parent_path: str,
        parent_key: Callable[[Any], Any],
        partition: Callable[[Any], Any] = lambda parent: None,
    ) -> None:
        self.listing = listing
        self.parent_path = parent_path
        self.parent_key = parent_key
        self.partition = partition

    def load(self, parents: Sequence[Any], call: Call) -> Sequence[Page]:
        """Return a page for each parent."""
        numbers: dict[Any, int] = {}
        keys: list[dict[Any, None]] = []
        places: list[tuple[int, Any]] = []
        for parent in parents:
            number = numbers.setdefault(self.partition(parent), len(numbers))
            if number == len(keys):
                keys.append({})
            keys[number][self.parent_key(parent)] = None
            places.append((number, self.parent_key(parent)))
        groups = [
            (self._rows(partition, list(keys[number]), call), list(keys[number]))
            for partition, number in numbers.items()
        ]
        pages = _Pages(self.parent_path, groups)
        found: dict[tuple[int, Any], tuple[list[Any], bool]] = {}
        if len(set(places)) == 1:
            found[places[0]] = _slice(self.listing, _once(groups[0][0], self.parent_path), call)
        else:
            found = self._numbered([rows for rows, _ in groups], call)
        return [
            Page(*found.get(place, ([], False)), self.listing, call.arguments, pages, place)
            for place in places
        ]

    def _rows(self, partition: Any, keys: list[Any], call: Call) -> QuerySet:
        arguments = {**call.arguments, "partition": partition}
        rows = self.listing.rows(arguments, call.scope, call.context)
        return rows.filter(**{f"{self.parent_path}__in": keys})

    def _numbered(
        self, groups: list[QuerySet], call: Call
    ) -> dict[tuple[int, Any], tuple[list[Any], bool]]:
        """Return each parent's rows, cut by the database to one more than a page."""
        backwards = bool(call.arguments.get("last"))
        size = page_size(call.arguments)
        order = cursors.ordering(self.listing.keys(call.arguments), backwards=backwards)
        numbered = [
            _from_cursor(self.listing, rows, call)
            .annotate(
                parent_key=F(self.parent_path),
                partition=Value(number, output_field=IntegerField()),
                # A row that is related to two translations of its parent is found twice, and
                # must not take the place of another.
                place=Window(DenseRank(), partition_by=F(self.parent_path), order_by=order),
            )
            .filter(place__lte=size + 1)
            .order_by()
            for number, rows in enumerate(groups)
        ]
        # One statement, however many languages the parents have between them.
        found = numbered[0].union(*numbered[1:], all=True) if len(numbered) > 1 else numbered[0]
        grouped: dict[tuple[int, Any], dict[Any, Any]] = defaultdict(dict)
        for row in sorted(found, key=attrgetter("place")):
            grouped[row.partition, row.parent_key].setdefault(row.pk, row)
        return {at: _cut(list(rows.values()), size, backwards) for at, rows in grouped.items()}


def _from_cursor(listing: Listing, rows: QuerySet, call: Call) -> QuerySet:
    backwards = bool(call.arguments.get("last"))
    cursor = call.arguments.get("before" if backwards else "after")
    if not cursor:
        return rows
    values = cursors.decode(listing.fingerprint(call.arguments), cursor)
    return rows.filter(cursors.beyond(listing.keys(call.arguments), values, backwards=backwards))


def _slice(listing: Listing, rows: QuerySet, call: Call) -> tuple[list[Any], bool]:
    backwards = bool(call.arguments.get("last"))
    size = page_size(call.arguments)
    order = cursors.ordering(listing.keys(call.arguments), backwards=backwards)
    found = _from_cursor(listing, rows, call).order_by(*order)[: size + 1]
    return _cut(list(found), size, backwards)


def _once(rows: QuerySet, parent_path: str) -> QuerySet:
    """Return each row once, though it may be related to two translations of its parent."""
    relation = rows.model._meta.get_field(parent_path.partition("__")[0])
    if not relation.many_to_many:
        return rows
    return rows.model._default_manager.filter(pk__in=rows.order_by().values("pk"))


def _cut(rows: list[Any], size: int, backwards: bool) -> tuple[list[Any], bool]:
    nodes = rows[:size]
    return (nodes[::-1] if backwards else nodes), len(rows) > size


class TotalLoader:
    """Counts the rows of whole lists, of all parents that were loaded together at once."""

    def load(self, parents: Sequence[Page], call: Call) -> Sequence[int]:
        """Return the number of rows of each list."""
        loads = {id(page.pages): page.pages for page in parents}
        totals = {each: _totals(pages) for each, pages in loads.items()}
        return [totals[id(page.pages)].get(page.parent, 0) for page in parents]


def _totals(pages: _Pages) -> dict[Any, int]:
    if pages.parent_path is None:
        return {None: pages.groups[0][0].count()}
    counted = [
        rows.order_by()
        .values(parent_key=F(pages.parent_path))
        .annotate(
            total=Count("pk", distinct=True),
            partition=Value(number, output_field=IntegerField()),
        )
        for number, (rows, _) in enumerate(pages.groups)
    ]
    found = counted[0].union(*counted[1:], all=True) if len(counted) > 1 else counted[0]
    return {(row["partition"], row["parent_key"]): row["total"] for row in found}
