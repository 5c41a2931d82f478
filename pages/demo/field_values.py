"""Writes what a content file says into the fields of a model."""

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

# Told by the files, but not fields of the model.
NOT_FIELDS = {"parent", "type", "motif", "file", "collection"}


class FieldWriter:
    """Sets fields from an entry: dates moved, keys looked up, text turned into blocks."""

    def __init__(self, calendar: DemoCalendar) -> None:
        self.calendar = calendar
        self.references = {code: References(code) for code in ("sv", "en")}

    def write_own(self, instance: models.Model, entry: Entry) -> None:
        """Set what is in the object's own row, and whom it refers to; needs no later page."""
        self._write(instance, entry, entry.fields, parts=False)

    def write_parts(self, instance: models.Model, entry: Entry) -> None:
        """Set texts in blocks and lists of parts, which may refer to any page."""
        self._write(instance, entry, entry.fields, parts=True)

    def start_of_event(self, key: str) -> datetime.datetime:
        """Return when an event starts in the demo, whether it is in the database yet or not."""
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
        # A date is read by its precision, which is therefore set first.
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
