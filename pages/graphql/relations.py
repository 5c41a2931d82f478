"""Loaders of relations: to one page, to several, to snippets, and to rows of a page's own."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

from django.db import models

from cms.graphql.fields import ApiField, Call, Fetch, Loading, list_of
from pages.graphql.sources.links import LinkSource, PartSource
from pages.graphql.sources.pages import PAGE_MODELS, PAGES, PageKey
from pages.graphql.sources.snippets import ORGANISATIONS, TOPICS, VENUES
from pages.models import ContentPage, Organisation, Topic, Venue

link_source = cache(LinkSource)
part_source = cache(PartSource)

_SNIPPETS: dict[type[models.Model], Any] = {
    Organisation: ORGANISATIONS,
    Venue: VENUES,
    Topic: TOPICS,
}

# Fields that a page shows without the columns of its own type.
LIGHT_FIELDS = {
    "__typename",
    "id",
    "title",
    "path",
    "url",
    "locale",
    "summary",
    "image",
    "translations",
    "breadcrumbs",
    "parent",
    "seo",
    "firstPublishedAt",
    "lastPublishedAt",
}


def reading_locale(parent: Any) -> int:
    """Return the locale in which the relations of a page or snippet are read."""
    found = getattr(parent, "reading_locale_id", None)
    return found if found is not None else parent.locale_id


def wanted_columns(call: Call, model: type[ContentPage] | None) -> frozenset[str]:
    """Return what makes a `PageKey` whole: field names of `model`, or names of whole types."""
    if model is not None:
        selected = call.selected(model.__name__)
        return selected if selected - LIGHT_FIELDS else frozenset()
    return frozenset(
        each.__name__ for each in PAGE_MODELS if call.selected(each.__name__) - LIGHT_FIELDS
    )


class ToOnePage:
    """Loads the page that a foreign key names, in the parent's language where there is one."""

    def __init__(self, column: str, model: type[ContentPage] | None = None) -> None:
        self.column = column
        self.model = model

    def load(self, parents: Sequence[Any], call: Call) -> Loading:
        """Return each parent's page; null where it may not be seen."""
        whole = wanted_columns(call, self.model)
        keys = [
            PageKey(
                page_id=getattr(parent, self.column),
                locale_id=reading_locale(parent),
                model=self.model,
                whole=whole,
            )
            for parent in parents
        ]
        pages = yield Fetch(PAGES, [key for key in keys if key.page_id is not None])
        return [pages.get(key) for key in keys]


class ManyPages:
    """Loads the pages that a many-to-many field names, in the parent's language."""

    def __init__(self, owner: type[models.Model], name: str, model: type[ContentPage]) -> None:
        self.owner = owner
        self.name = name
        self.model = model

    def load(self, parents: Sequence[Any], call: Call) -> Loading:
        """Return the visible ones in alphabetical order: a many-to-many field keeps none."""
        links = yield Fetch(link_source(self.owner), [(self.name, p.pk) for p in parents])
        whole = wanted_columns(call, self.model)
        keys = [
            [
                PageKey(
                    translation_key=each,
                    locale_id=reading_locale(parent),
                    model=self.model,
                    whole=whole,
                )
                for each in links.get((self.name, parent.pk), ())
            ]
            for parent in parents
        ]
        pages = yield Fetch(PAGES, [key for each in keys for key in each])
        return [_sorted((pages[key] for key in each if key in pages), "title_key") for each in keys]


class ManySnippets:
    """Loads the snippets that a many-to-many field names."""

    def __init__(self, owner: type[models.Model], name: str, model: type[models.Model]) -> None:
        self.owner = owner
        self.name = name
        self.source = _SNIPPETS[model]

    def load(self, parents: Sequence[Any], call: Call) -> Loading:
        """Return them in alphabetical order, in the parent's language."""
        links = yield Fetch(link_source(self.owner), [(self.name, p.pk) for p in parents])
        keys = [
            [(each, reading_locale(parent)) for each in links.get((self.name, parent.pk), ())]
            for parent in parents
        ]
        found = yield Fetch(self.source, [key for each in keys for key in each])
        return [_sorted((found[key] for key in each if key in found), "name_key") for each in keys]


def _sorted(values: Iterable[Any], key: str) -> list[Any]:
    return sorted(values, key=lambda value: (getattr(value, key), value.slug))


class ToOneSnippet:
    """Loads the snippet that a foreign key names."""

    def __init__(self, column: str, model: type[models.Model]) -> None:
        self.column = column
        self.source = _SNIPPETS[model]

    def load(self, parents: Sequence[Any], call: Call) -> Loading:
        """Return each parent's snippet, in the parent's language."""
        keys = [(getattr(parent, self.column), reading_locale(parent)) for parent in parents]
        found = yield Fetch(self.source, [key for key in keys if key[0] is not None])
        return [found.get(key) for key in keys]


class Parts:
    """Loads rows that belong to a page, such as its agenda."""

    def __init__(
        self,
        owner: type[models.Model],
        name: str,
        *,
        keep: Callable[[Any], bool] = lambda row: True,
    ) -> None:
        self.owner = owner
        self.name = name
        self.keep = keep

    def load(self, parents: Sequence[Any], call: Call) -> Loading:
        """Return each page's rows in the editor's order; they know the page's language."""
        found = yield Fetch(part_source(self.owner), [(self.name, p.pk) for p in parents])
        values = []
        for parent in parents:
            rows = [row for row in found.get((self.name, parent.pk), ()) if self.keep(row)]
            for row in rows:
                row.reading_locale_id = reading_locale(parent)
            values.append(rows)
        return values


def page_field(type_: Any, column: str, model: type[ContentPage], description: str) -> ApiField:
    """Return the field of a foreign key to a page."""
    return ApiField(type_, required=False, description=description, loader=ToOnePage(column, model))


def pages_field(
    type_: Any, owner: type[models.Model], name: str, model: type[ContentPage], description: str
) -> ApiField:
    """Return the field of a many-to-many relation to pages."""
    return ApiField(list_of(type_), description=description, loader=ManyPages(owner, name, model))


def parts_field(
    type_: Any, owner: type[models.Model], name: str, description: str, **options: Any
) -> ApiField:
    """Return the field of rows that belong to a page."""
    return ApiField(list_of(type_), description=description, loader=Parts(owner, name, **options))


def snippets_field(
    type_: Any, owner: type[models.Model], name: str, model: type[models.Model], description: str
) -> ApiField:
    """Return the field of a many-to-many relation to snippets."""
    return ApiField(
        list_of(type_), description=description, loader=ManySnippets(owner, name, model)
    )


def snippet_field(
    type_: Any,
    column: str,
    model: type[models.Model],
    description: str,
    *,
    required: bool = False,
) -> ApiField:
    """Return the field of a foreign key to a snippet."""
    return ApiField(
        type_, required=required, description=description, loader=ToOneSnippet(column, model)
    )
