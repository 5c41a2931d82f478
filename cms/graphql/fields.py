"""Declarations of the API's fields: type, loading and cost."""

from collections.abc import Callable, Generator, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import graphene
from graphene.utils.str_converters import to_camel_case
from graphql import (
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
)

# The length that the cost assumes for lists that no argument bounds.
USUAL_LIST_LENGTH = 5


class Source(Protocol):
    """Data that several loaders need, fetched for all of them together."""

    def fetch(self, keys: Sequence[Any], scope: Any, context: Any) -> Mapping[Any, Any]:
        """Return the values found by key, in a fixed number of queries."""
        ...


@dataclass(frozen=True, slots=True)
class Fetch:
    """A loader's request for the values of `keys` from a source."""

    source: Source
    keys: Iterable[Hashable]


# A loader is sent a mapping of the found values for a `Fetch`, and a tuple of them for a tuple.
Wanted = Fetch | tuple[Fetch, ...]
Loading = Generator[Wanted, Any, Sequence[Any]]


class Selected(Protocol):
    """The fields selected below a loader's values."""

    def __call__(self, type_name: str) -> frozenset[str]:
        """Return the names of the fields that are selected for values of a type."""
        ...

    def columns(self, type_name: str) -> frozenset[str] | None:
        """Return the columns that the selected fields need; None if unknown."""
        ...

    def arguments(self, type_name: str, field_name: str) -> list[dict[str, Any]]:
        """Return the arguments of each selection of a field, including aliases."""
        ...

    def through(self, *names: str) -> "Selected":
        """Return what is selected below a path of fields, such as `nodes`."""
        ...

    def and_also(self, other: Any) -> "Selected":
        """Return what is selected in either."""
        ...


class Loader(Protocol):
    """Loads the values of one field for many parents at once."""

    def load(self, parents: Sequence[Any], call: "Call") -> Sequence[Any] | Loading:
        """Return one value for each of `parents`, in their order, in a fixed number of queries."""
        ...


@dataclass(frozen=True, slots=True)
class Call:
    """What a loader gets besides the parents."""

    arguments: Mapping[str, Any]
    scope: Any
    context: Any
    selected: Selected


