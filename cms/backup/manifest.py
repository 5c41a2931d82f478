"""The manifest of a backup: what it contains, with checksums."""

import datetime
import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.crypto import salted_hmac

from cms.backup.errors import BackupError

FORMAT = 1
MANIFEST = "manifest.json"
MEDIA = "media"
CHUNK = 1024 * 1024


@dataclass(kw_only=True)
class Manifest:
    """What a backup contains; `files` maps paths in it to SHA-256 sums."""

    made: str
    vendor: str
    database: str
    migrations: list[str]
    # Shows whether the receipts open with this installation's FEEDBACK_KEY.
    feedback_key: str
    files: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def media(self) -> list[str]:
        """The names of the uploaded files, as in the storage."""
        start = f"{MEDIA}/"
        return [name.removeprefix(start) for name in self.files if name.startswith(start)]

    def write(self, folder: Path) -> None:
        """Write the manifest, as the last file of a backup."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        (folder / MANIFEST).write_text(text, encoding="utf-8")

    def damaged(self, folder: Path) -> Iterator[tuple[str, bool]]:
        """Yield each file and whether it is missing or differs from its checksum."""
        for name, expected in self.files.items():
            path = folder / name
            yield name, not path.is_file() or sha256(path) != expected


def new_manifest(database: str, now: datetime.datetime) -> Manifest:
    """Return a manifest without files for this installation."""
    return Manifest(
        made=now.isoformat(timespec="minutes"),
        vendor=connection.vendor,
        database=database,
        migrations=applied_migrations(),
        feedback_key=feedback_key(),
    )


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a backup. Raises BackupError."""
    try:
        values: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if values.get("format") != FORMAT:
            raise BackupError(f"{folder} was made by another version of Medskap.")
        manifest = Manifest(**values)
    except OSError as error:
        raise BackupError(f"{folder} is not a complete backup: {error}.") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise BackupError(f"The manifest of {folder} is damaged.") from error
    for name in [*manifest.files, manifest.database]:
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
            raise BackupError(f"The manifest of {folder} names a file outside it: {name}")
    return manifest


def applied_migrations() -> list[str]:
    """Return the migrations of the database, as `app.name`."""
    loader = MigrationLoader(connection, ignore_no_migrations=True)
    return sorted(f"{app}.{name}" for app, name in loader.applied_migrations)


def unknown_migrations(manifest: Manifest) -> list[str]:
    """Return the migrations of a backup that this version does not have."""
    loader = MigrationLoader(connection, ignore_no_migrations=True)
    known = {*loader.disk_migrations, *_replaced(loader)}
    return [name for name in manifest.migrations if tuple(name.split(".", 1)) not in known]


def _replaced(loader: MigrationLoader) -> Iterator[tuple[str, str]]:
    for migration in loader.disk_migrations.values():
        yield from migration.replaces


def feedback_key() -> str:
    """Return a value that differs between keys, and from which the key cannot be found."""
    return salted_hmac(
        "backup", "feedback key", secret=settings.FEEDBACK_KEY, algorithm="sha256"
    ).hexdigest()[:16]


def sha256(path: Path) -> str:
    """Return the checksum of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
