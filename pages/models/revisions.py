"""Reading old revisions whose references are gone.

A page cannot be deleted while a saved page refers to it, but a draft or an old revision may still
name it. django-modelcluster raises a bare exception for such a reference if it is PROTECTed, and
the editor would get an error page instead of the draft.
"""

from typing import Any

from django.db import models
from modelcluster.models import get_all_child_relations


def without_lost_references(model: type[models.Model], data: dict[str, Any]) -> dict[str, Any]:
    """Return a revision's `data` without references to what no longer exists.

    An optional reference is emptied; an item of a list that cannot do without is left out.
    """
    kept = dict(data)
    for name in _lost(model, data):
        kept[name] = None
    for relation in get_all_child_relations(model):
        name = relation.get_accessor_name()
        if name in kept:
            kept[name] = [
                without_lost_references(relation.related_model, item)
                for item in kept[name]
                if not any(
                    not relation.related_model._meta.get_field(lost).null
                    for lost in _lost(relation.related_model, item)
                )
            ]
    return kept


def _lost(model: type[models.Model], data: dict[str, Any]) -> list[str]:
    """Return the names of the protected foreign keys in `data` that lead nowhere."""
    return [
        field.name
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey)
        and field.remote_field.on_delete is models.PROTECT
        and data.get(field.name) is not None
        and not field.related_model._default_manager.filter(pk=data[field.name]).exists()
    ]