class ApiArgument(graphene.Argument):
    """An argument whose value is checked before execution.

    `check(value, arguments, context)` raises `BadUserInput`, whose message names the argument.
    """

    def __init__(
        self, type_: Any, *, check: Callable[..., None] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(type_, **kwargs)
        self.check = check


@dataclass(frozen=True, eq=False)
class Spec:
    """What `attach_specs` leaves in a GraphQL field's `extensions["spec"]`."""

    name: str
    loader: Loader | None
    pick: Callable[[Any], Any] | None
    source: Callable[..., Any] | None
    size: Callable[[Mapping[str, Any]], int] | None
    is_page_of_parent: bool
    scope: Callable[[Mapping[str, Any], Any], Hashable] | None
    post_only: bool
    checks: Mapping[str, Callable[..., None]]
    # The columns of the parent's row that the field needs; None if unknown.
    columns: frozenset[str] | None = None
    is_composite: bool = False

    def value(self, parent: Any, context: Any, arguments: Mapping[str, Any]) -> Any:
        """Return the value of a field without a loader."""
        if self.source is None:
            return getattr(parent, self.name)
        return self.source(parent, context, **arguments)


class ApiField(graphene.Field):
    """A field of the contract.

    Its value is the attribute of the same name, or `source(parent, context, **arguments)`, which
    must not query the database, or what `loader` loads; `pick` selects a part of a loaded value.
    `columns` names the columns of the parent's row that a `source` or loader needs; without it,
    all columns are read. `size` returns the number of items that a connection may contain, and
    `is_page_of_parent` marks its list of items. Non-null unless `required=False`.
    """

    def __init__(
        self,
        type_: Any,
        *,
        description: str,
        required: bool = True,
        loader: Loader | None = None,
        pick: Callable[[Any], Any] | None = None,
        source: Callable[..., Any] | None = None,
        columns: Iterable[str] | None = None,
        size: Callable[[Mapping[str, Any]], int] | None = None,
        is_page_of_parent: bool = False,
        scope: Callable[[Mapping[str, Any], Any], Hashable] | None = None,
        post_only: bool = False,
        args: Mapping[str, graphene.Argument] | None = None,
        deprecation_reason: str | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(
            type_,
            args=dict(args or {}),
            description=description,
            required=required,
            deprecation_reason=deprecation_reason,
            name=name,
        )
        self.loader = loader
        self.pick = pick
        self.source = source
        self.columns = columns
        self.size = size
        self.is_page_of_parent = is_page_of_parent
        self.scope = scope
        self.post_only = post_only

    def spec(self, python_name: str) -> Spec:
        """Return the field's spec."""
        return Spec(
            name=python_name,
            loader=self.loader,
            pick=self.pick,
            source=self.source,
            size=self.size,
            is_page_of_parent=self.is_page_of_parent,
            scope=self.scope,
            post_only=self.post_only,
            checks={
                name: argument.check
                for name, argument in self.args.items()
                if isinstance(argument, ApiArgument) and argument.check
            },
            columns=self._columns(python_name),
            is_composite=is_composite_graphene_type(self.type),
        )

    def _columns(self, python_name: str) -> frozenset[str] | None:
        if self.columns is not None:
            return frozenset(self.columns)
        if self.loader is not None:
            columns = getattr(self.loader, "columns", None)
            return None if columns is None else frozenset(columns)
        return frozenset({python_name}) if self.source is None else None


def is_composite_graphene_type(type_: Any) -> bool:
    """Return whether `type_` is an object, an interface or a union, or a list of them."""
    while isinstance(type_, graphene.NonNull | graphene.List):
        type_ = type_.of_type
    return issubclass(type_, graphene.ObjectType | graphene.Interface | graphene.Union)


def list_of(type_: Any) -> graphene.List:
    """Return a list type of non-null items."""
    return graphene.List(graphene.NonNull(type_))


def attach_specs(schema: GraphQLSchema) -> None:
    """Set the spec and the resolver of each field of `schema`."""
    from cms.graphql.execution.lookahead import load_below_payload, resolver_for

    type_name = _TypeNames(schema)
    for type_ in schema.type_map.values():
        if isinstance(type_, GraphQLInterfaceType | GraphQLUnionType):
            type_.resolve_type = type_name
        if isinstance(type_, GraphQLObjectType):
            # `_TypeNames` determines the type; graphql-core need not check each object again.
            type_.is_type_of = None
        graphene_type = getattr(type_, "graphene_type", None)
        if graphene_type is None or not isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
            continue
        for python_name, declared in graphene_type._meta.fields.items():
            field = type_.fields.get(declared.name or to_camel_case(python_name))
            if field is None or not isinstance(declared, ApiField):
                continue
            spec = declared.spec(python_name)
            field.extensions = {**(field.extensions or {}), "spec": spec}
            if type_ is schema.mutation_type:
                field.resolve = load_below_payload(field.resolve)
            elif isinstance(type_, GraphQLObjectType):
                field.resolve = resolver_for(spec)


class _TypeNames:
    """Returns the GraphQL type of a value, by its Python class or its own `graphql_type`."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self.names: dict[type, str] = {}
        for name, type_ in schema.type_map.items():
            meta = getattr(getattr(type_, "graphene_type", None), "_meta", None)
            if isinstance(type_, GraphQLObjectType) and meta is not None:
                classes = getattr(meta, "possible_types", None) or (getattr(meta, "model", None),)
                self.names.update((each, name) for each in classes if each)

    def __call__(self, value: Any, _info: Any = None, _type: Any = None) -> str:
        return getattr(value, "graphql_type", None) or self.names[type(value)]


def spec_of(field: Any) -> Spec | None:
    """Return the spec of a GraphQL field, or None for a field of introspection."""
    return (field.extensions or {}).get("spec")
