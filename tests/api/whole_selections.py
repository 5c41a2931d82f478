"""Selections of all fields of a type, generated from the schema."""

from typing import Any

from graphql import (
    GraphQLObjectType,
    GraphQLUnionType,
    get_named_type,
    is_leaf_type,
    is_required_argument,
)

from cms.schema import schema

_REQUIRED = {"preset": "CARD"}


def everything_of(type_name: str, depth: int = 2) -> str:
    """Return a selection of all fields of a type, nested to a depth."""
    return " ".join(pieces_of(type_name, depth))


def pieces_of(type_name: str, depth: int) -> list[str]:
    """Return the same selection split by field, where one query would exceed a limit."""
    return _parts(schema.type_map[type_name], depth)


def _fields(type_: Any, depth: int) -> str:
    if isinstance(type_, GraphQLUnionType):
        return _members(type_)
    if type_.name.endswith("Connection"):
        return (
            f"totalCount nodes {{ {_fields(get_named_type(type_.fields['nodes'].type), depth)} }}"
        )
    return " ".join(_parts(type_, depth))


def _parts(type_: Any, depth: int) -> list[str]:
    parts = ["__typename"]
    for name, field in type_.fields.items():
        selection = _selection(get_named_type(field.type), depth)
        if selection is not None:
            arguments = ", ".join(
                f"{each}: {_REQUIRED[each]}"
                for each, argument in field.args.items()
                if is_required_argument(argument)
            )
            parts.append(name + (f"({arguments})" if arguments else "") + selection)
    return parts


def _selection(type_: Any, depth: int) -> str | None:
    if is_leaf_type(type_):
        return ""
    return f" {{ {_fields(type_, depth - 1)} }}" if depth > 1 else None


def _members(union: GraphQLUnionType) -> str:
    """Return the leaf fields of each member; equal names only with equal types."""
    types: dict[str, str] = {}
    parts = ["__typename"]
    for member in union.types:
        assert isinstance(member, GraphQLObjectType)
        names = [
            name
            for name, field in member.fields.items()
            if is_leaf_type(get_named_type(field.type))
            and types.setdefault(name, str(field.type)) == str(field.type)
        ]
        parts.append(f"... on {member.name} {{ {' '.join(names)} }}")
    return " ".join(parts)
