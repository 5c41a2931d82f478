"""House rules for content models that Django's system checks hold a developer to."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Warning, register
from django.db.models import Field
from modelcluster.fields import ParentalKey
from wagtail.images.models import AbstractRendition
from wagtail.models import Page

from pages.models import ContentPage


@register("pages")
def content_models(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> Iterable[CheckMessage]:
    """Ask for a help text on every field that editors fill in, and for restricted trees."""
    for model in apps.get_app_config("pages").get_models():
        if issubclass(model, AbstractRendition):
            continue
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
            if _editors_fill_in(field) and not field.help_text:
                yield Warning(
                    f"{model.__name__}.{field.name} has no help text.",
                    hint="Tell an editor in one sentence what belongs there.",
                    obj=model,
                    id="pages.W001",
                )
        if issubclass(model, ContentPage) and not _is_restricted(model):
            yield Warning(
                f"{model.__name__} may stand anywhere in the tree.",
                hint="Set parent_page_types and subpage_types.",
                obj=model,
                id="pages.W002",
            )


def _editors_fill_in(field: Field) -> bool:
    """Return whether we declared the field, and for editors: not a key, nor one of Wagtail's."""
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
