"""Load what an operation selects, level by level, before its fields are resolved.

The walk is breadth first. All fields of a level with the same loader and arguments are one call of
the loader, with all parents of the level. A loader may be a generator that yields `Fetch`es; those
of one level for the same source are fetched together. So the number of queries depends on the
operation, not on the number of rows, and resolvers only look up loaded values.
"""

import logging
from collections.abc import Callable, Generator, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    FieldNode,
    GraphQLObjectType,
    GraphQLResolveInfo,
    get_named_type,
    is_abstract_type,
)

from cms.graphql.execution.resolving import Execution
from cms.graphql.fields import Call, Fetch, Loader, Loading, Spec, Wanted, spec_of

logger = logging.getLogger(__name__)

_MISSING = object()


@dataclass(frozen=True, slots=True)
class Failure:
    """An exception of a loader; each field that needs the value reports it at its own path."""

    error: Exception


@dataclass(slots=True)
class _Branch:
    """Objects of one output type under one set of field nodes."""

    objects: list[Any]
    nodes: list[FieldNode]
    type: Any
    scope: Any


@dataclass(slots=True)
class _Batch:
    """One call of a loader, and the selections below its values."""

    # The loader, or the spec of a field that computes its value.
    key: Loader | Spec
    arguments: Mapping[str, Any]
    frozen: Hashable
    scope: Any
    parents: dict[int, Any] = field(default_factory=dict)
    # (parents, nodes, type, pick) for each selection of the values.
    targets: list[tuple[list[Any], list[FieldNode], Any, Any]] = field(default_factory=list)


