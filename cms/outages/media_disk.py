"""The storage of uploaded files on disk, which may be full or read-only."""

import os
import tempfile
import threading
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage, storages

_last = threading.local()


class MediaUnavailable(OSError):
    """A file could not be stored; nothing of it is left."""


class MediaDisk(FileSystemStorage):
    """Leaves no part of a file that it could not store."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """Return a free name, and remember it: the file is written under the last one."""
        _last.name = super().get_available_name(name, max_length)
        return _last.name

    def _save(self, name: str, content: Any) -> str:
        _last.name = name
        try:
            return super()._save(name, content)  # type: ignore[misc]
        except OSError as error:
            part = Path(self.path(_last.name))
            if part.is_file():
                part.unlink()
            raise MediaUnavailable(error.errno, error.strerror) from error


def upload_problem(size: int) -> str:
    """Return why an uploaded file of `size` bytes cannot be stored, or "".

    Object stores are not checked. Allocates the space and frees it again: the number of free bytes
    and the permissions say too little about quotas and network disks.
    """
    storage = storages["default"]
    if not isinstance(storage, FileSystemStorage):
        return ""
    folder = Path(storage.location)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as probe:
            # Missing on macOS.
            if hasattr(os, "posix_fallocate"):
                os.posix_fallocate(probe.fileno(), 0, max(size, 1))
    except OSError as error:
        return f"uploaded files cannot be stored: {error.strerror}"
    return ""
