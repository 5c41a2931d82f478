"""Facts of the plain preview: names and values of the fields in `plain_facts`."""

import datetime
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst


class Fact(NamedTuple):
    """A field's label and value as plain text, in the language of the page."""

    name: str
    value: str


def facts_of(page: Model, names: tuple[str, ...]) -> Iterator[Fact]:
    """Yield the facts of the fields that have a value."""
    for name in names:
        field: Any = page._meta.get_field(name)
        if value := _text(page, field):
            yield Fact(capfirst(str(field.verbose_name)), value)


def _text(page: Model, field: Any) -> str:
    value = getattr(page, field.name)
    if field.choices:
        return str(getattr(page, f"get_{field.name}_display")())
    if field.many_to_many:
        return ", ".join(map(str, value.all()))
    if isinstance(value, datetime.datetime):
        return date_format(timezone.localtime(value), "l j F Y H:i")
    if isinstance(value, datetime.date):
        return date_format(value, "j F Y")
    return "" if value is None else str(value)
