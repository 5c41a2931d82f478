"""Sources of many-to-many targets and child objects; one query each."""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import Any

from django.db import models
from django.db.models import BigIntegerField, IntegerField, Value
from django.db.models.functions import Cast, JSONObject
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from cms.graphql.lists.connections import united
from cms.statements import Statement, among
from pages.forms.web_addresses import WebAddressField
from pages.graphql.context import ContentContext
from pages.graphql.sources.instances import instance
from pages.visibility import SiteTrees


class _ByName:
    """Base class of sources with keys `(name, pk)`: one statement for several names."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        self._statements: dict[tuple[str, ...], Statement] = {}

    def _found(self, keys: Sequence[tuple[str, int]]) -> tuple[list[str], list[Any]]:
        """Return the sorted names in `keys`, and the rows of all keys.

        The first column of a row is the index of its name.
        """
        names = sorted({name for name, _ in keys})
        statement = self._statements.get(tuple(names))
        if statement is None:
            selects = partial(self._selects, names)
            statement = self._statements[tuple(names)] = Statement(selects)
        parents = {
            f"parents_{number}": [pk for each, pk in keys if each == name]
            for number, name in enumerate(names)
        }
        return names, statement.fetch(**parents)

    def _selects(self, names: Sequence[str]) -> Any:
        return united([self._select(number, name) for number, name in enumerate(names)])

    def _select(self, number: int, name: str) -> Any:
        """Return the rows of one name whose parents are in the parameter `parents_<number>`."""
        raise NotImplementedError


class LinkSource(_ByName):
    """Fetches targets of a model's many-to-many fields; keys are `(field, pk)`.

    A translatable target is given by its translation key, another one by its id.
    """

    def fetch(
        self, keys: Sequence[tuple[str, int]], scope: SiteTrees, context: ContentContext
    ) -> Mapping[tuple[str, int], list[Any]]:
        """Return the targets of each key, read from all link tables in one query."""
        names, rows = self._found(keys)
        found: dict[tuple[str, int], list[Any]] = defaultdict(list)
        for number, parent, _order, by_key, by_id in sorted(rows, key=lambda row: row[2]):
            targets = found[names[number], parent]
            target = by_id if by_key is None else by_key
            if target not in targets:
                targets.append(target)
        return found

    def _select(self, number: int, name: str) -> Any:
        field: Any = self.model._meta.get_field(name)
        parent, target = field.m2m_field_name(), field.m2m_reverse_field_name()
        has_translations = hasattr(field.related_model, "translation_key")
        through = field.remote_field.through._default_manager
        rows = through.filter(among(f"{parent}_id", f"parents_{number}", BigIntegerField()))
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


class PartSource(_ByName):
    """Fetches child objects of a page model (agenda, speakers, …); keys are `(related name, pk)`.

    Tables with different columns are read in one statement as JSON, and each row is converted
    back to an instance of its model.
    """

    def fetch(
        self, keys: Sequence[tuple[str, int]], scope: SiteTrees, context: ContentContext
    ) -> Mapping[tuple[str, int], list[Any]]:
        """Return the rows of each key in the editor's order, read from all tables in one query."""
        names, rows = self._found(keys)
        found: dict[tuple[str, int], list[Any]] = defaultdict(list)
        for number, parent, _order, _pk, values in sorted(
            rows, key=lambda row: (row[2] or 0, row[3])
        ):
            part = self._part(names[number])
            found[names[number], parent].append(_made(part, values))
        return found

    def _part(self, name: str) -> type[models.Model]:
        return self.model._meta.get_field(name).related_model  # type: ignore[return-value]

    def _select(self, number: int, name: str) -> Any:
        part = self._part(name)
        relation: Any = self.model._meta.get_field(name)
        parent = relation.field.attname
        columns = {field.attname: field.attname for field in part._meta.concrete_fields}
        return (
            part._default_manager.filter(among(parent, f"parents_{number}", BigIntegerField()))
            .annotate(
                number=Value(number, IntegerField()),
                row=JSONObject(**columns),
            )
            .order_by()
            .values_list("number", parent, "sort_order", "pk", "row")
        )


def _made(model: type[models.Model], values: Any) -> models.Model:
    if isinstance(values, str):
        values = json.loads(values)
    readers = _readers(model)
    for name, reader in readers.items():
        if values[name] is not None:
            values[name] = reader(values[name])
    return instance(model, values, list(values.values()))


@cache
def _readers(model: type[models.Model]) -> dict[str, Callable[[Any], Any]]:
    """Return the converters for columns whose types JSON, or SQLite's JSON, cannot represent."""
    return {
        field.attname: _READERS.get(type(field), field.to_python)
        for field in model._meta.concrete_fields
        if not isinstance(field, _SAME_IN_JSON) or isinstance(field, WebAddressField)
    }


def _moment(value: str) -> Any:
    moment = parse_datetime(value)
    assert moment is not None
    return (
        moment
        if timezone.is_aware(moment)
        else moment.replace(tzinfo=timezone.get_fixed_timezone(0))
    )


_SAME_IN_JSON = (models.CharField, models.TextField, models.IntegerField, models.ForeignKey)
_READERS: dict[type, Callable[[Any], Any]] = {
    models.DateTimeField: _moment,
    models.BooleanField: bool,
}
