"""Declare which fields of a model are in the GraphQL schema."""

from typing import Any

import graphene
from django.db import models
from grapple.models import GraphQLField

from cms.graphql.fields import ApiField

# The models with a type, in the order of their declarations.
DECLARED: list[type[models.Model]] = []


def declare(model: type[models.Model], description: str, /, **fields: ApiField) -> None:
    """Make `fields` the only fields of the model's GraphQL type.

    wagtail-grapple builds the type from its registry, which `registration.py` fills.
    """
    DECLARED.append(model)
    model.graphql_fields = [_entry(name, field) for name, field in fields.items()]  # type: ignore[attr-defined]
    model.graphql_description = description  # type: ignore[attr-defined]


def extend(model: type[models.Model], /, **fields: ApiField) -> None:
    """Add fields to a type that another app has declared."""
    model.graphql_fields.extend(_entry(name, field) for name, field in fields.items())  # type: ignore[attr-defined]


def _entry(name: str, field: ApiField) -> Any:
    # grapple calls the second function with the type from the first one; our field already has its
    # type.
    return lambda: (GraphQLField(name, graphene.String), lambda _type: field)


def declared_names(model: type[models.Model]) -> list[str]:
    """Return the Python names of a model's declared fields, in order."""
    return [entry()[0].field_name for entry in getattr(model, "graphql_fields", ())]