class LookAhead:
    """The values that one request has loaded."""

    def __init__(self, execution: Execution) -> None:
        self.execution = execution
        self.context = execution.context_value
        self._values: dict[tuple[Any, Hashable, int], Any] = {}
        # Values are stored by the parent's id(), so parents must not be freed before.
        self._kept: dict[int, Any] = {}
        self._scopes: dict[int, Any] = {}

    def load_operation(self, root: Any, root_type: GraphQLObjectType) -> None:
        """Load everything that the query selects."""
        self._kept[id(root)] = root
        # collect_subfields() caches by the id() of nodes, so this one must not be freed.
        self._operation = FieldNode(selection_set=self.execution.operation.selection_set)
        self._walk([_Branch([root], [self._operation], root_type, None)])

    def load_below(self, value: Any, nodes: list[FieldNode], type_: Any) -> None:
        """Load what `nodes` select below `value`, such as the payload of a mutation."""
        objects = list(_flat(value))
        if objects:
            self._walk([_Branch(objects, nodes, get_named_type(type_), None)])

    def clear(self) -> None:
        """Break the reference cycle with the request."""
        self._values.clear()
        self._kept.clear()
        self._scopes.clear()

    def value(self, spec: Spec, parent: Any, arguments: Mapping[str, Any], info: Any) -> Any:
        """Return a loaded value; load it now if the walk did not."""
        frozen = freeze(arguments) if arguments else ()
        value = self._values.get((spec.loader or spec, frozen, id(parent)), _MISSING)
        if value is _MISSING:
            value = self._load_late(spec, parent, arguments, frozen, info)
        if isinstance(value, Failure):
            raise value.error
        return _picked(value, spec.pick)

    def reader(self, spec: Spec, arguments: Mapping[str, Any]) -> Callable[[Any], Any]:
        """Return a function that returns the loaded value of a parent.

        It raises KeyError if the value was not loaded, or the exception of the loader.
        """
        values = self._values
        key, frozen, pick = spec.loader or spec, freeze(arguments) if arguments else (), spec.pick

        def read(parent: Any) -> Any:
            value = values[key, frozen, id(parent)]
            if isinstance(value, Failure):
                raise value.error
            return value if pick is None else pick(value)

        return read

    def _load_late(
        self, spec: Spec, parent: Any, arguments: Mapping[str, Any], frozen: Hashable, info: Any
    ) -> Any:
        logger.warning("Look-ahead missed %s.%s", info.parent_type.name, info.field_name)
        scope = self._scopes.get(id(parent))
        batch = _Batch(spec.loader or spec, arguments, frozen, scope)
        batch.parents[id(parent)] = parent
        type_ = get_named_type(info.return_type)
        batch.targets.append(([parent], info.field_nodes, type_, spec.pick))
        self._walk(self._run([batch]))
        return self._values[batch.key, frozen, id(parent)]

    def _walk(self, branches: list[_Branch]) -> None:
        while branches:
            batches: dict[tuple[Any, Hashable, Any], _Batch] = {}
            for branch in branches:
                for type_, objects in self._by_type(branch):
                    self._plan(branch, type_, objects, batches)
            branches = self._run(list(batches.values()))

    def _by_type(self, branch: _Branch) -> Iterable[tuple[GraphQLObjectType, list[Any]]]:
        if not is_abstract_type(branch.type):
            return [(branch.type, branch.objects)]
        grouped: dict[str, list[Any]] = {}
        for each in branch.objects:
            name = branch.type.resolve_type(each, None, branch.type)
            grouped.setdefault(name, []).append(each)
        types = self.execution.schema.type_map
        return [(types[name], objects) for name, objects in grouped.items()]  # type: ignore[misc]

    def _plan(
        self,
        branch: _Branch,
        type_: GraphQLObjectType,
        objects: list[Any],
        batches: dict[tuple[Any, Hashable, Any], _Batch],
    ) -> None:
        """Add `objects` to the batches of their selected fields."""
        for nodes in self.execution.collect_subfields(type_, branch.nodes).values():
            definition = type_.fields.get(nodes[0].name.value)
            spec = spec_of(definition) if definition else None
            if definition is None or spec is None or not (spec.loader or spec.is_composite):
                continue
            arguments = self.execution.arguments(definition, nodes[0])
            frozen = freeze(arguments) if arguments else ()
            scope = spec.scope(arguments, self.context) if spec.scope else branch.scope
            key = (spec.loader or spec, frozen, scope)
            batch = batches.get(key)
            if batch is None:
                batch = batches[key] = _Batch(spec.loader or spec, arguments, frozen, scope)
            batch.parents.update((id(each), each) for each in objects)
            batch.targets.append((objects, nodes, get_named_type(definition.type), spec.pick))

    def _run(self, batches: list[_Batch]) -> list[_Branch]:
        """Load a level, store its values, and return the branches below them."""
        branches = []
        for batch, values in zip(batches, self._load(batches), strict=True):
            self._kept.update(batch.parents)
            found = dict(zip(batch.parents, values, strict=True))
            for parent_id, value in found.items():
                self._values[batch.key, batch.frozen, parent_id] = value
            for objects, nodes, type_, pick in batch.targets:
                if not nodes[0].selection_set:
                    continue
                below = {
                    id(each): each
                    for parent in objects
                    for each in _flat(_picked(found[id(parent)], pick))
                }
                if below:
                    self._kept.update(below)
                    self._scopes.update(dict.fromkeys(below, batch.scope))
                    branches.append(_Branch(list(below.values()), nodes, type_, batch.scope))
        return branches

    def _load(self, batches: list[_Batch]) -> list[Sequence[Any]]:
        """Run the loaders of a level concurrently, so that they share fetches."""
        loaded: dict[int, Sequence[Any]] = {}
        waiting: dict[int, tuple[Loading, Wanted]] = {}
        for number, batch in enumerate(batches):
            parents = list(batch.parents.values())
            try:
                result = self._start(batch, parents)
                if isinstance(result, Generator):
                    waiting[number] = (result, next(result))
                else:
                    loaded[number] = result
            except StopIteration as stop:
                loaded[number] = stop.value
            except Exception as error:
                loaded[number] = [Failure(error)] * len(parents)
        while waiting:
            answers = self._fetch(
                {n: (fetch, batches[n].scope) for n, (_, fetch) in waiting.items()}
            )
            still: dict[int, tuple[Loading, Wanted]] = {}
            for number, (loading, _) in waiting.items():
                try:
                    answer = answers[number]
                    if isinstance(answer, Failure):
                        raise answer.error
                    still[number] = (loading, loading.send(answer))
                except StopIteration as stop:
                    loaded[number] = stop.value
                except Exception as error:
                    loaded[number] = [Failure(error)] * len(batches[number].parents)
            waiting = still
        return [loaded[number] for number in range(len(batches))]

    def _start(self, batch: _Batch, parents: list[Any]) -> Sequence[Any] | Loading:
        if isinstance(batch.key, Spec):
            spec = batch.key
            return [spec.value(parent, self.context, batch.arguments) for parent in parents]
        fields = _Selected(self.execution, [(type_, nodes) for _, nodes, type_, _ in batch.targets])
        return batch.key.load(parents, Call(batch.arguments, batch.scope, self.context, fields))

    def _fetch(self, wanted: dict[int, tuple[Wanted, Any]]) -> dict[int, Any]:
        """Fetch from each source once what the loaders of this round want."""
        keys: dict[tuple[Any, Any], dict[Hashable, None]] = {}
        for fetches, scope in wanted.values():
            for fetch in _several(fetches):
                keys.setdefault((fetch.source, scope), {}).update(dict.fromkeys(fetch.keys))
        found: dict[tuple[Any, Any], Any] = {}
        for (source, scope), each in keys.items():
            try:
                found[source, scope] = source.fetch(list(each), scope, self.context) if each else {}
            except Exception as error:
                found[source, scope] = Failure(error)
        answers: dict[int, Any] = {}
        for number, (fetches, scope) in wanted.items():
            parts = tuple(found[fetch.source, scope] for fetch in _several(fetches))
            failure = next((part for part in parts if isinstance(part, Failure)), None)
            answers[number] = failure or (parts if isinstance(fetches, tuple) else parts[0])
        return answers


