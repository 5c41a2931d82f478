"""The list of what must be deleted again from a restored backup.

The names of empty files in the storage of uploads, below `documents/`, which is not public, so that
the list survives the loss or replacement of the database. An erased submission is a SHA-256 sum of
its receipt's keyed hash and its month: both are the same before and after the daily batch, and the
sum identifies nobody without the row that it was computed from. An aged-out period is the
administration's id and the last month.
"""

import datetime
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from feedback.models import SubmissionFields

FOLDER = "documents/erased"
_ERASED = re.compile(r"[0-9a-f]{64}")
_AGED_OUT = re.compile(r"aged-out-(\d+)-(\d{4})-(\d\d)")


@dataclass
class Tombstones:
    """Digests of erased submissions, and the last aged-out month of each administration."""

    erased: set[str] = field(default_factory=set)
    aged_out: dict[int, datetime.date] = field(default_factory=dict)

    def add_aged_out(self, administration_id: int, until: datetime.date) -> None:
        """Add the months up to `until` of an administration."""
        latest = max(until, self.aged_out.get(administration_id, until))
        self.aged_out[administration_id] = latest

    def __or__(self, other: "Tombstones") -> "Tombstones":
        """Return the union of two lists."""
        union = Tombstones(self.erased | other.erased, dict(self.aged_out))
        for administration_id, until in other.aged_out.items():
            union.add_aged_out(administration_id, until)
        return union


def digest_of(receipt_hash: str, month: datetime.date) -> str:
    """Return the digest of a submission, incoming or released, in hexadecimal."""
    return hashlib.sha256(f"{receipt_hash} {month:%Y-%m}".encode()).hexdigest()


def record_erased(submission: SubmissionFields) -> None:
    """Add a submission to the list; raises OSError if the storage is not writable."""
    _record(digest_of(submission.receipt_hash, submission.month))


def record_aged_out(administration_id: int, until: datetime.date) -> None:
    """Add the months up to `until` of an administration; raises OSError likewise."""
    _record(f"aged-out-{administration_id}-{until:%Y-%m}")


def record(tombstones: Tombstones) -> None:
    """Add a list to that in the storage; raises OSError likewise."""
    for digest in tombstones.erased:
        _record(digest)
    for administration_id, until in tombstones.aged_out.items():
        record_aged_out(administration_id, until)


def recorded() -> Tombstones:
    """Return the list in the storage."""
    try:
        _, names = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return Tombstones()
    return parse(names)


def parse(names: Iterable[str]) -> Tombstones:
    """Return the list that these file names make; other names are ignored."""
    found = Tombstones()
    for name in names:
        if _ERASED.match(name):
            found.erased.add(name[:64])
        elif match := _AGED_OUT.match(name):
            administration_id, year, month = map(int, match.groups())
            found.add_aged_out(administration_id, datetime.date(year, month, 1))
    return found


def _record(name: str) -> None:
    path = f"{FOLDER}/{name}"
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(b""))
