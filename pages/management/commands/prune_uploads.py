"""Delete uploads that were never finished."""

import datetime
from typing import Any

from django.core.files.storage import Storage
from django.core.management import BaseCommand
from django.utils import timezone
from wagtail.models import UploadedFile

KEPT_FOR = datetime.timedelta(days=1)


class Command(BaseCommand):
    """Deletes files that wait for a title or a description, and their rows, after a day."""

    help = "Delete uploads that nobody finished within a day."

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete them, and print how many."""
        number = prune(timezone.now())
        if options["verbosity"]:
            self.stdout.write(f"Deleted {number} unfinished uploads.")


def prune(now: datetime.datetime) -> int:
    """Delete uploads and files without a row, unchanged for `KEPT_FOR`; return their number.

    Rows have no time, so that of the file counts. A row without a file is deleted at once.
    """
    field = UploadedFile._meta.get_field("file")
    storage: Storage = field.storage
    rows = {upload.file.name: upload for upload in UploadedFile.objects.all()}
    deleted = 0
    for name in {*rows, *_stored(storage, str(field.upload_to))}:
        if not _is_old(storage, name, now):
            continue
        storage.delete(name)
        if name in rows:
            rows[name].delete()
        deleted += 1
    return deleted


def _stored(storage: Storage, folder: str) -> list[str]:
    try:
        return [f"{folder}/{name}" for name in storage.listdir(folder)[1]]
    except FileNotFoundError:
        # Nothing has been uploaded yet.
        return []


def _is_old(storage: Storage, name: str, now: datetime.datetime) -> bool:
    if not storage.exists(name):
        return True
    return storage.get_modified_time(name) < now - KEPT_FOR
