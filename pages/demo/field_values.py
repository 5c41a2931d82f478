"""Writes the values of a content file to model fields."""

import datetime
from decimal import Decimal
from typing import Any

from django.db import models
from modelcluster.fields import ParentalManyToManyField
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable

from pages.demo import markup, source
from pages.demo.dates import DemoCalendar
from pages.demo.references import References
from pages.demo.source import Entry
from pages.models import DatePrecision

# Keys in the files that are not model fields.
NOT_FIELDS = {"parent", "type", "motif", "file", "collection"}


class FieldWriter:
    """Sets fields from an entry: shifts dates, resolves keys, converts text to blocks."""

    def __init__(self, calendar: DemoCalendar) -> None:
        self.calendar = calendar
        self.references = {code: References(code) for code in ("sv", "en")}

    def write_own(self, instance: models.Model, entry: Entry) -> None:
        """Set the object's own columns and many-to-many fields; needs no page that is created
        later.
        """
        self._write(instance, entry, entry.fields, parts=False)

    def write_parts(self, instance: models.Model, entry: Entry) -> None:
        """Set StreamFields and child objects, which can refer to any page."""
        self._write(instance, entry, entry.fields, parts=True)

    def start_of_event(self, key: str) -> datetime.datetime:
        """Return when a demo event starts, whether or not it has been created."""
        entry = source.entries("events")[key]
        return self.calendar.moved_time(entry.fields["starts_at"], entry.seen_from)

    def _write(
        self,
        instance: models.Model,
        entry: Entry,
        fields: dict[str, Any],
        *,
        parts: bool | None = None,
    ) -> None:
        # Precision fields first: they determine how dates are shifted.
        for name in sorted(fields, key=lambda name: not name.endswith("_precision")):
            if name in NOT_FIELDS:
                continue
            field = instance._meta.get_field(name)
            if parts is None or parts == _is_part(field):
                setattr(instance, name, self._value(instance, field, fields[name], entry))

    def _value(self, instance: models.Model, field: Any, value: Any, entry: Entry) -> Any:
        references = self.references[entry.language]
        if field.one_to_many:
            return self._children(field, value, entry)
        if isinstance(field, ParentalManyToManyField):
            return [references.object(field.related_model, key) for key in value]
        if isinstance(field, models.ForeignKey):
            return references.object(field.related_model, value)
        if isinstance(value, str):
            value = self.calendar.filled(
                value.strip(), entry.seen_from, entry.language, self.start_of_event
            )
            if isinstance(field, StreamField):
                name = f"{entry.language}/{entry.key}/{field.name}"
                blocks = markup.stream_value(value, references.lookup, name)
                return field.stream_block.to_python(blocks)
            if isinstance(field, RichTextField):
                return markup.rich_text(value, references.lookup)
            return value
        if isinstance(value, datetime.datetime):
            return self.calendar.moved_time(value, entry.seen_from)
        if isinstance(value, datetime.date):
            return self._date(instance, field, value, entry)
        return Decimal(str(value)) if isinstance(field, models.DecimalField) else value

    def _children(self, field: Any, rows: list[dict[str, Any]], entry: Entry) -> list[models.Model]:
        children = []
        for number, row in enumerate(rows):
            child = field.related_model()
            if isinstance(child, Orderable):
                child.sort_order = number
            self._write(child, entry, row)
            children.append(child)
        return children

    def _date(
        self, instance: models.Model, field: Any, value: datetime.date, entry: Entry
    ) -> datetime.date:
        always = getattr(field, "precision", DatePrecision.DAY)
        precision = getattr(instance, f"{field.name}_precision", always)
        if precision == DatePrecision.DAY:
            return self.calendar.moved_day(value, entry.seen_from)
        last_day = field.name.startswith("ends")
        return self.calendar.moved_month(value, entry.seen_from, last_day=last_day)


def _is_part(field: Any) -> bool:
    return bool(field.one_to_many) or isinstance(field, StreamField)
