"""Operations generated from the schema: one for every field, and random ones."""

import random
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
    is_abstract_type,
    is_leaf_type,
    is_required_argument,
)

# Argument values as GraphQL text, by "Type.field.argument" or by name.
Values = Mapping[str, Sequence[str]]
Choose = Callable[[Sequence[str]], str]


class Edge(NamedTuple):
    """A field that leads from one object type to another."""

    parent: str
    field: str
    target: str


@dataclass(frozen=True)
class OperationWriter:
    """Writes operations on a schema; `values` are the possible values of its arguments."""

    schema: GraphQLSchema
    values: Values

    @property
    def query(self) -> GraphQLObjectType:
        """The query type."""
        assert self.schema.query_type is not None
        return self.schema.query_type

    def object_types(self, type_: Any) -> list[GraphQLObjectType]:
        """Return the possible object types of `type_`; none for a leaf."""
        named = get_named_type(type_)
        if is_abstract_type(named):
            return sorted(self.schema.get_possible_types(named), key=lambda each: each.name)
        return [named] if isinstance(named, GraphQLObjectType) else []

    def paths_from(self, root_field: str) -> dict[str, list[Edge]]:
        """Return the shortest path from a root field to each object type behind it."""
        field = self.query.fields[root_field]
        paths = {
            type_.name: [Edge(self.query.name, root_field, type_.name)]
            for type_ in self.object_types(field.type)
        }
        waiting = deque(paths)
        while waiting:
            name = waiting.popleft()
            for edge in self._edges(self.schema.type_map[name]):
                if edge.target not in paths:
                    paths[edge.target] = [*paths[name], edge]
                    waiting.append(edge.target)
        return paths

    def _edges(self, type_: Any) -> Iterator[Edge]:
        for name, field in type_.fields.items():
            for target in self.object_types(field.type):
                yield Edge(type_.name, name, target.name)

    def whole_type(self, path: Sequence[Edge], choose: Choose) -> str:
        """Return a query along `path` that selects every field at its end."""
        type_ = self.schema.type_map[path[-1].target]
        selection = self._every_field(type_, choose)
        for edge in reversed(path):
            field = self._field(edge.parent, edge.field)
            if is_abstract_type(get_named_type(field.type)):
                selection = f"{{ __typename ... on {edge.target} {selection} }}"
            selection = f"{{ {self.called(edge.parent, edge.field, choose)} {selection} }}"
        return f"query {selection}"

    def _every_field(self, type_: Any, choose: Choose) -> str:
        selected = ["__typename"]
        for name, field in type_.fields.items():
            called = self.called(type_.name, name, choose)
            selected.append(
                called
                if is_leaf_type(get_named_type(field.type))
                else f"{called} {self._leaves(field, choose)}"
            )
        return f"{{ {' '.join(selected)} }}"

    def _leaves(self, field: GraphQLField, choose: Choose) -> str:
        types = self.object_types(field.type)
        parts = ["__typename"]
        for type_ in types:
            leaves = [
                self._renamed(type_, types, name) + self.called(type_.name, name, choose)
                for name, each in type_.fields.items()
                if is_leaf_type(get_named_type(each.type))
            ]
            parts.append(f"... on {type_.name} {{ {' '.join(leaves)} }}")
        return f"{{ {' '.join(parts)} }}"

    def _renamed(
        self, type_: GraphQLObjectType, types: Sequence[GraphQLObjectType], name: str
    ) -> str:
        """Return an alias where the types have fields of one name and different types."""
        kinds = {str(each.fields[name].type) for each in types if name in each.fields}
        return f"{name}Of{type_.name}: " if len(kinds) > 1 else ""

    def random_query(
        self, rng: random.Random, *, depth: int, fields: int, roots: Sequence[str]
    ) -> str:
        """Return a query of at most `depth` levels and about `fields` fields."""
        chosen = rng.sample(list(roots), k=rng.randint(1, 2))
        writing = _Writing(self, rng, depth)
        selected = [
            writing.field(self.query, name, 1, fields // len(chosen), alias=f"root{place}: ")
            for place, name in enumerate(chosen)
        ]
        return f"query {{ {' '.join(selected)} }}"

    def _field(self, parent: str, name: str) -> GraphQLField:
        return self.schema.type_map[parent].fields[name]  # type: ignore[attr-defined]

    def called(self, parent: str, name: str, choose: Choose) -> str:
        """Return a field with its arguments."""
        given = [
            f"{argument_name}: {value}"
            for argument_name, argument in self._field(parent, name).args.items()
            if (value := self._value(f"{parent}.{name}", argument_name, argument, choose))
        ]
        return f"{name}({', '.join(given)})" if given else name

    def _value(
        self, field: str, name: str, argument: GraphQLArgument, choose: Choose
    ) -> str | None:
        """Return an argument's value, or None to omit it."""
        for key in (f"{field}.{name}", name):
            if key in self.values:
                return choose(self.values[key]) or None
        named = get_nullable_type(argument.type)
        if isinstance(named, GraphQLEnumType):
            return choose(sorted(named.values))
        if is_required_argument(argument):
            raise KeyError(f"No value is known for {field}({name}: {argument.type}).")
        return None


@dataclass(frozen=True)
class _Writing:
    """Writes one random operation."""

    writer: OperationWriter
    rng: random.Random
    depth: int

    def field(
        self, type_: GraphQLObjectType, name: str, level: int, fields: int, *, alias: str = ""
    ) -> str:
        """Return a field of `type_` with about `fields` fields below it."""
        called = alias + self.writer.called(type_.name, name, self.rng.choice)
        types = self.writer.object_types(type_.fields[name].type)
        if not types:
            return called
        # A few types of a large union are enough: other operations have the others.
        some = types if len(types) == 1 else self.rng.sample(types, k=min(3, len(types)))
        parts = [
            f"... on {each.name} {self.selection(each, level, fields // len(some), len(some) == 1)}"
            for each in some
        ]
        return f"{called} {{ __typename {' '.join(parts)} }}"

    def selection(self, type_: GraphQLObjectType, level: int, fields: int, alone: bool) -> str:
        """Return some fields of `type_`; half of the budget is for its own."""
        names = list(type_.fields)
        if level >= self.depth or fields < 2:
            names = [n for n in names if is_leaf_type(get_named_type(type_.fields[n].type))]
        chosen = self.rng.sample(names, k=min(len(names), self.rng.randint(1, max(1, fields // 3))))
        room = (fields - len(chosen)) // max(1, len(chosen))
        selected = [
            # Different types may use a name for different things.
            self.field(
                type_, name, level + 1, room, alias="" if alone else f"{name}Of{type_.name}: "
            )
            for name in chosen
        ]
        return f"{{ __typename {' '.join(selected)} }}"


def edges_of(schema: GraphQLSchema) -> set[tuple[str, str]]:
    """Return every field of every object type as (type, field), without introspection."""
    return {
        (name, field)
        for name, type_ in schema.type_map.items()
        if isinstance(type_, GraphQLObjectType) and not name.startswith("__")
        for field in type_.fields
    }
