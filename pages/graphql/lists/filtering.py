"""Conditions of filters: an input field, and a function that filters the rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import graphene


@dataclass(frozen=True)
class Filtering:
    """The arguments of a condition besides its value.

    `given` are all conditions of the request by name. `policy` is None for snippets, which are
    always public. `in_order` is False if rows are only counted.
    """

    given: Mapping[str, Any]
    policy: Any = None
    in_order: bool = True


# (rows, value, filtering) -> the rows that match.
Narrow = Callable[[Any, Any, Filtering], Any]


@dataclass(frozen=True)
class Condition:
    """A field of a filter. `narrow` is called only if the request contains a value."""

    field: graphene.InputField
    narrow: Narrow


def condition(type_: Any, description: str, narrow: Narrow) -> Condition:
    """Return a condition with its own filter function."""
    return Condition(graphene.InputField(type_, description=description), narrow)


def equal(type_: Any, path: str, description: str) -> Condition:
    """Return a condition that the value at `path` equals the given one."""
    return condition(type_, description, lambda rows, value, _: rows.filter(**{path: value}))


def one_of(enum_type: Any, column: str, description: str) -> Condition:
    """Return a condition that a choice is one of the given ones."""
    return condition(
        graphene.List(graphene.NonNull(enum_type)),
        _any_of(description),
        lambda rows, members, _: rows.filter(
            **{f"{column}__in": [member.value for member in members]}
        ),
    )


def related_to(relation: str, description: str) -> Condition:
    """Return a condition that a page is related to an object with the given slug."""
    return condition(
        graphene.String,
        description,
        lambda rows, slug, filtering: rows.related_by_slug(relation, [slug], filtering.policy),
    )


def related_to_any(relation: str, description: str) -> Condition:
    """Return a condition that a page is related to an object with one of the given slugs."""
    return condition(
        graphene.List(graphene.NonNull(graphene.String)),
        _any_of(description),
        lambda rows, slugs, filtering: rows.related_by_slug(relation, slugs, filtering.policy),
    )


def _any_of(description: str) -> str:
    return f"{description} Matches any of them; an empty list matches nothing."
