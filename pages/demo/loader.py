"""Loads the demo content in one transaction."""

from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import transaction
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, ReferenceIndex, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from pages import models
from pages.demo import source
from pages.demo.dates import DemoCalendar
from pages.demo.field_values import FieldWriter
from pages.demo.indexing import indexed_once
from pages.demo.media import MediaShelf
from pages.demo.page_dates import Publisher
from pages.demo.references import translation_key
from pages.demo.source import Entry
from pages.registry import page_type_of

HOME = "start"
Progress = Callable[[str], None]


class OtherContentError(Exception):
    """The site already has a start page that is not the demo's."""


def is_loaded() -> bool:
    """Return whether the demo's start page exists, and with it the rest of the demo."""
    return Page.objects.filter(translation_key=translation_key("page", HOME)).exists()


def number_of_steps() -> int:
    """Return how often `load` reports progress."""
    swedish = source.pages()
    translated = [entry for entry in swedish.values() if source.translation(entry)]
    registers = [*_register_entries()]
    pictures = len(source.entries("images")) + len(source.entries("organisations"))
    documents = len(source.entries("documents"))
    return pictures + documents + len(registers) + 2 * len(swedish) + 2 * len(translated)


def load(
    calendar: DemoCalendar,
    hostname: str,
    port: int,
    editors: dict[str, AbstractUser],
    progress: Progress,
) -> None:
    """Load all content; `editors` are the authors in the page history, by administration slug."""
    shelf = MediaShelf()
    try:
        with transaction.atomic(), disable_reference_index_auto_update(), indexed_once():
            DemoLoader(calendar, shelf, editors, progress).load(hostname, port)
    except BaseException:
        # Including Ctrl-C: the transaction is rolled back, but files are not.
        shelf.take_back()
        raise


