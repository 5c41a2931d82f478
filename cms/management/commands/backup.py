"""Makes a backup of the database and the uploaded files."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, InterfaceError
from django.utils import timezone
from tqdm import tqdm

from cms.backup.errors import BackupError
from cms.backup.making import make_backup


class Command(BaseCommand):
    """Can run while the installation serves."""

    help = (
        "Makes a backup of the database and the uploaded files in a new folder. Keep SECRET_KEY "
        "and FEEDBACK_KEY as well, in another place."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the target."""
        parser.add_argument("target", type=Path, help="Folder to make, such as backups/2026-11-30.")

    def handle(self, *args: Any, target: Path, **options: Any) -> None:
        """Make the backup."""
        try:
            manifest = make_backup(
                target.resolve(),
                timezone.now(),
                self.stdout.write,
                lambda names: tqdm(names, unit="file", disable=not sys.stderr.isatty()),
            )
        except (BackupError, OSError, DatabaseError, InterfaceError) as error:
            raise CommandError(f"There is no backup. {error}") from error
        self.stdout.write(f"{target}: the database and {len(manifest.media)} uploaded files.")
