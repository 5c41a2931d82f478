"""Restores a backup into this installation."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, InterfaceError
from tqdm import tqdm

from cms.backup.errors import BackupError
from cms.backup.restoring import Restore

Item = TypeVar("Item")


class Command(BaseCommand):
    """Runs while the web process, the worker and the scheduler are stopped."""

    help = (
        "Restores the database and the uploaded files of a backup, and deletes again what was "
        "erased or aged out since it was made. Stop the web process, the worker and the "
        "scheduler first."
    )
    # The database may be empty.
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the source and the options."""
        parser.add_argument("source", type=Path, help="Folder that `manage.py backup` made.")
        parser.add_argument(
            "--replace",
            action="store_true",
            help="Delete the database and the uploaded files of this installation.",
        )
        parser.add_argument(
            "--erasures",
            type=Path,
            help="Later copy of the folder documents/erased of the uploaded files.",
        )
        parser.add_argument(
            "--no-input", "--noinput", action="store_true", help="Do not ask on a terminal."
        )

    def handle(
        self,
        *args: Any,
        source: Path,
        replace: bool,
        erasures: Path | None,
        no_input: bool,
        **options: Any,
    ) -> None:
        """Restore it, after a question on a terminal."""
        try:
            restore = Restore(source.absolute(), self.stdout.write, with_progress)
            restore.prepare(replace=replace)
            if erasures is not None and not erasures.is_dir():
                raise BackupError(f"{erasures} is not a folder.")
            if not no_input and sys.stdin.isatty():
                self._ask(restore)
            repeated = restore.run(erasures)
        except (BackupError, OSError, DatabaseError, InterfaceError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Restored the backup of {restore.manifest.made}. Erased again: {repeated.erased}. "
            f"Aged out again: {repeated.aged_out}."
        )

    def _ask(self, restore: Restore) -> None:
        what = "" if restore.target_is_empty() else ", and delete what this installation contains"
        question = f"Restore the backup of {restore.manifest.made}{what}? Write “yes”: "
        if input(question).strip().lower() != "yes":
            raise CommandError("Nothing was changed.")


def with_progress(items: Iterable[Item], total: int) -> Iterator[Item]:
    """Show progress on a terminal."""
    return iter(tqdm(items, total=total, unit="file", disable=not sys.stderr.isatty()))
