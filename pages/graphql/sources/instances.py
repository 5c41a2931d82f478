"""Model instances from rows of plain SELECT statements."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model, QuerySet, TextField
from django.db.models.base import ModelState
from django.db.models.functions import Cast
from wagtail.fields import StreamField

from cms.statements import Statement

# Suffix of the attribute that holds a StreamField's JSON text, so that it is parsed only once.
JSON_SUFFIX = "_json"

# The columns that determine a page's place, visibility and title.
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
    """Return a model instance with some columns, built as unpickling does.

    Calling constructors and signals, which prepare pages and images for saving, takes ten times
    as long. A column that is not in `names` is loaded on access.
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
    """Return `(plain column names, {name: expression})` for the wanted columns.

    `wanted` None means all; those in `always` and the primary key are included in any case. The
    expressions are StreamFields cast to text.
    """
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
