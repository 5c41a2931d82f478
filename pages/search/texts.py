"""Texts of pages for search: the fields listed in `search_texts`."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.utils import translation
from wagtail.fields import RichTextField
from wagtail.rich_text import get_text_for_indexing

from pages.models import ContentPage, Organisation, Venue

# Models whose names are part of pages' texts; the pages are indexed again when a name changes.
NAMED_MODELS = (Organisation, Venue)

# Text fields of blocks. Captions and link texts are omitted, because they are shown only together
# with a target that may not be public.
_BLOCK_TEXTS: dict[str, tuple[str, ...]] = {
    "quote": ("text", "attribution"),
    "fact_box": ("heading", "text"),
    "video": ("title", "transcript"),
    "gallery": ("heading",),
}


def words_of(page: ContentPage) -> str:
    """Return the text of a page without markup, one line per field, row and block."""
    texts = (text for name in type(page).search_texts for text in _texts(page, name))
    return "\n".join(filter(None, texts))


def block_texts(stream: Iterable[Any]) -> Iterator[str]:
    """Yield the texts of a body, in order, without markup."""
    for block in stream:
        if block.block_type == "heading":
            yield str(block.value)
        elif block.block_type == "rich_text":
            yield get_text_for_indexing(block.value.source)
        else:
            for name in _BLOCK_TEXTS.get(block.block_type, ()):
                value = block.value.get(name) or ""
                yield get_text_for_indexing(getattr(value, "source", None) or str(value))


def _texts(page: ContentPage, name: str) -> Iterator[str]:
    if name == "body" and not hasattr(page, "body"):
        return
    field: Any = page._meta.get_field(name)
    value = getattr(page, name)
    if field.one_to_many or field.many_to_many:
        yield from (each.search_text() for each in value.all())
    elif field.is_relation:
        yield value.search_text() if value else ""
    elif hasattr(field, "stream_block"):
        yield from block_texts(value)
    elif isinstance(field, RichTextField):
        yield get_text_for_indexing(value)
    elif field.choices:
        with translation.override(page.locale.language_code):
            yield str(getattr(page, f"get_{name}_display")())
    else:
        yield value


def rows_with_words(model: type[ContentPage]) -> QuerySet[Any]:
    """Return all pages of a type with the relations that `words_of` reads, in a fixed number of
    queries.
    """
    to_one, to_many = ["locale"], []
    for field in _relations(model):
        if field.one_to_many:
            named = [each.name for each in _named_by(field.related_model)]
            to_many += [f"{field.name}__{name}" for name in named] or [field.name]
        elif field.many_to_many:
            to_many.append(field.name)
        else:
            to_one.append(field.name)
    return model._default_manager.select_related(*to_one).prefetch_related(*to_many)


def mentions(model: type[ContentPage]) -> dict[type[models.Model], Any]:
    """Return, by named model, a function that returns the pages whose texts contain a name."""
    paths: dict[type[models.Model], list[str]] = {}
    for field in _relations(model):
        if field.related_model in NAMED_MODELS:
            paths.setdefault(field.related_model, []).append(field.name)
        elif field.one_to_many:
            for named in _named_by(field.related_model):
                path = f"{field.name}__{named.name}"
                paths.setdefault(named.related_model, []).append(path)
    return {named: _finder(model, each) for named, each in paths.items()}


def _finder(model: type[ContentPage], paths: Iterable[str]) -> Any:
    def find(named: models.Model) -> QuerySet[Any]:
        condition = Q()
        for path in paths:
            condition |= Q(**{path: named})
        return model._default_manager.filter(condition).distinct()

    return find


def _relations(model: type[ContentPage]) -> Iterator[Any]:
    for name in model.search_texts:
        if name != "body":
            field = model._meta.get_field(name)
            if field.is_relation:
                yield field


def _named_by(model: type[models.Model]) -> list[Any]:
    return [field for field in model._meta.fields if field.related_model in NAMED_MODELS]
