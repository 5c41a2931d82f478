"""What an operation costs at least, by its outline: too much is refused before it is parsed.

`analysis.py` reckons the same with the variables' values. Here a variable, or whatever else is no
plain number, counts as one item, and what a directive may leave out counts as nothing: so nothing
is refused here that would be answered.
"""

from typing import Any

from graphql import GraphQLSchema, Undefined, get_named_type, is_object_type

from cms.graphql.analysis import is_list, refuse_cost_beyond_limit
from cms.graphql.connections import LARGEST_PAGE
from cms.graphql.fields import USUAL_LIST_LENGTH, spec_of
from cms.graphql.outline import Outline, Selection


def check_foreseen_cost(schema: GraphQLSchema, outline: Outline) -> None:
    """Refuse a document whose only operation asks for too many objects, whatever its variables."""
    operations = [each for each in outline.definitions if each.kind != "fragment"]
    roots = {"query": schema.query_type, "mutation": schema.mutation_type}
    if len(operations) == 1 and (root := roots.get(operations[0].kind)):
        _Walk(schema, outline).visit(operations[0].selections, root, 1, 1, set())


class _Walk:
    def __init__(self, schema: GraphQLSchema, outline: Outline) -> None:
        self.schema = schema
        self.fragments = {
            each.name: each for each in outline.definitions if each.kind == "fragment"
        }
        self.cost = 0

    def visit(
        self,
        selections: list[Selection],
        type_: Any,
        times: int,
        page: int,
        spread: set[tuple[str, str]],
    ) -> None:
        """Visit what is selected of `times` objects, each a page of `page` items."""
        alternatives: dict[str, int] = {}
        for each in selections:
            if each.is_conditional:
                continue
            if each.kind == "field":
                self.field(each, type_, times, page)
                continue
            below, condition = each.selections, each.name
            if each.kind == "spread":
                if (each.name, type_.name) in spread:
                    continue
                spread.add((each.name, type_.name))
                below = self.fragments[each.name].selections
                condition = self.fragments[each.name].on_type
            narrowed: Any = self.schema.get_type(condition) if condition else type_
            if narrowed is None:
                continue
            before = self.cost
            self.visit(below, narrowed, times, page, spread)
            if narrowed is not type_ and is_object_type(narrowed):
                name = narrowed.name
                alternatives[name] = alternatives.get(name, 0) + self.cost - before
                self.cost = before
        self.add(max(alternatives.values(), default=0))

    def field(self, selection: Selection, type_: Any, times: int, page: int) -> None:
        """Count the objects of a field, and go on below it."""
        field = getattr(type_, "fields", {}).get(selection.field_name)
        if field is None or not selection.selections:
            return
        spec = spec_of(field)
        if is_list(field.type):
            times *= page if spec and spec.is_page_of_parent else USUAL_LIST_LENGTH
        self.add(times, selection.name)
        if spec and spec.size:
            page = spec.size(_numbers(field, selection))
        self.visit(selection.selections, get_named_type(field.type), times, page, set())

    def add(self, cost: int, name: str = "") -> None:
        """Add to the cost, and refuse the operation when it becomes too much."""
        self.cost += cost
        refuse_cost_beyond_limit(self.cost, name)


def _numbers(field: Any, selection: Selection) -> dict[str, int]:
    """Return the numbers among the arguments of a list."""
    numbers = {
        name: argument.default_value
        for name, argument in field.args.items()
        if argument.default_value is not Undefined
    }
    for name in {"first", "last"} & selection.arguments.keys():
        value = selection.arguments[name]
        # Numbers beyond a page are refused for themselves, by `analysis.py`.
        is_number = value.isascii() and value.isdigit() and len(value) < 4
        numbers[name] = int(value) if is_number and 1 <= int(value) <= LARGEST_PAGE else 1
    return numbers
