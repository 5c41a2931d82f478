"""Loaders of relations: to pages, to snippets and to child objects."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from django.db import models

from cms.graphql.fields import ApiField, Call, Fetch, Loading, list_of
from pages.graphql.sources.links import LinkSource, PartSource
from pages.graphql.sources.pages import PAGE_MODELS, PAGES, PageKey, columns_to_load
from pages.graphql.sources.snippets import ORGANISATIONS, TOPICS, VENUES
from pages.models import ContentPage, Organisation, Topic, Venue

link_source = cache(LinkSource)
part_source = cache(PartSource)

_SNIPPETS: dict[type[models.Model], Any] = {
    Organisation: ORGANISATIONS,
    Venue: VENUES,
    Topic: TOPICS,
}


def reading_locale(parent: Any) -> int:
    """Return the locale in which the relations of a page or snippet are resolved."""
    found = getattr(parent, "reading_locale_id", None)
    return found if found is not None else parent.locale_id


def row_keys(name: str, parents: Iterable[Any]) -> list[tuple[str, int]]:
    """Return the keys of a child relation to fetch; drafts are omitted, since they contain their
    rows.
    """
    return [(name, parent.pk) for parent in parents if draft_rows(parent) is None]


def rows_of(
    found: Mapping[tuple[str, int], Sequence[Any]], name: str, parent: Any
) -> Sequence[Any]:
    """Return a parent's rows of a child relation, as fetched or from the draft."""
    own = draft_rows(parent)
    return found.get((name, parent.pk), ()) if own is None else own.get(name, ())


def draft_rows(parent: Any) -> Mapping[str, Sequence[Any]] | None:
    """Return the child objects in a draft by relation; None for a published page."""
    return getattr(parent, "draft_rows", None)


def wanted_columns(call: Call, model: type[ContentPage] | None) -> frozenset[str] | None:
    """Return the columns that the selection needs, in the format of `PageKey.whole`."""
    if model is not None:
        return columns_to_load(call.selected.columns(model.__name__))
    wanted = {
        each.__name__: columns_to_load(call.selected.columns(each.__name__)) for each in PAGE_MODELS
    }
    whole = frozenset(name for name, columns in wanted.items() if columns)
    return whole or (None if all(each is None for each in wanted.values()) else frozenset())


class ToOnePage:
    """Loads the page that a foreign key refers to, in the parent's language if translated."""

    def __init__(self, column: str, model: type[ContentPage] | None = None) -> None:
        self.column = column
        self.columns = (column,)
        self.model = model

    def load(self, parents: Sequence[Any], call: Call) -> Loading:
        """Return each parent's page; None if it is not visible."""
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
    """Loads the pages of a many-to-many field, in the parent's language if translated."""

    columns = ()

    def __init__(self, owner: type[models.Model], name: str, model: type[ContentPage]) -> None:
        self.owner = owner
        self.name = name
        self.model = model

    def load(self, parents: Sequence[Any], call: Call) -> Loading:
        """Return the visible pages in alphabetical order, since the field has no order of its
        own.
        """
        links = yield Fetch(link_source(self.owner), row_keys(self.name, parents))
        # Not None: the sort key is among the columns that an empty set loads.
        whole = wanted_columns(call, self.model) or frozenset()
        keys = [
            [
                PageKey(
                    # A draft contains ids, the link table translation keys.
                    page_id=each if isinstance(each, int) else None,
                    translation_key=None if isinstance(each, int) else each,
                    locale_id=reading_locale(parent),
                    model=self.model,
                    whole=whole,
                )
                for each in rows_of(links, self.name, parent)
            ]
            for parent in parents
        ]
        pages = yield Fetch(PAGES, [key for each in keys for key in each])
        return [_sorted((pages[key] for key in each if key in pages), "title_key") for each in keys]


class ManySnippets:
    """Loads the snippets of a many-to-many field."""

    columns = ()

    def __init__(self, owner: type[models.Model], name: str, model: type[models.Model]) -> None:
        self.owner = owner
        self.name = name
        self.source = _SNIPPETS[model]

    def load(self, parents: Sequence[Any], call: Call) -> Loading:
        """Return the snippets in alphabetical order, in the parent's language."""
        links = yield Fetch(link_source(self.owner), row_keys(self.name, parents))
        keys = [
            [(each, reading_locale(parent)) for each in rows_of(links, self.name, parent)]
            for parent in parents
        ]
        found = yield Fetch(self.source, [key for each in keys for key in each])
        return [_sorted((found[key] for key in each if key in found), "name_key") for each in keys]


def _sorted(values: Iterable[Any], key: str) -> list[Any]:
    # A draft may refer to two translations of one object; they resolve to the same row.
    once = {value.pk: value for value in values}
    return sorted(once.values(), key=lambda value: (getattr(value, key), value.slug))


class ToOneSnippet:
    """Loads the snippet that a foreign key refers to."""

    def __init__(self, column: str, model: type[models.Model]) -> None:
        self.column = column
        self.columns = (column,)
        self.source = _SNIPPETS[model]

    def load(self, parents: Sequence[Any], call: Call) -> Loading:
        """Return each parent's snippet, in the parent's language."""
        keys = [(getattr(parent, self.column), reading_locale(parent)) for parent in parents]
        found = yield Fetch(self.source, [key for key in keys if key[0] is not None])
        return [found.get(key) for key in keys]


class Parts:
    """Loads child objects of a page, such as its agenda."""

    columns = ()

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
        """Return each page's rows in the editor's order, with `reading_locale_id` set."""
        found = yield Fetch(part_source(self.owner), row_keys(self.name, parents))
        values = []
        for parent in parents:
            rows = [row for row in rows_of(found, self.name, parent) if self.keep(row)]
            for row in rows:
                row.reading_locale_id = reading_locale(parent)
            values.append(rows)
        return values


def page_field(type_: Any, column: str, model: type[ContentPage], description: str) -> ApiField:
    """Return the field for a foreign key to a page."""
    return ApiField(type_, required=False, description=description, loader=ToOnePage(column, model))


def pages_field(
    type_: Any, owner: type[models.Model], name: str, model: type[ContentPage], description: str
) -> ApiField:
    """Return the field for a many-to-many relation to pages."""
    return ApiField(list_of(type_), description=description, loader=ManyPages(owner, name, model))


def parts_field(
    type_: Any, owner: type[models.Model], name: str, description: str, **options: Any
) -> ApiField:
    """Return the field for child objects of a page."""
    return ApiField(list_of(type_), description=description, loader=Parts(owner, name, **options))


def snippets_field(
    type_: Any, owner: type[models.Model], name: str, model: type[models.Model], description: str
) -> ApiField:
    """Return the field for a many-to-many relation to snippets."""
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
    """Return the field for a foreign key to a snippet."""
    return ApiField(
        type_, required=required, description=description, loader=ToOneSnippet(column, model)
    )
