"""Making a backup."""

import datetime
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

from cms.backup import postgresql, sqlite
from cms.backup.errors import BackupError
from cms.backup.files import copy_out
from cms.backup.manifest import MEDIA, Manifest, applied_migrations, new_manifest, sha256

Say = Callable[[str], object]
Progress = Callable[[Iterable[str]], Iterator[str]]


def make_backup(target: Path, now: datetime.datetime, say: Say, progress: Progress) -> Manifest:
    """Write a backup to the new folder `target`, which exists only when it is complete.

    Files are copied before and after the snapshot of the database: those deleted since are in the
    first copy, those added before it in the second.
    """
    if target.exists():
        raise BackupError(f"{target} exists already. Name a folder that does not.")
    if target.is_relative_to(Path(settings.MEDIA_ROOT).resolve()):
        raise BackupError(f"{target} is in the folder of uploaded files, which may be public.")
    partial = target.with_name(f"{target.name}.partial")
    if partial.exists():
        shutil.rmtree(partial)
    # Only for the user who makes it: it contains feedback and password hashes.
    partial.mkdir(parents=True, mode=0o700)
    (partial / MEDIA).mkdir()
    database = postgresql if connection.vendor == "postgresql" else sqlite
    manifest = new_manifest(database.FILE, now)
    say("Copying uploaded files")
    for _name in progress(copy_out(partial, manifest)):
        pass
    say("Copying the database")
    manifest.migrations = applied_migrations()
    database.dump(partial / database.FILE)
    manifest.files[database.FILE] = sha256(partial / database.FILE)
    for _name in copy_out(partial, manifest):
        pass
    manifest.write(partial)
    partial.rename(target)
    return manifest
