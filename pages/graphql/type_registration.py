"""Builds GraphQL types with wagtail-grapple and reduces them to the declared fields."""

from importlib import import_module

from django.db import models
from grapple.actions import register_model
from grapple.registry import registry

from cms.graphql.fields import ApiField
from pages.graphql.declare import DECLARED, declared_names
from pages.graphql.interface import PageInterface
from pages.registry import PAGE_TYPES


def register_pages() -> None:
    """Register the page types and what belongs to them."""
    for module in dict.fromkeys(each.graphql for each in PAGE_TYPES):
        import_module(module)
    import_module("pages.graphql.types.snippets")
    register(*DECLARED)


def register(*registered: type[models.Model]) -> None:
    """Have wagtail-grapple build a type for each model; call it before its own `ready()`."""
    for model in registered:
        register_model(model, "")


def prune() -> None:
    """Remove all fields from the built types that were not declared.

    grapple converts every field of its base types, which for pages include drafts, owners and
    locks. It also adds an `id` that conflicts with that of the `Page` interface.
    """
    for model, type_ in registry.models.items():
        meta = type_._meta
        is_page = PageInterface in meta.interfaces
        fields = dict(PageInterface._meta.fields) if is_page else {}
        fields.update((name, meta.fields[name]) for name in declared_names(model))
        meta.fields.clear()
        meta.fields.update(fields)
        # graphene freezes the options of a type after it is created.
        object.__setattr__(meta, "description", getattr(model, "graphql_description", None))
        object.__setattr__(meta, "interfaces", (PageInterface,) if is_page else ())
        for name, field in fields.items():
            if not isinstance(field, ApiField):
                raise TypeError(f"{meta.name}.{name} is not declared as an ApiField.")
