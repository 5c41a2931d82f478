"""Compare the contract with its last release.

`released/` in the contract's folder holds the schema, the ids of the operations, the shapes of the
recorded responses and the error codes of the last release. `versions.py` writes it.
"""

import datetime
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graphql import (
    BreakingChange,
    DangerousChange,
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLEnumValue,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    Undefined,
    build_schema,
    find_breaking_changes,
    find_dangerous_changes,
    is_non_null_type,
)

# How a reason for a deprecation has to end, such as "Use `title`. Removed after 2027-01-31."
_END = re.compile(r"Removed after (\d{4}-\d{2}-\d{2})\.$")

# A row of the README's table of errors; a row may explain several codes.
_CODES = re.compile(r"^\| (`[A-Z_]+`(?:, `[A-Z_]+`)*) \|", re.MULTILINE)

# From the path of a value in an answer to the names of its JSON types.
Shape = dict[str, list[str]]
_Given = GraphQLArgument | GraphQLInputField
Deprecatable = GraphQLField | GraphQLArgument | GraphQLInputField | GraphQLEnumValue


@dataclass(frozen=True)
class Contract:
    """The parts of the contract that front ends rely on, current or released."""

    schema: GraphQLSchema
    document_ids: dict[str, str]
    shapes: dict[str, Shape]
    codes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Changes:
    """Changes as lines for the changelog: those that break front ends, and dangerous ones."""

    breaking: list[str]
    dangerous: list[str]


def read_contract(folder: Path) -> Contract:
    """Return the contract as its files are now."""
    fixtures = sorted((folder / "fixtures").glob("*.json"))
    return Contract(
        schema=build_schema((folder / "schema.graphql").read_text(encoding="utf-8")),
        document_ids=_read(folder / "trusted-documents.json"),
        shapes={path.name: shape_of(_read(path)["response"]) for path in fixtures},
        codes=_codes_in((folder / "README.md").read_text(encoding="utf-8")),
    )


def read_released(folder: Path) -> Contract:
    """Return the contract as it was last released."""
    return Contract(
        schema=build_schema((folder / "schema.graphql").read_text(encoding="utf-8")),
        document_ids=_read(folder / "trusted-documents.json"),
        shapes=_read(folder / "shapes.json"),
        codes=frozenset(_read(folder / "codes.json")),
    )


def _codes_in(readme: str) -> frozenset[str]:
    return frozenset(code for row in _CODES.findall(readme) for code in re.findall("[A-Z_]+", row))


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def changes_since(released: Contract, current: Contract, today: datetime.date) -> Changes:
    """Return the changes, without announced removals whose date is past."""
    announced = set(_announced_removals(released.schema, today))
    breaking = [
        *_lines(find_breaking_changes(released.schema, current.schema)),
        *_required(released.schema, current.schema),
        *_operations(released.document_ids, current.document_ids),
        *_answers(released.shapes, current.shapes),
        *(f"CODE_REMOVED: {code} was removed." for code in released.codes - current.codes),
    ]
    dangerous = [
        *_lines(find_dangerous_changes(released.schema, current.schema)),
        *_defaults(released.schema, current.schema),
    ]
    return Changes(breaking=sorted(set(breaking) - announced), dangerous=sorted(dangerous))


def _lines(changes: Iterable[BreakingChange | DangerousChange]) -> list[str]:
    return [f"{change.type.name}: {change.description}" for change in changes]


def _defaults(released: GraphQLSchema, current: GraphQLSchema) -> Iterator[str]:
    """Yield changes of default values that graphql-core does not report.

    A request that omits the value stays valid but changes its meaning.
    """
    for name, was, given in _given_in_both(released, current):
        is_told = isinstance(was, GraphQLArgument) and was.default_value is not Undefined
        if not is_told and was.default_value != given.default_value:
            yield f"DEFAULT_CHANGED: {name} has another default value."


def _required(released: GraphQLSchema, current: GraphQLSchema) -> Iterator[str]:
    """Yield arguments and input fields that became required because their default was removed."""
    for name, was, given in _given_in_both(released, current):
        is_gone = given.default_value is Undefined and was.default_value is not Undefined
        if is_gone and is_non_null_type(was.type) and is_non_null_type(given.type):
            yield f"DEFAULT_REMOVED: {name} must be given; it had a default value."


