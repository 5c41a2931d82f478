"""Pages by id or by translation, each in the language that was asked for."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, IntegerField, Q, Value

from pages.graphql.context import ContentContext
from pages.models import (
    ArticleIndexPage,
    ArticlePage,
    ContentPage,
    EventIndexPage,
    EventPage,
    EventSeriesPage,
    GroupIndexPage,
    GroupPage,
    HomePage,
    ProjectIndexPage,
    ProjectPage,
    StandardPage,
)
from pages.visibility import SiteTrees, Visibility

PAGE_MODELS: tuple[type[ContentPage], ...] = (
    HomePage,
    StandardPage,
    GroupIndexPage,
    GroupPage,
    ProjectIndexPage,
    ProjectPage,
    EventIndexPage,
    EventSeriesPage,
    EventPage,
    ArticleIndexPage,
    ArticlePage,
)

# What the fields of the `Page` interface are made of, the readability apart.
_LIGHT_COLUMNS = (
    "id",
    "path",
    "depth",
    "translation_key",
    "locale_id",
    "live",
    "expired",
    "expire_at",
    "title",
    "slug",
    "content_type_id",
    "url_path",
    "seo_title",
    "search_description",
    "first_published_at",
    "last_published_at",
    "show_in_menus",
    "summary",
    "image_id",
    "title_key",
)

# Columns that are large, and the fields of the contract that need them.
_LARGE_COLUMNS = {
    "body": {"body", "readability"},
    "report": {"report", "readability"},
    "transcript": {"transcript", "readability"},
}


@dataclass(frozen=True, slots=True)
class PageKey:
    """A page by `id` or `translation_key`, in the language with `locale_id` or the default one.

    `model` narrows where to look. `whole` asks for all columns, which costs a query for the
    model; without it only what the `Page` interface shows is loaded.
    """

    page_id: int | None = None
    translation_key: UUID | None = None
    locale_id: int | None = None
    model: type[ContentPage] | None = None
    whole: frozenset[str] = frozenset()


class PageSource:
    """Finds visible pages: light ones of any type in one query, whole ones in one for each type."""

    def fetch(
        self, keys: Sequence[PageKey], scope: SiteTrees, context: ContentContext
    ) -> Mapping[PageKey, ContentPage]:
        """Return the page of each key, in the language of the key if it is visible there."""
        policy, default_id = context.visibility(scope), context.default_locale_id(scope)
        found: dict[PageKey, ContentPage] = {}
        light = [key for key in keys if not (key.model and key.whole)]
        if light:
            models = {key.model for key in light}
            chosen = [each for each in PAGE_MODELS if None in models or each in models]
            found.update(_match(light, light_pages(_wanted(light), policy, chosen), default_id))
            found.update(_filled_up(found))
        for model in PAGE_MODELS:
            whole = [key for key in keys if key.model is model and key.whole]
            if whole:
                rows = _candidates(model, _wanted(whole), policy).defer(*_unused(model, whole))
                found.update(_match(whole, rows, default_id))
        return found


def _filled_up(light: Mapping[PageKey, ContentPage]) -> dict[PageKey, ContentPage]:
    """Return whole pages in the place of light ones, where the type turned out to be wanted."""
    by_model: dict[type[ContentPage], list[PageKey]] = defaultdict(list)
    for key, page in light.items():
        if type(page).__name__ in key.whole:
            by_model[type(page)].append(key)
    filled: dict[PageKey, ContentPage] = {}
    for model, keys in by_model.items():
        pages = model._default_manager.in_bulk([light[key].pk for key in keys])
        filled.update((key, pages[light[key].pk]) for key in keys if light[key].pk in pages)
    return filled


PAGES = PageSource()


def _unused(model: type[ContentPage], keys: Iterable[PageKey]) -> list[str]:
    wanted = frozenset().union(*(key.whole for key in keys))
    return unused_columns(model, wanted)


def unused_columns(model: type[ContentPage], wanted: Iterable[str]) -> list[str]:
    """Return the large columns of a model that none of the `wanted` fields shows."""
    names = {field.name for field in model._meta.concrete_fields}
    wanted = set(wanted)
    return [
        column
        for column, needed_by in _LARGE_COLUMNS.items()
        if column in names and not needed_by & wanted
    ]


def _wanted(keys: Iterable[PageKey]) -> Q:
    """Return the condition for pages of `keys`, and for translations of them."""
    ids = {key.page_id for key in keys if key.page_id is not None}
    translations = {key.translation_key for key in keys if key.translation_key is not None}
    wanted = Q(translation_key__in=translations)
    if ids:
        wanted |= Q(translation_key__in=_keys_of(ids))
    return wanted


def _candidates(model: type[ContentPage], wanted: Q, policy: Visibility) -> Any:
    """Return the rows of `model` that are `wanted`, and whether they are visible.

    Rows that are not visible come too, since a link to a page that was hidden still leads to its
    translation; `is_shown` tells them apart, and no caller may hand on one without it.
    """
    return model._default_manager.filter(wanted).annotate(
        is_shown=ExpressionWrapper(policy.condition, output_field=BooleanField())
    )


def _keys_of(ids: Collection[int | None]) -> Any:
    from wagtail.models import Page

    return Page.objects.filter(pk__in=ids).values("translation_key")


def light_pages(
    wanted: Q, policy: Visibility, models: Iterable[type[ContentPage]] = PAGE_MODELS
) -> list[ContentPage]:
    """Return pages of several types with what the interface shows, in one query.

    Each tells by `is_shown` whether it is visible.
    """
    selects = [
        _candidates(model, wanted, policy)
        .annotate(model_number=Value(PAGE_MODELS.index(model), IntegerField()))
        .order_by()
        .values_list(*_LIGHT_COLUMNS, "is_shown", "model_number")
        for model in models
    ]
    rows = selects[0].union(*selects[1:], all=True) if len(selects) > 1 else selects[0]
    return [_light_page(row) for row in rows]


def _light_page(row: Sequence[Any]) -> ContentPage:
    """Return an instance of the row's own model whose other columns are deferred."""
    *values, is_shown, model_number = row
    model = PAGE_MODELS[model_number]
    known = dict(zip(_LIGHT_COLUMNS, values, strict=True))
    known["page_ptr_id"] = known["id"]
    names = [f.attname for f in model._meta.concrete_fields if f.attname in known]
    page = model.from_db("default", names, [known[name] for name in names])
    page.is_shown = bool(is_shown)
    return page


def _match(
    keys: Iterable[PageKey],
    pages: Iterable[ContentPage],
    default_id: int,
) -> dict[PageKey, ContentPage]:
    """Return for each key its translation in the key's language, else the default one."""
    pages = list(pages)
    translation_keys = {page.pk: page.translation_key for page in pages}
    shown: dict[tuple[UUID, int], ContentPage] = {
        (page.translation_key, page.locale_id): page for page in pages if page.is_shown
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
