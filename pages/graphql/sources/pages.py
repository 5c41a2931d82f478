"""Source of visible pages by id or translation key, in the requested language."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any
from uuid import UUID

from django.db.models import (
    BigIntegerField,
    CharField,
    IntegerField,
    Q,
    QuerySet,
    UUIDField,
    Value,
)
from wagtail.models import Page

from cms.graphql.lists.connections import united
from cms.statements import Parameter, Statement, among
from pages.graphql.context import ContentContext
from pages.graphql.sources.instances import PLACE_COLUMNS, columns_of, instance
from pages.models import ContentPage
from pages.page_urls import slug_of
from pages.registry import page_models
from pages.visibility import SiteTrees, Visibility

PAGE_MODELS: tuple[type[ContentPage], ...] = page_models()

# The columns of the `Page` interface (except readability): from Wagtail's page table, and from the
# tables of our page types.
_BARE_COLUMNS = (
    *PLACE_COLUMNS,
    "seo_title",
    "search_description",
    "first_published_at",
    "last_published_at",
    "show_in_menus",
)
_LIGHT_COLUMNS = (*_BARE_COLUMNS, "summary", "image_id", "title_key")

# Represents all columns of a type.
EVERYTHING = frozenset({"*"})


@dataclass(frozen=True, slots=True)
class PageKey:
    """A page by id or translation key, in the language `locale_id` or the default language.

    `model` restricts the page type. `whole` selects the columns: None for those in Wagtail's
    page table; an empty set for all columns of the `Page` interface; otherwise column names of
    `model`, or without `model` the names of page types to load completely.
    """

    page_id: int | None = None
    translation_key: UUID | None = None
    locale_id: int | None = None
    model: type[ContentPage] | None = None
    whole: frozenset[str] | None = None


def columns_to_load(columns: frozenset[str] | None) -> frozenset[str] | None:
    """Return `PageKey.whole` for a key with a model, given the wanted columns (None: all)."""
    if columns is None:
        return EVERYTHING
    if columns.issubset(_BARE_COLUMNS):
        return None
    return frozenset() if columns.issubset(_LIGHT_COLUMNS) else columns


def select_pages(
    rows: QuerySet, columns: frozenset[str] | None, besides: Iterable[str] = ()
) -> tuple[QuerySet, Callable[[Sequence[Any]], Any]]:
    """Return rows as tuples of the wanted columns (None: all), and a function from tuple to page.

    `besides` names further columns and annotations to include.
    """
    plain, texts = columns_of(rows.model, columns, PLACE_COLUMNS)
    names = list(dict.fromkeys((*plain, *texts, *besides)))
    return rows.annotate(**texts).values_list(*names), partial(instance, rows.model, names)


class PageSource:
    """Fetches visible pages.

    Interface columns of any type cost one query, other columns one query per type.
    """

    def fetch(
        self, keys: Sequence[PageKey], scope: SiteTrees, context: ContentContext
    ) -> Mapping[PageKey, ContentPage]:
        """Return the page of each key, in the key's language if visible there, else in the
        default one.
        """
        policy, default_id = context.visibility(scope), context.default_locale_id(scope)
        found: dict[PageKey, ContentPage] = {}
        for statement, group in _by_statement(keys).items():
            rows = statement.fetch(
                ids={key.page_id for key in group if key.page_id is not None},
                keys={key.translation_key for key in group if key.translation_key is not None},
            )
            found.update(_match(group, statement.pages(rows), policy, default_id))
        return found | _completed(found)


PAGES = PageSource()


class _PageStatement(Statement):
    """A statement whose rows are pages."""

    def pages(self, rows: Iterable[Sequence[Any]]) -> list[Any]:
        """Return a page instance for each row."""
        raise NotImplementedError


class _Bare(_PageStatement):
    """Pages of any type, with the columns of Wagtail's page table."""

    def __init__(self) -> None:
        super().__init__(
            lambda: _wanted(Page).values_list(
                "content_type__app_label", "content_type__model", *_BARE_COLUMNS, "id"
            )
        )

    def pages(self, rows: Iterable[Sequence[Any]]) -> list[Any]:
        names = (*_BARE_COLUMNS, "page_ptr_id")
        return [
            instance(_MODELS_BY_LABEL[label, name], names, values)
            for label, name, *values in rows
            if (label, name) in _MODELS_BY_LABEL
        ]


_MODELS_BY_NAME = {each.__name__: each for each in PAGE_MODELS}
_MODELS_BY_LABEL = {(each._meta.app_label, each._meta.model_name): each for each in PAGE_MODELS}


class _Light(_PageStatement):
    """Pages of several types, with the columns of the `Page` interface."""

    def __init__(self, models: Sequence[type[ContentPage]], narrow: Any) -> None:
        super().__init__(lambda: self._union(models, narrow))

    def _union(self, models: Sequence[type[ContentPage]], narrow: Any) -> QuerySet:
        selects = [
            narrow(model)
            .annotate(model_number=Value(PAGE_MODELS.index(model), IntegerField()))
            .order_by()
            .values_list(*_LIGHT_COLUMNS, "page_ptr_id", "model_number")
            for model in models
        ]
        return united(selects)

    def pages(self, rows: Iterable[Sequence[Any]]) -> list[Any]:
        names = (*_LIGHT_COLUMNS, "page_ptr_id")
        return [instance(PAGE_MODELS[row[-1]], names, row[:-1]) for row in rows]


