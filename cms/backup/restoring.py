"""Restoring a backup."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Protocol, TypeVar

from django.core.management import call_command
from django.db import connection

from cms.backup import postgresql, sqlite
from cms.backup.errors import BackupError
from cms.backup.files import copy_in, remove_others, stored_files
from cms.backup.manifest import Manifest, feedback_key, read_manifest, unknown_migrations
from feedback.retention import tombstones
from feedback.retention.restored import Repeated, repeat_deletions

Item = TypeVar("Item")
Say = Callable[[str], object]


class Progress(Protocol):
    """Passes items on, and shows how many of the total have passed."""

    def __call__(self, items: Iterable[Item], total: int) -> Iterator[Item]:
        """Yield the items."""


class Restore:
    """The restore of one backup; raises BackupError as long as nothing has been changed."""

    def __init__(self, source: Path, say: Say, progress: Progress) -> None:
        self.source, self.say, self.progress = source, say, progress
        self.database = postgresql if connection.vendor == "postgresql" else sqlite
        self.manifest: Manifest = read_manifest(source)

    def prepare(self, *, replace: bool) -> None:
        """Check the backup, this version and the target."""
        manifest = self.manifest
        if manifest.vendor != connection.vendor:
            raise BackupError(
                f"The backup is of {manifest.vendor}, and DATABASE_URL is {connection.vendor}."
            )
        if unknown := unknown_migrations(manifest):
            raise BackupError(
                f"The backup is of a newer version of Medskap, with {unknown[0]}. Install that one."
            )
        if not replace and not self.target_is_empty():
            raise BackupError(
                "This installation is not empty. --replace deletes its database and uploaded files."
            )
        self.database.require_unused()
        self.say("Checking the backup")
        for name, is_damaged in self.progress(manifest.damaged(self.source), len(manifest.files)):
            if is_damaged:
                raise BackupError(f"The backup is damaged: {name}. Nothing was changed.")
        if manifest.feedback_key != feedback_key():
            self.say(
                "FEEDBACK_KEY is not that of the backup: residents' receipts will not open. Set "
                "FEEDBACK_KEY (or, if it was not set, SECRET_KEY) to its value then."
            )

    def target_is_empty(self) -> bool:
        """Return whether there are neither tables nor uploaded files."""
        return self.database.is_empty() and next(stored_files(), None) is None

    def run(self, erasures: Path | None) -> Repeated:
        """Restore files and database, and delete again what was erased since.

        `erasures` is a folder with a later copy of the list of erasures.
        """
        manifest = self.manifest
        known = tombstones.recorded()
        if erasures is not None:
            known |= tombstones.parse(path.name for path in erasures.iterdir())
        self.say("Restoring uploaded files")
        for _name in self.progress(copy_in(self.source, manifest), len(manifest.media)):
            pass
        known |= tombstones.recorded()
        # For the next restore, also of this backup.
        tombstones.record(known)
        self.say("Restoring the database")
        with self.database.load(self.source / manifest.database):
            call_command("migrate", interactive=False, verbosity=0)
            self.say("Deleting what was erased or aged out since")
            repeated = repeat_deletions(known)
        remove_others(manifest, keep=tombstones.FOLDER)
        return repeated
