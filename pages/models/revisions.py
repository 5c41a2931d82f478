"""Read revisions that refer to deleted objects.

A page cannot be deleted while a saved page refers to it, but a draft or an old revision can still
contain its id. For such a reference with `on_delete=PROTECT`, django-modelcluster raises a bare
exception, and the editor would see an error page instead of the draft.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from django.db import models
from django.db.models import IntegerField, Value
from modelcluster.models import get_all_child_relations

# The existing ids of each model.
_Present = Mapping[type[models.Model], set[int]]


def without_lost_references(model: type[models.Model], data: dict[str, Any]) -> dict[str, Any]:
    """Return the revision data without references to deleted objects.

    An optional foreign key is set to None; a child object with a required one is removed. Costs
    one query.
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
    """Yield (model, id) for each PROTECT foreign key of a page and its child objects."""
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
    """Return the PROTECT foreign keys in `data` whose targets do not exist."""
    return [
        field
        for field in _protected(model)
        if data.get(field.name) is not None and data[field.name] not in present[field.related_model]
    ]


def _protected(model: type[models.Model]) -> Iterator[Any]:
    for field in model._meta.get_fields():
        if getattr(field.remote_field, "on_delete", None) is models.PROTECT:
            yield field