class _Whole(_PageStatement):
    """Pages of one type, with some of its columns or all."""

    def __init__(
        self,
        model: type[ContentPage],
        columns: frozenset[str],
        narrow: Callable[[type[ContentPage]], QuerySet],
    ) -> None:
        wanted = None if columns == EVERYTHING else columns
        chosen, texts = columns_of(model, wanted, (*PLACE_COLUMNS, "title_key"))
        super().__init__(lambda: narrow(model).annotate(**texts).values_list(*chosen, *texts))
        self.model, self.names = model, (*chosen, *texts)

    def pages(self, rows: Iterable[Sequence[Any]]) -> list[Any]:
        return [instance(self.model, self.names, row) for row in rows]


def _wanted(model: type[Page]) -> QuerySet:
    """Return the requested pages and all their translations.

    Includes pages that are not visible, since their translations may be.
    """
    asked = Page.objects.filter(
        Q(among("pk", "ids", BigIntegerField())) | Q(among("translation_key", "keys", UUIDField()))
    )
    rows = model._default_manager.order_by()
    return rows.filter(translation_key__in=asked.values("translation_key"))


_BARE = _Bare()


@lru_cache
def _light(models: tuple[Any, ...]) -> _Light:
    return _Light(models, _wanted)


def _whole(model: type[ContentPage], columns: frozenset[str]) -> _Whole:
    return _whole_by_name(model.__name__, columns)


@lru_cache
def _whole_by_name(name: str, columns: frozenset[str]) -> _Whole:
    return _Whole(_MODELS_BY_NAME[name], columns, _wanted)


def _by_statement(keys: Sequence[PageKey]) -> dict[_PageStatement, list[PageKey]]:
    """Group the keys by statement; the number of statements depends only on the wanted columns."""
    bare = [key for key in keys if key.whole is None]
    light = [key for key in keys if key.whole is not None and not (key.model and key.whole)]
    grouped: dict[_PageStatement, list[PageKey]] = {}
    if any(key.model is None for key in light):
        # This statement reads all page types anyway.
        light, bare = light + bare, []
    if bare:
        grouped[_BARE] = bare
    if light:
        models = {key.model for key in light}
        chosen = tuple(each for each in PAGE_MODELS if None in models or each in models)
        grouped[_light(chosen)] = light
    for model in PAGE_MODELS:
        whole = [key for key in keys if key.model is model and key.whole]
        if whole:
            columns = frozenset().union(*(key.whole or () for key in whole))
            grouped[_whole(model, EVERYTHING if columns >= EVERYTHING else columns)] = whole
    return grouped


def _completed(light: Mapping[PageKey, ContentPage]) -> dict[PageKey, ContentPage]:
    """Return complete pages for keys whose page has turned out to be of a requested type."""
    by_model: dict[type[ContentPage], list[PageKey]] = defaultdict(list)
    for key, page in light.items():
        if key.model is None and key.whole and type(page).__name__ in key.whole:
            by_model[type(page)].append(key)
    completed: dict[PageKey, ContentPage] = {}
    for model, keys in by_model.items():
        statement = _whole(model, EVERYTHING)
        rows = statement.fetch(ids={light[key].pk for key in keys}, keys=())
        pages = {page.pk: page for page in statement.pages(rows)}
        completed.update((key, pages[light[key].pk]) for key in keys if light[key].pk in pages)
    return completed


def _at_address(model: type[ContentPage]) -> QuerySet:
    # The path has no index; the slug, its last segment, has one.
    return model._default_manager.filter(
        url_path=Parameter("url_path", CharField()), slug=Parameter("slug", CharField())
    )


_BY_ADDRESS = _Light(PAGE_MODELS, _at_address)


def pages_at(url_path: str) -> list[ContentPage]:
    """Return the pages at a `url_path`, whether visible or not, in one query.

    They have the columns of the `Page` interface.
    """
    return _BY_ADDRESS.pages(_BY_ADDRESS.fetch(url_path=url_path, slug=slug_of(url_path)))


def _with_slug(model: type[ContentPage]) -> QuerySet:
    asked = model._default_manager.filter(slug=Parameter("slug", CharField()))
    rows = model._default_manager.order_by()
    return rows.filter(translation_key__in=asked.order_by().values("translation_key"))


@lru_cache
def _by_slug(name: str, columns: frozenset[str]) -> _Whole:
    return _Whole(_MODELS_BY_NAME[name], columns, _with_slug)


def pages_with_slug(
    model: type[ContentPage], slug: str, columns: frozenset[str] | None
) -> list[ContentPage]:
    """Return the pages of a type with a slug and their translations, visible or not.

    They have `columns` (None: all), and come from every site, in one query.
    """
    statement = _by_slug(model.__name__, EVERYTHING if columns is None else columns)
    return statement.pages(statement.fetch(slug=slug))


def _match(
    keys: Iterable[PageKey],
    pages: Iterable[ContentPage],
    policy: Visibility,
    default_id: int,
) -> dict[PageKey, ContentPage]:
    """Return for each key the page in the key's language, else in the default language."""
    pages = list(pages)
    translation_keys = {page.pk: page.translation_key for page in pages}
    shown: dict[tuple[UUID, int], ContentPage] = {
        (page.translation_key, page.locale_id): page for page in pages if policy.allows(page)
    }
    found = {}
    for key in keys:
        translation_key = key.translation_key or translation_keys.get(key.page_id)
        if translation_key is None:
            continue
        wanted = key.locale_id if key.locale_id is not None else default_id
        page = shown.get((translation_key, wanted)) or shown.get((translation_key, default_id))
        if page is not None and (key.model is None or isinstance(page, key.model)):
            found[key] = page
    return found
