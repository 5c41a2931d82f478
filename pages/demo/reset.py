"""Removes the demo: what `load` created, and what editors added to its page trees."""

import time
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Model, QuerySet
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page
from wagtail.tasks import delete_file_from_storage_task

from pages import models
from pages.demo import source
from pages.demo.accounts import demo_accounts
from pages.demo.loader import HOME
from pages.demo.references import PICTURE_NAME, translation_key
from pages.registry import page_models


def what_goes() -> list[tuple[str, int]]:
    """Return the names and numbers of the objects that `remove` would delete."""
    pages = sum(home.get_descendant_count() + 1 for home in _homes())
    counts = [("sidor", pages)]
    counts += [(str(rows.model._meta.verbose_name_plural), rows.count()) for rows in _rows()]
    return [(name, count) for name, count in counts if count]


@transaction.atomic
def remove() -> None:
    """Delete the demo's pages, snippets, media, services with feedback, and accounts."""
    # A type is deleted before those that its foreign keys lead to.
    for model in (*reversed(page_models()), Page):
        for home in _homes():
            model.objects.descendant_of(home, inclusive=True).delete()
    for rows in _rows():
        rows.delete()


def delete_files() -> None:
    """Delete the files of deleted images and documents immediately, before their names are reused.

    Wagtail queues their deletion, and the worker would later delete the new files.
    """
    queued = DBTaskResult.objects.filter(task_path=delete_file_from_storage_task.module_path)
    for task in queued.filter(status=TaskResultStatus.READY):
        delete_file_from_storage_task.call(*task.args_kwargs["args"])
        task.delete()
    # A running task ends soon; one whose worker was killed stays “running” forever.
    for _ in range(50):
        if not queued.filter(status=TaskResultStatus.RUNNING).exists():
            return
        time.sleep(0.1)


def _homes() -> QuerySet[Page]:
    return Page.objects.filter(translation_key=translation_key("page", HOME))


def _rows() -> Iterator[QuerySet[Any]]:
    """Yield the demo's rows other than pages, in an order in which they can be deleted."""
    if apps.is_installed("feedback"):
        service = apps.get_model("feedback", "Service")
        services = service.objects.filter(slug__in=source.entries("services"))
        yield from _feedback_on(services)
        yield services
    for model, area in ((models.Venue, "venues"), (models.Topic, "topics")):
        keys = [translation_key(area, key) for key in source.entries(area)]
        yield model.objects.filter(translation_key__in=keys)
    organisations = source.entries("organisations")
    yield models.Organisation.objects.filter(slug__in=organisations)
    pictures = [*source.entries("images"), *(f"logo-{key}" for key in organisations)]
    yield models.ContentImage.objects.filter(
        file__in=[f"original_images/{PICTURE_NAME.format(key)}" for key in pictures]
    )
    yield models.ContentDocument.objects.filter(file__startswith="documents/demo-")
    yield demo_accounts()


def _feedback_on(services: QuerySet[Model]) -> Iterator[QuerySet[Any]]:
    """Yield the rows that refer to the services and would prevent their deletion."""
    for relation in services.model._meta.related_objects:
        # Without the manager: that of published figures refuses deletion; these were never
        # published.
        rows: QuerySet[Any] = QuerySet(relation.related_model)
        yield rows.filter(**{f"{relation.field.name}__in": services})
