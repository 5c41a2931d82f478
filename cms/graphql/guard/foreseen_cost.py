"""What an operation costs at least, by its outline: too much is refused before it is parsed.

`analysis.py` reckons the same from the parsed document. Here what a directive may leave out counts
as nothing, and values that are wrong as none: so nothing is refused here that would be answered.
"""

from collections.abc import Mapping
from typing import Any

from graphql import GraphQLSchema, Undefined, get_named_type, is_object_type

from cms.graphql.fields import USUAL_LIST_LENGTH, spec_of
from cms.graphql.guard.analysis import is_list, refuse_cost_beyond_limit
from cms.graphql.guard.outline import Definition, Outline, Selection
from cms.graphql.lists.connections import LARGEST_PAGE

_WORDS = {"true": True, "false": False}


def check_foreseen_cost(
    schema: GraphQLSchema,
    outline: Outline,
    operation_name: str | None = None,
    variables: Mapping[str, Any] | None = None,
) -> None:
    """Refuse a document if the operation that is asked for may answer with too many objects."""
    operations = [
        each
        for each in outline.definitions
        if each.kind != "fragment" and operation_name in {None, each.name}
    ]
    roots = {"query": schema.query_type, "mutation": schema.mutation_type}
    if len(operations) == 1 and (root := roots.get(operations[0].kind)):
        walk = _Walk(schema, outline, operations[0], variables or {})
        walk.visit(operations[0].selections, root, 1, 1, set())


class _Walk:
    def __init__(
        self,
        schema: GraphQLSchema,
        outline: Outline,
        operation: Definition,
        variables: Mapping[str, Any],
    ) -> None:
        self.schema = schema
        self.fragments = {
            each.name: each for each in outline.definitions if each.kind == "fragment"
        }
        self.defaults = operation.defaults
        self.variables = variables
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
            if not self.is_certain(each):
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
            page = spec.size(self.numbers(field, selection))
        self.visit(selection.selections, get_named_type(field.type), times, page, set())

    def add(self, cost: int, name: str = "") -> None:
        """Add to the cost, and refuse the operation when it becomes too much."""
        self.cost += cost
        refuse_cost_beyond_limit(self.cost, name)

    def is_certain(self, selection: Selection) -> bool:
        """Tell whether no directive leaves a selection out."""
        return all(
            self.value(text) is (name == "include") for name, text in selection.directives.items()
        )

    def numbers(self, field: Any, selection: Selection) -> dict[str, Any]:
        """Return the numbers among the arguments of a list."""
        numbers = {
            name: argument.default_value
            for name, argument in field.args.items()
            if argument.default_value is not Undefined
        }
        for name in {"first", "last"} & selection.arguments.keys():
            value = self.value(selection.arguments[name])
            # Numbers beyond a page are refused for themselves, by `analysis.py`.
            is_page = type(value) in {int, float} and value in range(1, LARGEST_PAGE + 1)
            if value is not Undefined:
                numbers[name] = int(value) if is_page else None
        return numbers

    def value(self, text: str) -> Any:
        """Return the number or truth that a word of the document stands for, else None."""
        if text.startswith("$"):
            name = text[1:]
            if name in self.variables:
                return self.variables[name]
            if name not in self.defaults:
                return Undefined
            text = self.defaults[name]
        if text.isascii() and text.isdigit() and len(text) < 4:
            return int(text)
        return _WORDS.get(text)
