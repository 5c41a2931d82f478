"""Removes the demo: what `load` made, and what editors put into its page trees since."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Model, QuerySet
from wagtail.models import Page

from pages import models
from pages.demo import source
from pages.demo.accounts import demo_accounts
from pages.demo.loading import HOME
from pages.demo.references import PICTURE_NAME, translation_key

# What is pointed at goes after what points at it.
PAGE_MODELS: tuple[type[Page], ...] = (
    models.ArticlePage,
    models.EventPage,
    models.EventSeriesPage,
    models.ProjectPage,
    models.GroupPage,
    Page,
)


def what_goes() -> list[tuple[str, int]]:
    """Return what `remove` would delete: what it is, in words, and how many."""
    pages = sum(home.get_descendant_count() + 1 for home in _homes())
    counts = [("sidor", pages)]
    counts += [(str(rows.model._meta.verbose_name_plural), rows.count()) for rows in _rows()]
    return [(name, count) for name, count in counts if count]


@transaction.atomic
def remove() -> None:
    """Delete the demo's pages, registers, media, services, their feedback, and its accounts."""
    for model in PAGE_MODELS:
        for home in _homes():
            model.objects.descendant_of(home, inclusive=True).delete()
    for rows in _rows():
        # Wagtail deletes the files of images and documents when it is told of each row's deletion.
        rows.delete()


def _homes() -> QuerySet[Page]:
    return Page.objects.filter(translation_key=translation_key("page", HOME))


def _rows() -> Iterator[QuerySet[Any]]:
    """Yield the demo's rows that are no pages, in an order in which they can be deleted."""
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
    """Yield what refers to the services and would otherwise protect them from being deleted."""
    for relation in services.model._meta.related_objects:
        # Not by the manager: that of published figures refuses, and these were never published.
        rows = QuerySet(relation.related_model)
        yield rows.filter(**{f"{relation.field.name}__in": services})
