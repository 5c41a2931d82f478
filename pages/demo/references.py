"""Finds demo objects in the database by their keys in the content files."""

from typing import Any

from django.db import models
from wagtail.models import Locale, Page

from pages.demo.source import stable_uuid
from pages.models import ContentDocument, ContentImage, Organisation, Topic, Venue

PICTURE_NAME = "demo-{}.png"


def translation_key(kind: str, key: str) -> Any:
    """Return the translation key of an object; it is the same in every load."""
    return stable_uuid(kind, key)


class References:
    """Looks up objects in one language, or in Swedish if there is no translation."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._ids: dict[tuple[str, str], int] = {}

    def lookup(self, kind: str, key: str) -> int:
        """Return the primary key of a page, image or document; raise KeyError if there is none."""
        if (kind, key) not in self._ids:
            self._ids[kind, key] = self._find(kind, key)
        return self._ids[kind, key]

    def object(self, model: type[models.Model], key: str) -> models.Model:
        """Return the object that a field of type `model` refers to."""
        if issubclass(model, Page):
            return model._default_manager.get(pk=self.lookup("page", key))
        if model is ContentImage:
            return ContentImage.objects.get(pk=self.lookup("image", key))
        if model is ContentDocument:
            return ContentDocument.objects.get(pk=self.lookup("document", key))
        if model is Organisation:
            return Organisation.objects.get(slug=key)
        if model in (Venue, Topic):
            # As in pages translated in the admin, the reference stays to the Swedish row.
            return model._default_manager.get(slug=key, locale=Locale.get_default())
        raise KeyError(f"{model.__name__} {key}")

    def _find(self, kind: str, key: str) -> int:
        found: int | None = None
        if kind == "page":
            pages = Page.objects.filter(translation_key=translation_key("page", key))
            ids = dict(pages.values_list("locale__language_code", "pk"))
            found = ids.get(self.language, ids.get("sv"))
        elif kind == "image":
            name = f"original_images/{PICTURE_NAME.format(key)}"
            found = ContentImage.objects.filter(file=name).values_list("pk", flat=True).first()
        elif kind == "document":
            titled = ContentDocument.objects.filter(file__startswith=f"documents/demo-{key}.")
            found = titled.values_list("pk", flat=True).first()
        if found is None:
            raise KeyError(f"The demo has no {kind} “{key}”.")
        return found