class DemoLoader:
    """Creates the objects, referenced ones before those that refer to them."""

    def __init__(
        self,
        calendar: DemoCalendar,
        shelf: MediaShelf,
        editors: dict[str, AbstractUser],
        progress: Progress,
    ) -> None:
        self.shelf = shelf
        self.progress = progress
        self.writer = FieldWriter(calendar)
        self.publisher = Publisher(calendar, editors)
        self.swedish = Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)[0]
        self.english = Locale.objects.get_or_create(language_code="en")[0]
        self.made: list[Any] = []

    def load(self, hostname: str, port: int) -> None:
        """Create media, snippets, Swedish pages, English pages and the site."""
        _remove_welcome_page()
        self._load_media()
        for model, entry in _register_entries():
            self._load_register_row(model, entry)
        pages = [(entry, self._add_page(entry)) for entry in source.pages().values()]
        for entry, stale in pages:
            page = _anew(stale)
            self.writer.write_parts(page, entry)
            self._publish(page, entry)
        for entry, stale in self._copies(pages):
            page = _anew(stale)
            page.live = True
            self.writer.write_own(page, entry)
            self.writer.write_parts(page, entry)
            self.publisher.prepare(page, entry)
            self._publish(page, entry)
        self._set_up_site(hostname, port)
        self.publisher.write_history()
        for made in self.made:
            ReferenceIndex.create_or_update_for_object(made)

    def _load_media(self) -> None:
        for entry in source.entries("organisations").values():
            self._done(self.shelf.add_logo(entry), "bilder")
        for entry in source.entries("images").values():
            self._done(self.shelf.add_picture(entry), "bilder")
        for entry in source.entries("documents").values():
            self._done(self.shelf.add_document(entry), "dokument")

    def _load_register_row(self, model: type[Any], entry: Entry) -> None:
        """Create an organisation, venue, topic or service, unless a reset has left it."""
        row = model.objects.filter(slug=entry.key).first()
        if row is None:
            row = model(slug=entry.key)
            if hasattr(model, "locale"):
                row.locale = self.swedish
                row.translation_key = translation_key(entry.area, entry.key)
            self.writer.write_own(row, entry)
            if model is models.Organisation:
                row.logo = self.writer.references["sv"].object(
                    models.ContentImage, f"logo-{entry.key}"
                )
            # Snippets refer to no pages, and child objects are saved with the row.
            self.writer.write_parts(row, entry)
            row.save()
            english = source.translation(entry)
            if english:
                copy = row.copy_for_translation(self.english)
                self.writer.write_own(copy, english)
                self.writer.write_parts(copy, english)
                copy.save()
                self.made.append(copy)
        self._done(row, "register")

    def _add_page(self, entry: Entry) -> Page:
        model = source.model_of(entry)
        page = model(slug=entry.key, locale=self.swedish, live=entry.fields.get("live", True))
        page.translation_key = translation_key("page", entry.key)
        self.writer.write_own(page, entry)
        self.publisher.prepare(page, entry)
        self._parent_of(entry).add_child(instance=page)
        self.progress("sidor")
        return page

    def _parent_of(self, entry: Entry) -> Page:
        if entry.key == HOME:
            return Page.get_first_root_node()
        key = entry.fields.get("parent", page_type_of(source.model_of(entry)).demo.parent)
        return Page.objects.get(pk=self.writer.references["sv"].lookup("page", key))

    def _copies(self, pages: list[tuple[Entry, Page]]) -> list[tuple[Entry, Page]]:
        """Copy every page that has a translation, so that texts can link to any of them."""
        copies = []
        for entry, page in pages:
            english = source.translation(entry)
            if english:
                copies.append((english, _anew(page).copy_for_translation(self.english)))
                self.progress("översättningar")
        return copies

    def _publish(self, page: Page, entry: Entry) -> None:
        self.publisher.publish(page, entry)
        self._done(page, "publicering" if entry.language == "sv" else "översättningar")

    def _set_up_site(self, hostname: str, port: int) -> None:
        references = self.writer.references["sv"]
        entry = source.entries("site")["site"]
        home = models.HomePage.objects.get(pk=references.lookup("page", HOME))
        site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
        site.hostname, site.port, site.root_page = hostname, port, home
        site.site_name = entry.fields["site_name"]
        site.save()
        settings_row = models.SiteSettings.for_site(site)
        for name, value in entry.fields.items():
            if name != "site_name":
                field = settings_row._meta.get_field(name)
                related = field.related_model
                setattr(settings_row, name, references.object(related, value) if related else value)
        settings_row.save()
        for redirect in source.entries("redirects").values():
            Redirect.objects.create(
                old_path=redirect.fields["old_path"],
                site=site,
                is_permanent=redirect.fields["is_permanent"],
                redirect_page_id=references.lookup("page", redirect.fields["page"]),
            )
        self.made += [site, settings_row]

    def _done(self, made: Any, step: str) -> None:
        self.made.append(made)
        self.progress(step)


def _anew(page: Page) -> Page:
    """Return the page with its current place in the tree.

    Saving an older instance would lose children that were added since, and a changed `url_path`.
    """
    return type(page).objects.get(pk=page.pk)


def _register_entries() -> Iterator[tuple[type[Any], Entry]]:
    """Yield the snippets; services only if their app is installed."""
    registers: list[tuple[str, type[Any]]] = [
        ("organisations", models.Organisation),
        ("venues", models.Venue),
        ("topics", models.Topic),
    ]
    if apps.is_installed("feedback"):
        registers.append(("services", apps.get_model("feedback", "Service")))
    for area, model in registers:
        for entry in source.entries(area).values():
            yield model, entry


def _remove_welcome_page() -> None:
    """Delete the welcome page from Wagtail's migrations; raise OtherContentError if there is
    another.
    """
    for page in Page.get_first_root_node().get_children():
        if page.specific_class is not Page or not page.is_leaf():
            raise OtherContentError(page.title)
        page.delete()
