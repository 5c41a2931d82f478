"""Saves the demo's images and documents in the administrations' collections."""

from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db.models.fields.files import FieldFile
from wagtail.models import Collection

from pages.demo import pictures, source
from pages.demo.references import PICTURE_NAME
from pages.demo.source import Entry
from pages.models import ContentDocument, ContentImage

FILES = Path(__file__).parent / "minutes"


class MediaShelf:
    """Saves files and records them, so that a failed load can delete them."""

    def __init__(self) -> None:
        self.saved: list[tuple[Storage, str]] = []

    def add_picture(self, entry: Entry) -> ContentImage:
        """Draw and save an image."""
        title = entry.fields["title"]
        data = pictures.picture(
            entry.key, title, entry.fields["motif"], entry.fields.get("palette")
        )
        return self._add_image(entry.key, title, entry.fields["description"], data, entry)

    def add_logo(self, entry: Entry) -> ContentImage:
        """Draw and save the logo of an organisation."""
        name = entry.fields["name"]
        data = pictures.logo(entry.key, name)
        return self._add_image(f"logo-{entry.key}", name, f"Logotyp: {name}.", data, entry)

    def add_document(self, entry: Entry) -> ContentDocument:
        """Save a file of the repository as a document."""
        path = FILES / entry.fields["file"]
        document = ContentDocument(
            title=entry.fields["title"],
            language=entry.fields.get("language", "sv"),
            collection=collection(entry),
        )
        self._save(document.file, f"demo-{entry.key}{path.suffix}", path.read_bytes())
        document.file_size = path.stat().st_size
        document.save()
        return document

    def take_back(self) -> None:
        """Delete all saved files; the rows are rolled back with the transaction."""
        for storage, name in self.saved:
            storage.delete(name)

    def _add_image(
        self, key: str, title: str, description: str, data: bytes, entry: Entry
    ) -> ContentImage:
        size = pictures.LOGO_SIZE if key.startswith("logo-") else pictures.SIZE
        image = ContentImage(
            title=title,
            description=description,
            credit=entry.fields.get("credit", ""),
            collection=collection(entry),
            file_size=len(data),
        )
        self._save(image.file, PICTURE_NAME.format(key), data)
        image.width, image.height = size
        image.save()
        return image

    def _save(self, file: FieldFile, name: str, data: bytes) -> None:
        # Left by a killed load. No row can refer to it, since names are unique.
        left_over = file.field.generate_filename(file.instance, name)
        if file.storage.exists(left_over):
            file.storage.delete(left_over)
        file.save(name, ContentFile(data), save=False)
        self.saved.append((file.storage, str(file.name)))


def collection(entry: Entry) -> Collection:
    """Return the collection of the entry's administration, or the root collection."""
    root = Collection.get_first_root_node()
    key = entry.fields.get("collection")
    if key is None:
        return root
    name = source.entries("organisations")[key].fields["name"]
    existing = root.get_children().filter(name=name).first()
    return existing or root.add_child(name=name)