def _several(fetches: Wanted) -> tuple[Fetch, ...]:
    return fetches if isinstance(fetches, tuple) else (fetches,)


class _Selected:
    """The fields selected below a loader's values, by their type."""

    def __init__(
        self, execution: Execution, targets: Iterable[tuple[Any, list[FieldNode]]]
    ) -> None:
        self.execution = execution
        # Types of values, and the field nodes whose selections these have.
        self.targets = [(type_, nodes) for type_, nodes in targets if nodes[0].selection_set]

    def __call__(self, type_name: str) -> frozenset[str]:
        """Return the names of the fields that are selected for values of a type."""
        type_ = self.execution.schema.type_map.get(type_name)
        if not isinstance(type_, GraphQLObjectType):
            return frozenset()
        return frozenset(nodes[0].name.value for nodes in self._below(type_))

    def columns(self, type_name: str) -> frozenset[str] | None:
        """Return the columns that the selected fields need; None if unknown."""
        type_ = self.execution.schema.type_map.get(type_name)
        if not isinstance(type_, GraphQLObjectType):
            return frozenset()
        needed: frozenset[str] = frozenset()
        for nodes in self._below(type_):
            definition = type_.fields.get(nodes[0].name.value)
            if definition is None:
                continue  # __typename
            spec = spec_of(definition)
            if spec is None or spec.columns is None:
                return None
            needed |= spec.columns
        return needed

    def arguments(self, type_name: str, field_name: str) -> list[dict[str, Any]]:
        """Return the arguments of each selection of a field, including aliases."""
        type_ = self.execution.schema.type_map.get(type_name)
        if not isinstance(type_, GraphQLObjectType):
            return []
        return [
            self.execution.arguments(type_.fields[field_name], nodes[0])
            for nodes in self._below(type_)
            if nodes[0].name.value == field_name
        ]

    def through(self, *names: str) -> "_Selected":
        """Return what is selected below a path of fields, such as `nodes`."""
        targets = self.targets
        for name in names:
            targets = [
                (get_named_type(type_.fields[name].type), nodes)
                for type_, above in targets
                for nodes in self.execution.collect_subfields(type_, above).values()
                if nodes[0].name.value == name
            ]
        return _Selected(self.execution, targets)

    def and_also(self, other: "_Selected") -> "_Selected":
        """Return what is selected in either."""
        return _Selected(self.execution, [*self.targets, *other.targets])

    def _below(self, type_: GraphQLObjectType) -> Iterable[list[FieldNode]]:
        for _, nodes in self.targets:
            yield from self.execution.collect_subfields(type_, nodes).values()


def resolver_for(spec: Spec) -> Callable[..., Any]:
    """Return the resolver of a field: a look-up, an attribute, or a pure function."""
    if spec.loader or spec.is_composite:

        def look_up(parent: Any, info: GraphQLResolveInfo, **arguments: Any) -> Any:
            return info.context.lookahead.value(spec, parent, arguments, info)

        return look_up
    if spec.source is None:
        name = spec.name
        return lambda parent, info: getattr(parent, name)
    source = spec.source

    def compute(parent: Any, info: GraphQLResolveInfo, **arguments: Any) -> Any:
        return source(parent, info.context, **arguments)

    return compute


def load_below_payload(resolve: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap a mutation's resolver to load what is selected below its payload."""

    def resolve_and_load(parent: Any, info: GraphQLResolveInfo, **arguments: Any) -> Any:
        payload = resolve(parent, info, **arguments)
        info.context.lookahead.load_below(payload, info.field_nodes, info.return_type)
        return payload

    return resolve_and_load


def freeze(value: Any) -> Hashable:
    """Return a hashable form of coerced arguments, equal for equal arguments."""
    if isinstance(value, dict):
        return tuple(sorted((key, freeze(each)) for key, each in value.items()))
    if isinstance(value, list | tuple):
        return tuple(freeze(each) for each in value)
    return value


def _picked(value: Any, pick: Callable[[Any], Any] | None) -> Any:
    return value if pick is None or isinstance(value, Failure) else pick(value)


def _flat(value: Any) -> Iterable[Any]:
    if value is None or isinstance(value, Failure):
        return
    if isinstance(value, list | tuple):
        for each in value:
            yield from _flat(each)
    else:
        yield value
