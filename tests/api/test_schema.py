"""Rules for the whole schema."""

import re
import subprocess
import sys

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLUnionType,
    get_named_type,
    specified_scalar_types,
    validate_schema,
)
from grapple.registry import registry

from cms.schema import schema

OWN_TYPES = {
    name: type_
    for name, type_ in schema.type_map.items()
    if not name.startswith("__") and name not in specified_scalar_types
}
FIELDS = [
    (f"{name}.{field_name}", field)
    for name, type_ in OWN_TYPES.items()
    if isinstance(type_, (GraphQLObjectType, GraphQLInterfaceType))
    for field_name, field in type_.fields.items()
]


def test_schema_is_valid():
    assert validate_schema(schema) == []


def test_every_field_was_declared():
    undeclared = [name for name, field in FIELDS if "spec" not in (field.extensions or {})]

    assert undeclared == []


def test_grapple_types_have_only_declared_fields():
    inner = {"live", "locked", "owner", "draftTitle", "draft_title", "latestRevision", "depth"}

    for type_ in registry.models.values():
        assert not inner & set(type_._meta.fields), type_


@pytest.mark.slow
def test_schema_of_grapple_is_never_imported():
    code = (
        "import django; django.setup(); import cms.urls, cms.schema, sys;"
        "print([m for m in ('grapple.schema', 'grapple.urls') if m in sys.modules])"
    )

    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"


def test_everything_has_a_description():
    silent = [name for name, type_ in OWN_TYPES.items() if not type_.description]
    for name, type_ in OWN_TYPES.items():
        if isinstance(type_, GraphQLEnumType):
            silent += [f"{name}.{v}" for v, value in type_.values.items() if not value.description]
        if isinstance(type_, GraphQLInputObjectType):
            silent += [f"{name}.{f}" for f, field in type_.fields.items() if not field.description]
    for name, field in FIELDS:
        silent += [] if field.description else [name]
        silent += [f"{name}({a})" for a, arg in field.args.items() if not arg.description]

    assert silent == []


def test_descriptions_do_not_repeat_names():
    def words(text):
        return re.sub("^(the|its|a|an) ", "", re.sub("[^a-z ]", "", text.lower())).replace(" ", "")

    described = [
        *[(name, name.partition(".")[2], field.description) for name, field in FIELDS],
        *[
            (f"{name}.{value}", value, each.description)
            for name, type_ in OWN_TYPES.items()
            if isinstance(type_, GraphQLEnumType)
            for value, each in type_.values.items()
        ],
    ]

    assert [name for name, own, text in described if words(text) == words(own)] == []


def test_lists_and_their_items_are_never_null():
    loose = []
    for name, field in FIELDS:
        type_ = field.type
        inner = type_.of_type if isinstance(type_, GraphQLNonNull) else type_
        if isinstance(inner, GraphQLList):
            strict = isinstance(type_, GraphQLNonNull) and isinstance(inner.of_type, GraphQLNonNull)
            loose += [] if strict else [name]

    assert loose == []


def test_blocks_can_be_selected_together():
    """Fields of the same name in a union must have the same type, or every query needs aliases."""
    for type_ in OWN_TYPES.values():
        if not isinstance(type_, GraphQLUnionType) or not type_.name.endswith(("Body", "Report")):
            continue
        kinds: dict[str, set[str]] = {}
        for member in type_.types:
            for name, field in member.fields.items():
                kinds.setdefault(name, set()).add(str(field.type))
        assert {name: each for name, each in kinds.items() if len(each) > 1} == {}, type_.name


def test_no_argument_takes_the_name_of_a_column():
    """Sorting is by enum: a string that orders or filters would become a column's name."""
    for name, field in FIELDS:
        for argument, definition in field.args.items():
            if argument in {"orderBy", "order", "sort"}:
                assert isinstance(get_named_type(definition.type), GraphQLEnumType), name
