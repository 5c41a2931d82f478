"""Copies of uploaded files, from and to the storage: a folder or an object store."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.core.files import File
from django.core.files.storage import default_storage

from cms.backup.errors import BackupError
from cms.backup.manifest import CHUNK, MEDIA, Manifest


def stored_files(folder: str = "") -> Iterator[str]:
    """Return the names of all files in the storage."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        yield f"{folder}/{name}" if folder else name
    for name in folders:
        yield from stored_files(f"{folder}/{name}" if folder else name)


def copy_out(folder: Path, manifest: Manifest) -> Iterator[str]:
    """Copy files that the backup lacks, and yield their names; skip those deleted meanwhile."""
    for name in list(stored_files()):
        inside = f"{MEDIA}/{name}"
        if inside in manifest.files:
            continue
        target = folder / inside
        target.parent.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        try:
            with default_storage.open(name) as source, target.open("wb") as copy:
                while data := source.read(CHUNK):
                    digest.update(data)
                    copy.write(data)
        except FileNotFoundError:
            target.unlink(missing_ok=True)
            continue
        manifest.files[inside] = digest.hexdigest()
        yield name


def copy_in(folder: Path, manifest: Manifest) -> Iterator[str]:
    """Store the files of the backup, and yield their names; keep files that are the same."""
    for name in manifest.media:
        if default_storage.exists(name):
            if _stored_sha256(name) == manifest.files[f"{MEDIA}/{name}"]:
                yield name
                continue
            default_storage.delete(name)
        with (folder / MEDIA / name).open("rb") as source:
            stored = default_storage.save(name, File(source))
        if stored != name:
            default_storage.delete(stored)
            raise BackupError(f"The file {name} could not be stored under its name.")
        yield name


def remove_others(manifest: Manifest, keep: str) -> int:
    """Delete stored files that are not in the backup, except in the folder `keep`."""
    wanted = set(manifest.media)
    others = [
        name for name in stored_files() if name not in wanted and not name.startswith(f"{keep}/")
    ]
    for name in others:
        default_storage.delete(name)
    return len(others)


def _stored_sha256(name: str) -> str:
    digest = hashlib.sha256()
    with default_storage.open(name) as file:
        while data := file.read(CHUNK):
            digest.update(data)
    return digest.hexdigest()
