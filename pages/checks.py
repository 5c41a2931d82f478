"""System checks for content models: help texts and restricted page trees."""

from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error, Warning, register
from django.db.models import Field
from django.utils.module_loading import import_string
from modelcluster.fields import ParentalKey
from wagtail.images.models import AbstractRendition
from wagtail.models import Page

from pages.models import ContentPage
from pages.registry import PAGE_TYPES


@register("pages")
def content_models(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> Iterable[CheckMessage]:
    """Warn about editable fields without a help text and page types without tree rules."""
    for model in apps.get_app_config("pages").get_models():
        if issubclass(model, AbstractRendition):
            continue
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
            if _editors_fill_in(field) and not field.help_text:
                yield Warning(
                    f"{model.__name__}.{field.name} has no help text.",
                    hint="Say in one sentence what an editor should enter.",
                    obj=model,
                    id="pages.W001",
                )
        if issubclass(model, ContentPage) and not _is_restricted(model):
            yield Warning(
                f"{model.__name__} may be created anywhere in the page tree.",
                hint="Set parent_page_types and subpage_types.",
                obj=model,
                id="pages.W002",
            )


@register("pages")
def page_types(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> Iterable[CheckMessage]:
    """Load the dotted paths of the registry, and require an entry for every page type."""
    for page_type in PAGE_TYPES:
        for setting, path in page_type.dotted_names():
            try:
                if setting == "graphql":
                    import_module(path)
                else:
                    import_string(path)
            except ImportError as error:
                yield Error(
                    f"PAGE_TYPES: {setting} of {page_type.name} cannot be loaded: {error}",
                    hint="See pages/registry.py.",
                    id="pages.E001",
                )
    named = {page_type.name for page_type in PAGE_TYPES}
    for model in apps.get_app_config("pages").get_models():
        if issubclass(model, ContentPage) and model.__name__ not in named:
            yield Error(
                f"{model.__name__} has no entry in PAGE_TYPES: see pages/registry.py.",
                obj=model,
                id="pages.E002",
            )


def _editors_fill_in(field: Field) -> bool:
    """Return whether the field is editable in forms and declared by us, not by Wagtail."""
    return (
        field.editable
        and not field.primary_key
        and not isinstance(field, ParentalKey)
        and field.name not in _names_of_wagtail(field)
    )


def _names_of_wagtail(field: Field) -> set[str]:
    return {
        inherited.name
        for base in field.model.__mro__
        if base.__module__.startswith(("wagtail.", "modelcluster.")) and hasattr(base, "_meta")
        for inherited in (*base._meta.local_fields, *base._meta.local_many_to_many)
    }


def _is_restricted(model: type[Page]) -> bool:
    return isinstance(model.parent_page_types, list) and isinstance(model.subpage_types, list)
