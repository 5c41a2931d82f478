"""Checks for protected relations before a deletion."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.contrib import messages
from django.db import models, router
from django.db.models.deletion import Collector, ProtectedError, RestrictedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalKey
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page

NAMED_AT_MOST = 20


@dataclass(frozen=True)
class Obstacle:
    """An object that prevents a deletion, with the URL of its edit page."""

    name: str
    kind: str
    url: str | None


def obstacles_to_deletion(objects: Iterable[models.Model]) -> list[models.Model]:
    """Return the objects whose relations prevent the deletion of `objects` and their descendants.

    Uses Django's deletion collector, so it covers relations from every app.
    """
    found: list[models.Model] = []
    for item in objects:
        collector = Collector(using=router.db_for_write(type(item)), origin=item)
        try:
            collector.collect(_with_everything_below(item))
        except (ProtectedError, RestrictedError) as error:
            found += protected_by(error)
    return list(dict.fromkeys(found))


def _with_everything_below(item: models.Model) -> Any:
    if isinstance(item, Page):
        return Page.objects.descendant_of(item, inclusive=True)
    return type(item)._default_manager.filter(pk=item.pk)


def protected_by(error: ProtectedError | RestrictedError) -> list[models.Model]:
    """Return the objects that caused the error."""
    if isinstance(error, ProtectedError):
        return list(error.protected_objects)
    return list(error.restricted_objects)


def refuse_deletion(
    request: HttpRequest, objects: Iterable[models.Model], blocking: Iterable[models.Model]
) -> HttpResponse:
    """Return a 409 page that lists the objects in `blocking`, with links to edit them."""
    blocking = list(blocking)
    # Discard the success message that the view added before the database refused.
    list(messages.get_messages(request))
    finder = AdminURLFinder(request.user)
    obstacles = dict.fromkeys(
        _obstacle(item, finder) for item in islice(blocking, NAMED_AT_MOST * 5)
    )
    return render(
        request,
        "pages/admin/deletion_refused.html",
        {
            "page_title": _("This cannot be deleted yet"),
            "header_icon": "warning",
            "deleted": [str(item) for item in islice(objects, NAMED_AT_MOST)],
            "obstacles": list(obstacles)[:NAMED_AT_MOST],
            "more": max(0, len(blocking) - NAMED_AT_MOST),
            "back": request.headers.get("Referer", ""),
        },
        status=409,
    )


def _obstacle(item: models.Model, finder: AdminURLFinder) -> Obstacle:
    """Return the page that contains the item, which is what an editor can open."""
    owner = _owner(item)
    name = owner.get_admin_display_title() if isinstance(owner, Page) else str(owner)
    return Obstacle(name, capfirst(str(owner._meta.verbose_name)), finder.get_edit_url(owner))


def _owner(item: models.Model) -> models.Model:
    for field in item._meta.get_fields():
        if isinstance(field, ParentalKey):
            return _owner(getattr(item, field.name))
    return item
