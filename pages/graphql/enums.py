"""GraphQL enums, derived from the models' choices."""

import enum
from collections.abc import Mapping

import graphene


def enum_type(
    choices: type[enum.Enum], description: str, values: Mapping[str, str]
) -> type[graphene.Enum]:
    """Return a GraphQL enum for `choices`; `values` maps member names to descriptions."""

    def describe(member: enum.Enum | None) -> str:
        return description if member is None else values[member.name]

    return graphene.Enum.from_enum(choices, description=describe)
