"""Declaring which fields of a model the contract has."""

from typing import Any

import graphene
from django.db import models
from grapple.models import GraphQLField

from cms.graphql.fields import ApiField


def declare(model: type[models.Model], description: str, /, **fields: ApiField) -> None:
    """Make `fields` the fields of the model's GraphQL type, and nothing else.

    The type itself is built by wagtail-grapple from its registry, which `registration.py` fills.
    """
    model.graphql_fields = [_entry(name, field) for name, field in fields.items()]  # type: ignore[attr-defined]
    model.graphql_description = description  # type: ignore[attr-defined]


def extend(model: type[models.Model], /, **fields: ApiField) -> None:
    """Add fields to a type that another app declared, which knows nothing of them."""
    model.graphql_fields.extend(_entry(name, field) for name, field in fields.items())  # type: ignore[attr-defined]


def _entry(name: str, field: ApiField) -> Any:
    # grapple calls the second with the type that the first names; the type is in our field.
    return lambda: (GraphQLField(name, graphene.String), lambda _type: field)


def declared_names(model: type[models.Model]) -> list[str]:
    """Return the Python names of the fields that were declared for a model, in their order."""
    return [entry()[0].field_name for entry in getattr(model, "graphql_fields", ())]
