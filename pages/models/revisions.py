"""Reading old revisions whose references are gone.

A page cannot be deleted while a saved page refers to it, but a draft or an old revision may still
name it. django-modelcluster raises a bare exception for such a reference if it is PROTECTed, and
the editor would get an error page instead of the draft.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from django.db import models
from django.db.models import IntegerField, Value
from modelcluster.models import get_all_child_relations

# The ids of each model that are still there.
_Present = Mapping[type[models.Model], set[int]]


def without_lost_references(model: type[models.Model], data: dict[str, Any]) -> dict[str, Any]:
    """Return a revision's `data` without references to what no longer exists; costs one query.

    An optional reference is emptied; an item of a list that cannot do without is left out.
    """
    present = _present(_references(model, data))
    kept = dict(data)
    for field in _lost(model, data, present):
        kept[field.name] = None
    for relation in get_all_child_relations(model):
        name, part = relation.get_accessor_name(), relation.related_model
        if name in kept:
            items = [(item, _lost(part, item, present)) for item in kept[name]]
            kept[name] = [
                item | dict.fromkeys(field.name for field in lost)
                for item, lost in items
                if all(field.null for field in lost)
            ]
    return kept


def _references(
    model: type[models.Model], data: Mapping[str, Any]
) -> Iterator[tuple[type[models.Model], int]]:
    """Yield what the protected foreign keys of a page and of its lists lead to."""
    for field in _protected(model):
        if data.get(field.name) is not None:
            yield field.related_model, data[field.name]
    for relation in get_all_child_relations(model):
        for item in data.get(relation.get_accessor_name(), ()):
            yield from _references(relation.related_model, item)


def _present(references: Iterator[tuple[type[models.Model], int]]) -> _Present:
    wanted: dict[type[models.Model], set[int]] = defaultdict(set)
    for target, pk in references:
        wanted[target].add(pk)
    targets = sorted(wanted, key=lambda target: target._meta.label)
    selects = [
        target._default_manager.filter(pk__in=wanted[target])
        .annotate(number=Value(number, IntegerField()))
        .order_by()
        .values_list("number", "pk")
        for number, target in enumerate(targets)
    ]
    found: dict[type[models.Model], set[int]] = defaultdict(set)
    if selects:
        rows: Any = selects[0].union(*selects[1:], all=True) if len(selects) > 1 else selects[0]
        for number, pk in rows:
            found[targets[number]].add(pk)
    return found


def _lost(model: type[models.Model], data: Mapping[str, Any], present: _Present) -> list[Any]:
    """Return the protected foreign keys of `data` that lead nowhere."""
    return [
        field
        for field in _protected(model)
        if data.get(field.name) is not None and data[field.name] not in present[field.related_model]
    ]


def _protected(model: type[models.Model]) -> Iterator[Any]:
    for field in model._meta.get_fields():
        if getattr(field.remote_field, "on_delete", None) is models.PROTECT:
            yield field
