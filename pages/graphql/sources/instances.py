"""Rows that were read, as instances of their models."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model, QuerySet, TextField
from django.db.models.base import ModelState
from django.db.models.functions import Cast
from wagtail.fields import StreamField

from cms.statements import Statement

# Under its name and this, a stream field's JSON is kept as text, to be made blocks only once.
JSON_SUFFIX = "_json"

# What tells where a page stands, who may see it, and what it is called.
PLACE_COLUMNS = (
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
)


def instance(model: type[Model], names: Iterable[str], values: Sequence[Any]) -> Any:
    """Return an instance with some columns, the way that unpickling makes one.

    Constructors and signals, which prepare pages and pictures for being saved, take ten times as
    long. A column that is not among `names` is read when somebody asks for it.
    """
    made = model.__new__(model)
    made.__dict__.update(zip(names, values, strict=True))
    made._state = ModelState()
    made._state.adding = False
    made._state.db = DEFAULT_DB_ALIAS
    return made


class InstanceStatement(Statement):
    """A statement whose rows are instances of a model, with `columns` or, without any, all."""

    def __init__(
        self, model: type[Model], rows: Callable[[], QuerySet], columns: Sequence[str] = ()
    ) -> None:
        names = columns or [field.attname for field in model._meta.concrete_fields]
        super().__init__(lambda: rows().order_by().values_list(*names))
        self.names, self.model = names, model

    def objects(self, **values: Any) -> list[Any]:
        """Run the statement with the values of its parameters; return the instances."""
        return [instance(self.model, self.names, row) for row in self.fetch(**values)]


def columns_of(
    model: type[Model], wanted: frozenset[str] | None, always: Iterable[str] = ()
) -> tuple[list[str], dict[str, Any]]:
    """Return the columns of `wanted` (None: all) and of `always`, and the stream fields as text."""
    assert model._meta.pk is not None
    needed = {*always, model._meta.pk.attname}
    plain: list[str] = []
    texts: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        if wanted is None or field.attname in wanted or field.attname in needed:
            if isinstance(field, StreamField):
                texts[field.attname + JSON_SUFFIX] = Cast(field.attname, TextField())
            else:
                plain.append(field.attname)
    return plain, texts
