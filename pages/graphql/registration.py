"""Which models wagtail-grapple makes types of, and how these are cut to what was declared."""

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
    """Leave each type that wagtail-grapple built only the fields that were declared.

    grapple converts every field that its base types know, and a page has drafts, owners and locks
    among them. It also forces an `id` that the `Page` interface's does not agree with.
    """
    for model, type_ in registry.models.items():
        meta = type_._meta
        is_page = PageInterface in meta.interfaces
        fields = dict(PageInterface._meta.fields) if is_page else {}
        fields.update((name, meta.fields[name]) for name in declared_names(model))
        meta.fields.clear()
        meta.fields.update(fields)
        # graphene freezes the options of a type once it is made; this one is made by grapple.
        object.__setattr__(meta, "description", getattr(model, "graphql_description", None))
        object.__setattr__(meta, "interfaces", (PageInterface,) if is_page else ())
        for name, field in fields.items():
            if not isinstance(field, ApiField):
                raise TypeError(f"{meta.name}.{name} is not declared as an ApiField.")
