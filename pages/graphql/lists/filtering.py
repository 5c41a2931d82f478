"""Conditions of filters: the field of the input type, and how it narrows the rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import graphene


@dataclass(frozen=True)
class Filtering:
    """What a filter is applied with.

    `given` are the conditions of the request by name. `policy` is None for snippets, which anyone
    may see. `in_order` is false where rows are only counted.
    """

    given: Mapping[str, Any]
    policy: Any = None
    in_order: bool = True


# (rows, value, filtering) -> the rows for which the condition holds.
Narrow = Callable[[Any, Any, Filtering], Any]


@dataclass(frozen=True)
class Condition:
    """A field of a filter. `narrow` is called only where the request gives a value."""

    field: graphene.InputField
    narrow: Narrow


def condition(type_: Any, description: str, narrow: Narrow) -> Condition:
    """Return a condition of a type of its own."""
    return Condition(graphene.InputField(type_, description=description), narrow)


def equal(type_: Any, path: str, description: str) -> Condition:
    """Return the condition that the value at `path` is the one given."""
    return condition(type_, description, lambda rows, value, _: rows.filter(**{path: value}))


def one_of(enum_type: Any, column: str, description: str) -> Condition:
    """Return the condition that a choice is among those given."""
    return condition(
        graphene.List(graphene.NonNull(enum_type)),
        _any_of(description),
        lambda rows, members, _: rows.filter(
            **{f"{column}__in": [member.value for member in members]}
        ),
    )


def related_to(relation: str, description: str) -> Condition:
    """Return the condition that a page is related to the thing with the slug given."""
    return condition(
        graphene.String,
        description,
        lambda rows, slug, filtering: rows.related_by_slug(relation, [slug], filtering.policy),
    )


def related_to_any(relation: str, description: str) -> Condition:
    """Return the condition that a page is related to a thing with one of the slugs given."""
    return condition(
        graphene.List(graphene.NonNull(graphene.String)),
        _any_of(description),
        lambda rows, slugs, filtering: rows.related_by_slug(relation, slugs, filtering.policy),
    )


def _any_of(description: str) -> str:
    return f"{description} Matches any of them; an empty list matches nothing."
