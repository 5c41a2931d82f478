"""Updates the index when objects are saved or deleted."""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django_tasks import task

from cms.search.indexing import index, rebuild, remove
from cms.search.registry import sources

# Fields that Wagtail saves on the page when a draft is saved.
_OF_A_DRAFT = {
    "draft_title",
    "has_unpublished_changes",
    "latest_revision",
    "latest_revision_created_at",
    "wagtail_admin_comments",
}


def connect() -> None:
    """Connect to the models of the sources, and to models whose names are in their texts."""
    for source in sources():
        post_save.connect(_index_saved, sender=source.model, dispatch_uid="search_saved")
        post_delete.connect(_remove_deleted, sender=source.model, dispatch_uid="search_deleted")
    for model in {mentioned for source in sources() for mentioned in source.mentions}:
        post_save.connect(_index_mentions, sender=model, dispatch_uid="search_mentions")


def fill_new_index(plan: Sequence[tuple[Migration, bool]] = (), **kwargs: Any) -> None:
    """Index existing content after the index was migrated; `flush` passes no plan."""
    if not any(migration.app_label == "search" and not back for migration, back in plan):
        return
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        rebuild()


@task()
def index_mentions(model_label: str, pk: int) -> None:
    """Index the objects whose texts contain the name of a snippet."""
    model = apps.get_model(model_label)
    snippet = model._default_manager.filter(pk=pk).first()
    for source in sources():
        if snippet is not None and model in source.mentions:
            index(source.mentions[model](snippet).iterator(200))


def _index_saved(
    sender: type[Model],
    instance: Model,
    raw: bool = False,
    update_fields: Any = None,
    **kwargs: Any,
) -> None:
    if raw:
        # A fixture's row may refer to later rows; see `rebuild_search`.
        return
    if update_fields is not None:
        if _OF_A_DRAFT.issuperset(update_fields):
            # The published text has not changed.
            return
        # When a draft is saved, the instance in memory contains the draft's text.
        stored = sender._default_manager.filter(pk=instance.pk).first()
        if stored is None:
            return
        instance = stored
    index([instance])


def _remove_deleted(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    remove(instance)


def _index_mentions(
    sender: type[Model], instance: Model, created: bool, raw: bool = False, **kwargs: Any
) -> None:
    if not created and not raw:
        index_mentions.enqueue(sender._meta.label, instance.pk)
