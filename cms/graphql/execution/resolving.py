"""graphql-core's executor, with a short path for fields whose values are loaded.

graphql-core spends nine tenths of its time for a list on a `ResolveInfo`, coerced arguments and
checks for awaitables, for each field of each row. Here the fields of a selection set are prepared
once and then read from each object. Errors, nulls in non-null fields, mutations and introspection
are left to graphql-core.
"""

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any, NamedTuple

from graphql import (
    ExecutionContext,
    FieldNode,
    GraphQLError,
    GraphQLField,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    Undefined,
    is_abstract_type,
    is_leaf_type,
    located_error,
)
from graphql.execution.values import get_argument_values
from graphql.pyutils import Path

from cms.graphql.fields import Spec, spec_of

Fields = dict[str, list[FieldNode]]
Read = Callable[[Any], Any]


class _Unusual(Exception):
    """A value that graphql-core must complete."""


class _Prepared(NamedTuple):
    """A selected field, and how its value is read and completed."""

    name: str
    nodes: list[FieldNode]
    # Returns a serialised scalar, or the object or objects; None for a field not prepared.
    read: Read | None
    # Only for fields that return objects.
    type: GraphQLOutputType | None = None
    is_list: bool = False


class Execution(ExecutionContext):
    """Executes one operation, after `LookAhead` has loaded what it selects."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # By id(); the fields are stored too, so that their id is not reused.
        self._prepared: dict[int, tuple[Fields, list[_Prepared]]] = {}
        self._arguments: dict[tuple[int, int], dict[str, Any]] = {}

    def arguments(self, definition: GraphQLField, node: FieldNode) -> dict[str, Any]:
        """Return the coerced arguments of a field, or raise a GraphQLError."""
        if not definition.args:
            return {}
        key = (id(definition), id(node))
        if key not in self._arguments:
            self._arguments[key] = get_argument_values(definition, node, self.variable_values)
        return self._arguments[key]

    def execute_fields(
        self, parent_type: GraphQLObjectType, source_value: Any, path: Path | None, fields: Fields
    ) -> dict[str, Any]:
        """Return the values of the selected fields of one object."""
        _, prepared = self._prepared.get(id(fields)) or self._prepare(parent_type, fields)
        results: dict[str, Any] = {}
        for each in prepared:
            if each.read is not None:
                try:
                    value = each.read(source_value)
                except Exception:
                    # graphql-core reads it again below and reports the error.
                    value = Undefined
                if value is not Undefined:
                    if each.type is not None and value is not None:
                        value = self._objects(each, value, Path(path, each.name, parent_type.name))
                    results[each.name] = value
                    continue
            field_path = Path(path, each.name, parent_type.name)
            value = self.execute_field(parent_type, source_value, each.nodes, field_path)
            if value is not Undefined:
                results[each.name] = value
        return results

    def _objects(self, field: _Prepared, value: Any, path: Path) -> Any:
        """Return the selected fields of a field's object or objects."""
        try:
            if field.is_list:
                return [
                    self._object(field, each, Path(path, number, None))
                    for number, each in enumerate(value)
                ]
            return self._object(field, value, path)
        except Exception as raw:
            # As in graphql-core: a nullable field becomes null.
            assert field.type is not None
            error = located_error(raw, field.nodes, path.as_list())
            self.handle_field_error(error, field.type, path)
            return None

    def _object(self, field: _Prepared, value: Any, path: Path) -> dict[str, Any]:
        type_: Any = field.type
        while isinstance(type_, GraphQLNonNull | GraphQLList):
            type_ = type_.of_type
        if is_abstract_type(type_):
            type_ = self.schema.type_map[type_.resolve_type(value, None, type_)]
        return self.execute_fields(type_, value, path, self.collect_subfields(type_, field.nodes))

    def _prepare(
        self, parent_type: GraphQLObjectType, fields: Fields
    ) -> tuple[Fields, list[_Prepared]]:
        prepared = [self._field(parent_type, name, nodes) for name, nodes in fields.items()]
        self._prepared[id(fields)] = fields, prepared
        return fields, prepared

    def _field(
        self, parent_type: GraphQLObjectType, name: str, nodes: list[FieldNode]
    ) -> _Prepared:
        node = nodes[0]
        if node.name.value == "__typename":
            return _Prepared(name, nodes, lambda _value: parent_type.name)
        definition = parent_type.fields.get(node.name.value)
        spec = spec_of(definition) if definition else None
        unprepared = _Prepared(name, nodes, None)
        if definition is None or spec is None or parent_type is self.schema.mutation_type:
            return unprepared
        try:
            get = self._getter(spec, self.arguments(definition, node))
        except GraphQLError:
            return unprepared
        type_: Any = definition.type
        required = isinstance(type_, GraphQLNonNull)
        inner = type_.of_type if required else type_
        if is_leaf_type(inner):
            return _Prepared(name, nodes, _leaf(get, inner.serialize, required=required))
        if not isinstance(inner, GraphQLList):
            return _Prepared(name, nodes, _present(get, required=required), type_)
        item = inner.of_type
        if isinstance(item, GraphQLNonNull) and spec.is_composite:
            return _Prepared(name, nodes, _present(get, required=required), type_, is_list=True)
        return unprepared

    def _getter(self, spec: Spec, arguments: Mapping[str, Any]) -> Read:
        if spec.loader or spec.is_composite:
            return self.context_value.lookahead.reader(spec, arguments)
        if spec.source is None:
            return attrgetter(spec.name)
        source, context = spec.source, self.context_value
        return lambda parent: source(parent, context, **arguments)


def _leaf(get: Read, serialize: Read, *, required: bool) -> Read:
    def read(parent: Any) -> Any:
        value = get(parent)
        if value is None:
            if required:
                raise _Unusual
            return None
        value = serialize(value)
        if value is None:
            raise _Unusual
        return value

    return read


def _present(get: Read, *, required: bool) -> Read:
    def read(parent: Any) -> Any:
        value = get(parent)
        if value is None:
            if required:
                raise _Unusual
        elif isinstance(value, list | tuple) and any(each is None for each in value):
            raise _Unusual
        return value

    return read
