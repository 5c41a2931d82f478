"""Which pages and snippets a page names, and the rows that are a part of it: one query each."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import models
from django.db.models import IntegerField, JSONField, Value
from django.db.models.functions import Cast, JSONObject
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from pages.graphql.context import ContentContext
from pages.visibility import SiteTrees


def _united(
    keys: Sequence[tuple[str, int]], select: Callable[[int, str, list[int]], Any]
) -> tuple[list[str], Any]:
    """Return the names among `keys`, and the rows of all of them as one statement.

    `select(number, name, parents)` gives those of one name, which its number stands for.
    """
    names = sorted({name for name, _ in keys})
    selects = [
        select(number, name, [pk for each, pk in keys if each == name])
        for number, name in enumerate(names)
    ]
    return names, selects[0].union(*selects[1:], all=True) if len(selects) > 1 else selects[0]


class LinkSource:
    """The targets of a model's many-to-many fields, by `(field, pk)`.

    A target that has translations is known by its translation key, another by its id.
    """

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model

    def fetch(
        self, keys: Sequence[tuple[str, int]], scope: SiteTrees, context: ContentContext
    ) -> Mapping[tuple[str, int], list[Any]]:
        """Return the targets of each key, read from all tables at once."""
        names, rows = _united(keys, self._select)
        found: dict[tuple[str, int], list[Any]] = defaultdict(list)
        for number, parent, _order, by_key, by_id in sorted(rows, key=lambda row: row[2]):
            targets = found[names[number], parent]
            target = by_id if by_key is None else by_key
            if target not in targets:
                targets.append(target)
        return found

    def _select(self, number: int, name: str, parents: list[int]) -> Any:
        field: Any = self.model._meta.get_field(name)
        parent, target = field.m2m_field_name(), field.m2m_reverse_field_name()
        has_translations = hasattr(field.related_model, "translation_key")
        rows = field.remote_field.through._default_manager.filter(**{f"{parent}__in": parents})
        key = (
            models.F(f"{target}__translation_key")
            if has_translations
            else Value(None, models.UUIDField(null=True))
        )
        return (
            rows.annotate(number=Value(number, IntegerField()), key=Cast(key, models.UUIDField()))
            .order_by()
            .values_list("number", f"{parent}_id", "pk", "key", f"{target}_id")
        )


class PartSource:
    """Rows that belong to a model's page (agenda, speakers, …), by `(related name, pk)`.

    Tables with different columns come in one statement as JSON; each row is made an instance of
    its model again.
    """

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model

    def fetch(
        self, keys: Sequence[tuple[str, int]], scope: SiteTrees, context: ContentContext
    ) -> Mapping[tuple[str, int], list[Any]]:
        """Return the rows of each key in the editor's order, read from all tables at once."""
        names, rows = _united(keys, self._select)
        found: dict[tuple[str, int], list[Any]] = defaultdict(list)
        for number, parent, _order, _pk, values in sorted(
            rows, key=lambda row: (row[2] or 0, row[3])
        ):
            part = self._part(names[number])
            found[names[number], parent].append(_instance(part, values))
        return found

    def _part(self, name: str) -> type[models.Model]:
        return self.model._meta.get_field(name).related_model  # type: ignore[return-value]

    def _select(self, number: int, name: str, parents: list[int]) -> Any:
        part = self._part(name)
        relation: Any = self.model._meta.get_field(name)
        parent = relation.field.attname
        columns = {field.attname: field.attname for field in part._meta.concrete_fields}
        return (
            part._default_manager.filter(**{f"{parent}__in": parents})
            .annotate(
                number=Value(number, IntegerField()),
                row=JSONObject(**columns),
            )
            .order_by()
            .values_list("number", parent, "sort_order", "pk", "row")
        )


def _instance(model: type[models.Model], values: Any) -> models.Model:
    if isinstance(values, str):
        values = JSONField().from_db_value(values, None, None)  # type: ignore[arg-type]
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return model(**{name: _read(fields[name], value) for name, value in values.items()})


def _read(field: Any, value: Any) -> Any:
    """Return a column's value from JSON, where SQLite has no types for times and truth."""
    if value is None:
        return None
    reader = _READERS.get(type(field))
    return reader(value) if reader else field.to_python(value)


def _moment(value: str) -> Any:
    moment = parse_datetime(value)
    assert moment is not None
    return (
        moment
        if timezone.is_aware(moment)
        else moment.replace(tzinfo=timezone.get_fixed_timezone(0))
    )


_READERS: dict[type, Callable[[Any], Any]] = {
    models.DateTimeField: _moment,
    models.BooleanField: bool,
}
