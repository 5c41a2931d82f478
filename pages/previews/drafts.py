"""Drafts as in-memory pages, and the required fields that they lack."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.models import Page

from pages.models import ContentPage

# Attributes taken from the saved page, since the draft's content may be older.
_OF_THE_PAGE = (
    "path",
    "depth",
    "url_path",
    "locale_id",
    "translation_key",
    "live",
    "first_published_at",
    "last_published_at",
)
# The tree path segment of a page that is not in the tree; treebeard starts at 1.
_NO_PLACE = "0" * Page.steplen


@dataclass(frozen=True, slots=True, eq=False)
class DraftProblem:
    """A required field that is empty: its label and a message."""

    field: str
    message: str


def draft_of(
    model: type[ContentPage], content: Mapping[str, Any], page: Page, *, is_start_page: bool
) -> ContentPage:
    """Return the draft of a saved page, with the URL it will have when published."""
    draft = _in_memory(model, content)
    draft.pk = draft.id = page.pk
    for name in _OF_THE_PAGE:
        setattr(draft, name, getattr(page, name))
    # The slug of a start page is not part of any URL.
    if not is_start_page:
        above = page.url_path.rstrip("/").rpartition("/")[0]
        draft.url_path = f"{above}/{draft.slug}/"
    return draft


def unsaved_draft(
    model: type[ContentPage], content: Mapping[str, Any], parent: Page
) -> ContentPage:
    """Return the draft of a page that was never saved, below its future parent."""
    draft = _in_memory(model, content)
    draft.path, draft.depth = parent.path + _NO_PLACE, parent.depth + 1
    draft.url_path = f"{parent.url_path}{draft.slug}/"
    draft.locale_id = parent.locale_id
    draft.live = False
    return draft


def _in_memory(model: type[ContentPage], content: Mapping[str, Any]) -> ContentPage:
    lists = [
        relation.get_accessor_name()
        for relation in get_all_child_relations(model)
        if relation.related_model._meta.app_label != "wagtailcore"
    ]
    many = [field.name for field in get_all_child_m2m_relations(model)]
    columns = {field.name for field in model._meta.concrete_fields}
    own = {name: value for name, value in content.items() if name in columns or name in lists}
    # A foreign key to a deleted object is loaded as None. check_fks would cost a query per row.
    draft: ContentPage = model.from_serializable_data(
        {"pk": None, **{name: [] for name in lists}, **own}, check_fks=False
    )
    draft.draft_rows = {name: _in_order(getattr(draft, name).all()) for name in lists} | {
        name: [pk for pk in content.get(name, ()) if pk is not None] for name in many
    }
    return draft


def _in_order(rows: Iterable[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: row.sort_order if row.sort_order is not None else 0)


def problems_of(draft: ContentPage, language: str) -> list[DraftProblem]:
    """Return the required fields that the draft lacks, with messages in `language`."""
    with override(language):
        return list(_problems(draft))


def _problems(draft: ContentPage) -> Iterator[DraftProblem]:
    for field in _missing(draft):
        name = capfirst(str(field.verbose_name))
        yield DraftProblem(name, _("“%(field)s” is not filled in.") % {"field": name})
    for relation in get_all_child_relations(type(draft)):
        for number, row in enumerate(
            (draft.draft_rows or {}).get(relation.get_accessor_name(), ()), start=1
        ):
            part = capfirst(str(row._meta.verbose_name))
            for field in _missing(row):
                name = capfirst(str(field.verbose_name))
                yield DraftProblem(
                    f"{part} {number}: {name}",
                    _("“%(field)s” is not filled in for %(part)s number %(number)d.")
                    % {"field": name, "part": str(row._meta.verbose_name), "number": number},
                )


def _missing(row: models.Model) -> Iterator[Any]:
    """Yield the empty fields that are non-null in the database and in the API."""
    for field in row._meta.concrete_fields:
        is_ours = field.editable and field.model is not Page
        if not is_ours or field.primary_key or isinstance(field, ParentalKey):
            continue
        value = getattr(row, field.attname)
        if value is None:
            if not field.null:
                yield field
        elif (
            field.choices
            and value not in dict(field.flatchoices)
            and not (value == "" and field.blank)
        ):
            yield field
