"""Connections: paged lists, at the root or under a parent, loaded in one query per level."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial
from operator import attrgetter
from typing import Any

from django.db.models import Count, F, IntegerField, QuerySet, Value, Window
from django.db.models.functions import DenseRank

from cms.bounded_cache import BoundedCache
from cms.graphql.errors import BadUserInput
from cms.graphql.execution.lookahead import freeze
from cms.graphql.fields import Call
from cms.graphql.lists import cursors
from cms.graphql.lists.cursors import BadCursor, Key
from cms.statements import FirstOfEach, Statement

DEFAULT_PAGE = 20
LARGEST_PAGE = 100

# (arguments, scope, context) -> the rows of the list, unordered.
Rows = Callable[[Mapping[str, Any], Any, Any], QuerySet]
# (rows, columns, besides) -> rows as tuples of the selected columns (None: all of them) and of
# `besides`, and a function that makes an object of a tuple.
Select = Callable[
    [QuerySet, frozenset[str] | None, Iterable[str]], tuple[QuerySet, Callable[[Any], Any]]
]


def select_whole(
    rows: QuerySet, _columns: frozenset[str] | None, _besides: Iterable[str]
) -> tuple[QuerySet, Callable[[Any], Any]]:
    """Return model instances unchanged."""
    return rows, lambda row: row


def united(rows: Sequence[QuerySet]) -> QuerySet:
    """Return the rows of all querysets as one statement, unordered if there are several."""
    return rows[0].union(*rows[1:], all=True) if len(rows) > 1 else rows[0]


@dataclass(frozen=True)
class Paging:
    """The name and the orders of a list: what its pages and cursors depend on.

    The last sort key of each order must be unique in the list.
    """

    name: str
    orders: Mapping[Enum, Sequence[Key]]
    default_order: Enum

    def order(self, arguments: Mapping[str, Any]) -> Enum:
        """Return the requested order."""
        return arguments.get("order_by") or self.default_order

    def keys(self, arguments: Mapping[str, Any]) -> Sequence[Key]:
        """Return the sort keys of the requested order."""
        return self.orders[self.order(arguments)]

    def fingerprint(self, arguments: Mapping[str, Any]) -> str:
        """Return the fingerprint in cursors of this list, order and filter."""
        filters = {k: v for k, v in arguments.items() if k not in _PAGING}
        return cursors.list_fingerprint(self.name, self.order(arguments).name, _said(filters))

    def check_first(self, value: int, arguments: Mapping[str, Any], _context: Any) -> None:
        """Refuse a page that is empty or too large."""
        _check_page("first", value)

    def check_last(self, value: int, arguments: Mapping[str, Any], _context: Any) -> None:
        """Refuse a page that is empty or too large, and `last` with `first` or `after`."""
        _check_page("last", value)
        if "first" in arguments["given"] or arguments.get("after"):
            raise BadUserInput("Argument 'last' cannot be combined with 'first' or 'after'.")

    def check_after(self, value: str, arguments: Mapping[str, Any], _context: Any) -> None:
        """Refuse a cursor of another list, order or filter."""
        self._check_cursor("after", value, arguments)

    def check_before(self, value: str, arguments: Mapping[str, Any], _context: Any) -> None:
        """Refuse a cursor of another list, order or filter, or one without `last`."""
        self._check_cursor("before", value, arguments)
        if not arguments.get("last"):
            raise BadUserInput("Argument 'before' requires 'last'.")

    def _check_cursor(self, name: str, value: str, arguments: Mapping[str, Any]) -> None:
        arguments = {k: v for k, v in arguments.items() if k != "given"}
        try:
            cursors.decode(self.fingerprint(arguments), value)
        except BadCursor:
            raise BadUserInput(
                f"Argument '{name}' is not a cursor of this list with this order and these "
                "filters. Take it from 'pageInfo' or 'edges'."
            ) from None


@dataclass(frozen=True)
class Listing(Paging):
    """A list of the API whose rows are those of a queryset."""

    rows: Rows
    select: Select = select_whole
    # The GraphQL type of the rows, if they are selected by columns.
    type_name: str = ""
    # (arguments, scope, context) -> what the SQL depends on besides arguments and scope. Only for
    # lists whose rows are tuples and do not depend on the time.
    depends_on: Callable[[Mapping[str, Any], Any, Any], Hashable] | None = None


_PAGING = {"first", "after", "last", "before", "order_by"}


def _said(filters: Mapping[str, Any]) -> dict[str, Any]:
    """Return filters without nulls and without objects that hold only nulls."""
    said = {k: _said(v) if isinstance(v, Mapping) else v for k, v in filters.items()}
    return {k: v for k, v in said.items() if v is not None and v != {}}


def _check_page(name: str, value: int) -> None:
    if not 1 <= value <= LARGEST_PAGE:
        raise BadUserInput(f"Argument '{name}' must be 1–{LARGEST_PAGE}, not {value}.")


def page_size(arguments: Mapping[str, Any]) -> int:
    """Return the requested size of a page."""
    return arguments.get("last") or arguments.get("first") or DEFAULT_PAGE


@dataclass(eq=False, slots=True)
class Page:
    """One page of a list."""

    nodes: list[Any]
    has_more: bool
    listing: Paging
    arguments: Mapping[str, Any]
    # Counts the rows of all lists that were loaded together, by parent.
    totals: Callable[[], Mapping[Any, int]]
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
    """Loads a page of a list at the root."""

    def __init__(self, listing: Listing) -> None:
        self.listing = listing

    def load(self, parents: Sequence[Any], call: Call) -> Sequence[Page]:
        """Return the page of the only parent, the root."""
        nodes, has_more = self._page(call)

        def totals() -> Mapping[Any, int]:
            return {None: self._total(call)}

        return [Page(nodes, has_more, self.listing, call.arguments, totals) for _ in parents]

    def _total(self, call: Call) -> int:
        listing = self.listing
        filters = {k: v for k, v in call.arguments.items() if k not in _PAGING}

        def count() -> int:
            return listing.rows({**filters, "counted": True}, call.scope, call.context).count()

        if listing.depends_on is None:
            return count()
        depends_on = listing.depends_on(call.arguments, call.scope, call.context)
        key = (listing.name, freeze(filters), call.scope, depends_on)
        total: int = call.context.total(key, count)
        return total

    def _rows(self, call: Call, context: Any) -> QuerySet:
        return self.listing.rows(call.arguments, call.scope, context)

    def _page(self, call: Call) -> tuple[list[Any], bool]:
        listing = self.listing
        if listing.depends_on is None:
            return _slice(listing, self._rows(call, call.context), call)
        columns = _columns(listing, call)
        depends_on = listing.depends_on(call.arguments, call.scope, call.context)
        key = (listing.name, freeze(call.arguments), call.scope, depends_on, columns)

        def make() -> Statement:
            rows = _cut_rows(listing, self._rows(call, call.context.at_any_time()), call)
            selected, maker = listing.select(rows, columns, _sort_columns(listing, call))
            return Statement(lambda: selected, maker)

        found = _STATEMENTS.get(key, make).fetch(**call.context.moment())
        return _cut(found, page_size(call.arguments), bool(call.arguments.get("last")))


_STATEMENTS = BoundedCache[Statement]()


class RelatedListingLoader:
    """Loads a page of a list for each of many parents, in one query.

    `parent_path` is the lookup from a row to the `parent_key` of its parent. `rows` gets the
    partition (language) of the parents as an argument, so that each may have its own rows.
    """

    # The key of a parent is read with every row.
    columns = ()

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
            self._rows(partition, list(keys[number]), call) for partition, number in numbers.items()
        ]
        found: dict[tuple[int, Any], tuple[list[Any], bool]] = {}
        few = [
            self._first_of_each(rows, partition, list(keys[number]), call)
            for rows, (partition, number) in zip(groups, numbers.items(), strict=True)
        ]
        if len(set(places)) == 1:
            found[places[0]] = _slice(self.listing, _once(few[0], self.parent_path), call)
        else:
            found = self._numbered(few, call)
        totals = partial(_totals_of_each, self.parent_path, groups)
        return [
            Page(*found.get(place, ([], False)), self.listing, call.arguments, totals, place)
            for place in places
        ]

    def _rows(self, partition: Any, keys: Sequence[Any], call: Call) -> QuerySet:
        return self._all_rows(partition, call).filter(**{f"{self.parent_path}__in": keys})

    def _all_rows(self, partition: Any, call: Call) -> QuerySet:
        arguments = {**call.arguments, "partition": partition}
        return self.listing.rows(arguments, call.scope, call.context)

    def _first_of_each(
        self, rows: QuerySet, partition: Any, keys: Sequence[Any], call: Call
    ) -> QuerySet:
        """Narrow `rows` to the first of each parent, if an index leads from parents to rows.

        The database then reads one row more than a page of each parent, instead of numbering all.
        """
        name, _, path = self.parent_path.partition("__")
        relation: Any = rows.model._meta.get_field(name)
        if not relation.many_to_one:
            return rows
        of_parent = self._all_rows(partition, call).filter(**{name: FirstOfEach.PARENT})
        parents = relation.related_model._default_manager.filter(**{f"{path or 'pk'}__in": keys})
        first = _cut_rows(self.listing, of_parent, call)
        return rows.filter(pk__in=FirstOfEach(parents.order_by().values("pk"), first.values("pk")))

    def _numbered(
        self, groups: list[QuerySet], call: Call
    ) -> dict[tuple[int, Any], tuple[list[Any], bool]]:
        """Return each parent's rows, limited by the database to one more than a page."""
        backwards = bool(call.arguments.get("last"))
        size = page_size(call.arguments)
        order = cursors.ordering(self.listing.keys(call.arguments), backwards=backwards)
        numbered = [
            _from_cursor(self.listing, rows, call)
            .annotate(
                parent_key=F(self.parent_path),
                partition=Value(number, output_field=IntegerField()),
                # A row related to two translations of its parent is found twice, but counts once.
                place=Window(DenseRank(), partition_by=F(self.parent_path), order_by=order),
            )
            .filter(place__lte=size + 1)
            .order_by()
            for number, rows in enumerate(groups)
        ]
        # One statement for all languages.
        found = _read(self.listing, numbered, call, ("parent_key", "partition", "place"))
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
    found = _read(listing, [_cut_rows(listing, rows, call)], call)
    return _cut(found, page_size(call.arguments), bool(call.arguments.get("last")))


