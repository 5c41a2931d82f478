"""The tables of docs/content-model.md, checked against the models and the demo content."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.db.models import Manager, Model
from wagtail.fields import StreamField
from wagtail.models import Page

from pages.demo.references import translation_key
from pages.registry import PAGE_TYPES

HEADER = "| Fact | Field | Demo object | Shows |"


class Row(NamedTuple):
    fact: str
    model: str
    path: tuple[str, ...]
    key: str
    shows: str


def rows() -> list[Row]:
    text = (settings.BASE_DIR / "docs" / "content-model.md").read_text(encoding="utf-8")
    found, in_table = [], False
    for line in text.splitlines():
        in_table = line == HEADER or (in_table and line.startswith("|"))
        if in_table and line != HEADER and not line.startswith("|---"):
            fact, field, key, shows = (cell.strip() for cell in line.strip("|").split("|"))
            model, *path = field.split(".")
            found.append(Row(fact, model, tuple(path), key, shows))
    return found


ROWS = rows()


def model_of(row: Row) -> type[Model]:
    return apps.get_model("feedback" if row.model == "Service" else "pages", row.model)


def demo_object(row: Row) -> Model:
    model = model_of(row)
    if issubclass(model, Page):
        return model.objects.get(
            translation_key=translation_key("page", row.key), locale__language_code="sv"
        )
    in_swedish = {"locale__language_code": "sv"} if hasattr(model, "locale") else {}
    return model.objects.get(slug=row.key, **in_swedish)


def values(thing: Any, path: tuple[str, ...]) -> Iterator[Any]:
    """Yield the values at the end of a path, through all related objects."""
    if isinstance(thing, Manager):
        for item in thing.all():
            yield from values(item, path)
    elif path:
        field = thing._meta.get_field(path[0])
        value = getattr(thing, path[0])
        if isinstance(field, StreamField):
            value = json.dumps(value.get_prep_value(), ensure_ascii=False)
        yield from values(value, path[1:])
    elif thing is not None:
        yield thing


def test_every_section_of_the_content_model_has_rows():
    # Given the object and field in the table
    models = {row.model for row in ROWS}

    assert {"Organisation", "GroupPage", "ProjectPage", "EventPage", "ArticlePage"} < models
    assert {"Service", "Venue", "StandardPage", "HomePage", "Topic"} < models
    assert len(ROWS) > 150


def test_demo_contains_every_fact(demo_content):
    missing = []
    for row in ROWS:
        shown = [str(value) for value in values(demo_object(row), row.path)]
        if not any(row.shows in value for value in shown if value.strip()):
            missing.append(f"{row.model}.{'.'.join(row.path)} of {row.key}: {shown}")
    assert missing == []


def test_every_editable_page_field_has_a_row():
    # Given all editable fields, and the fields in the tables
    named = {(row.model, row.path[0]) for row in ROWS}
    everywhere = {"title", "slug", "summary", "image", "body", "topics", "contact_email"}
    everywhere |= {"contact_phone", "contact_role"}

    # Then every editable field is in a table
    for page_type in PAGE_TYPES:
        if not page_type.list:
            continue
        name, model = page_type.name, page_type.model
        own = {
            field.name
            for field in model._meta.get_fields()
            if field.model._meta.app_label == "pages"
            and getattr(field, "editable", field.one_to_many and not field.auto_created)
            and not field.auto_created
            and field.name not in {field.name for field in Page._meta.get_fields()}
        }
        missing = {field for field in own - everywhere if (name, field) not in named}
        assert not missing, (
            f"{name}: {sorted(missing)} have no row: add them to docs/content-model.md."
        )