def _given_in_both(
    released: GraphQLSchema, current: GraphQLSchema
) -> Iterator[tuple[str, _Given, _Given]]:
    """Yield each argument and input field in both schemas: its name and both definitions."""
    now = {name: element for name, _, element in _elements(current)}
    for name, _, was in _elements(released):
        given = now.get(name)
        if isinstance(was, _Given) and isinstance(given, _Given):
            yield name, was, given


def _operations(released: dict[str, str], current: dict[str, str]) -> Iterator[str]:
    for name, document_id in released.items():
        if name not in current:
            yield f"OPERATION_REMOVED: {name} was removed."
        elif current[name] != document_id:
            yield f"OPERATION_CHANGED: {name} has another text, and so another documentId."


def _answers(released: dict[str, Shape], current: dict[str, Shape]) -> Iterator[str]:
    for name, shape in released.items():
        if name not in current:
            yield f"ANSWER_REMOVED: {name} was removed."
            continue
        for path, types in shape.items():
            now = current[name].get(path)
            parent, _, field = path.rpartition(".")
            # Whether a list has items of some type depends on the content.
            is_field = not field.endswith((")", "[]"))
            if now is None and is_field and "object" in current[name].get(parent, ()):
                yield f"ANSWER_CHANGED: {name} has no {path} any more."
            elif types and now and not set(types) & set(now):
                yield f"ANSWER_CHANGED: {name} has {path} as {now[0]}, not as {types[0]}."


def shape_of(value: Any, path: str = "answer") -> Shape:
    """Return the JSON types of a value and of its parts, by path.

    Items of a list share a path, except that objects with a `__typename` have one per type. `null`
    is omitted, since any nullable field may hold it.
    """
    shape: dict[str, set[str]] = {}
    for place, type_ in _typed(value, path):
        shape.setdefault(place, set()).update({type_} - {"null"})
    return {place: sorted(types) for place, types in sorted(shape.items())}


_JSON_TYPES = {str: "string", bool: "boolean", int: "number", float: "number", list: "list"}


def _typed(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        yield path, "object"
        if "__typename" in value:
            path = f"{path}({value['__typename']})"
            yield path, "object"
        for name, each in value.items():
            yield from _typed(each, f"{path}.{name}")
    elif value is not None:
        yield path, _JSON_TYPES[type(value)]
        for each in value if isinstance(value, list) else ():
            yield from _typed(each, f"{path}[]")
    else:
        yield path, "null"


def deprecations_without_date(schema: GraphQLSchema) -> list[str]:
    """Return deprecations whose reason does not end with the date of removal."""
    return sorted(
        name
        for name, _, element in _elements(schema)
        if element.deprecation_reason is not None and _removed_after(element) is None
    )


def _announced_removals(released: GraphQLSchema, today: datetime.date) -> Iterator[str]:
    """Yield graphql-core's descriptions of removals whose announced date is past."""
    for _, description, element in _elements(released):
        date = _removed_after(element)
        if date is not None and date < today:
            yield description


def _removed_after(element: Deprecatable) -> datetime.date | None:
    found = _END.search(element.deprecation_reason or "")
    try:
        return datetime.date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def _elements(schema: GraphQLSchema) -> Iterator[tuple[str, str, Deprecatable]]:
    """Yield each element that can be deprecated: name, description of its removal, element."""
    for type_ in schema.type_map.values():
        if isinstance(type_, GraphQLEnumType):
            for name, value in type_.values.items():
                removal = f"{name} was removed from enum type {type_.name}."
                yield f"{type_.name}.{name}", f"VALUE_REMOVED_FROM_ENUM: {removal}", value
        elif isinstance(type_, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            for name, field in type_.fields.items():
                full = f"{type_.name}.{name}"
                yield full, f"FIELD_REMOVED: {full} was removed.", field
                for argument_name, argument in getattr(field, "args", {}).items():
                    removal = f"ARG_REMOVED: {full} arg {argument_name} was removed."
                    yield f"{full}({argument_name}:)", removal, argument