def _cut_rows(listing: Listing, rows: QuerySet, call: Call) -> QuerySet:
    """Return the rows of a page in order, and one more if there is one."""
    backwards = bool(call.arguments.get("last"))
    order = cursors.ordering(listing.keys(call.arguments), backwards=backwards)
    return _from_cursor(listing, rows, call).order_by(*order)[: page_size(call.arguments) + 1]


def _read(
    listing: Listing, rows: Sequence[QuerySet], call: Call, annotations: Iterable[str] = ()
) -> list[Any]:
    """Return the objects of a list with their selected columns and sort keys."""
    columns, besides = _columns(listing, call), [*_sort_columns(listing, call), *annotations]
    selected = [listing.select(each, columns, besides) for each in rows]
    make = selected[0][1]
    return [make(row) for row in united([each for each, _ in selected])]


def _columns(listing: Listing, call: Call) -> frozenset[str] | None:
    """Return the selected columns of the rows; None for all."""
    if listing.select is select_whole:
        return None
    below = call.selected.through("nodes").and_also(call.selected.through("edges", "node"))
    return below.columns(listing.type_name)


def _sort_columns(listing: Listing, call: Call) -> list[str]:
    return [key.path for key in listing.keys(call.arguments)]


def _once(rows: QuerySet, parent_path: str) -> QuerySet:
    """Return each row once, even if it is related to two translations of its parent."""
    relation = rows.model._meta.get_field(parent_path.partition("__")[0])
    if not relation.many_to_many:
        return rows
    return rows.model._default_manager.filter(pk__in=rows.order_by().values("pk"))


def _cut(rows: list[Any], size: int, backwards: bool) -> tuple[list[Any], bool]:
    nodes = rows[:size]
    return (nodes[::-1] if backwards else nodes), len(rows) > size


class TotalLoader:
    """Counts the rows of the lists of all parents that were loaded together."""

    def load(self, parents: Sequence[Page], call: Call) -> Sequence[int]:
        """Return the number of rows of each list."""
        loads = {id(page.totals): page.totals for page in parents}
        totals = {each: count() for each, count in loads.items()}
        return [totals[id(page.totals)].get(page.parent, 0) for page in parents]


def _totals_of_each(parent_path: str, groups: Iterable[QuerySet]) -> Mapping[Any, int]:
    counted = [
        rows.order_by()
        .values(parent_key=F(parent_path))
        .annotate(
            total=Count("pk", distinct=True),
            partition=Value(number, output_field=IntegerField()),
        )
        for number, rows in enumerate(groups)
    ]
    return {(row["partition"], row["parent_key"]): row["total"] for row in united(counted)}
