"""Making files in the worker: taking one up, adding to it, and what comes between.

The queue forgets a task whose worker was killed, so an export keeps its own state. Whoever takes
one up writes a number of its own to it; each piece is added only while that number stands there.
So an export that was cancelled, withdrawn or taken up by another worker gets no more pieces.
"""

import datetime
import hashlib
import uuid
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TypeVar

from django.db import transaction
from django.db.models import F, QuerySet

from feedback.models.exports import (
    KEPT,
    PACKAGE_REMEMBERED,
    SILENCE,
    UNFINISHED,
    Export,
    ExportFailure,
    ExportFormat,
    ExportPart,
    ExportState,
)

MOST_ATTEMPTS = 3
Row = TypeVar("Row")


class ExportEnded(Exception):
    """Somebody has cancelled, withdrawn or taken up the export: nothing more is to be done."""


class ExportFailed(Exception):
    """The file cannot be made, for a reason that whoever asked for it can understand."""

    def __init__(self, failure: ExportFailure) -> None:
        super().__init__(failure)
        self.failure = failure


class Work:
    """An export that this process makes."""

    def __init__(self, export: Export, clock: Callable[[], datetime.datetime]) -> None:
        self.export = export
        self.clock = clock
        self.rows_done = 0
        self._mine = Export.objects.filter(pk=export.pk, run=export.run, state=ExportState.RUNNING)

    def counted(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield rows on, and count them for whoever waits."""
        for row in rows:
            yield row
            self.rows_done += 1
            if self.rows_done % 500 == 0:
                self.tell()

    def tell(self, **changes: object) -> None:
        """Say how far it is; raises `ExportEnded` when nobody wants to know any more."""
        if not self._mine.update(rows_done=self.rows_done, seen_at=self.clock(), **changes):
            raise ExportEnded

    def write(self, pieces: Iterable[bytes]) -> None:
        """Keep the file, a piece in a transaction, and call it ready."""
        digest, size = hashlib.sha256(), 0
        for number, piece in enumerate(pieces):
            digest.update(piece)
            size += len(piece)
            with transaction.atomic():
                # First, so that an erasure or a cancellation that is under way is waited for.
                self.tell()
                ExportPart.objects.create(
                    export=self.export, number=number, data=zlib.compress(piece)
                )
        self.tell(state=ExportState.READY, size=size, sha256=digest.hexdigest(), query="", run=None)

    def fail(self, failure: ExportFailure) -> None:
        """Give up, and keep nothing."""
        with transaction.atomic():
            if self._mine.update(state=ExportState.FAILED, failure=failure, run=None):
                self.export.parts.all().delete()


def take_up(export_id: uuid.UUID, clock: Callable[[], datetime.datetime]) -> Work | None:
    """Begin with an export that waits; None where it does not, or somebody else was faster."""
    run = uuid.uuid4()
    waiting = Export.objects.filter(pk=export_id, state=ExportState.WAITING)
    taken = waiting.update(
        state=ExportState.RUNNING, run=run, attempts=F("attempts") + 1, rows_done=0, seen_at=clock()
    )
    if not taken:
        return None
    export = Export.objects.get(pk=export_id)
    export.parts.all().delete()
    return Work(export, clock)


@transaction.atomic
def restart(export_id: uuid.UUID, now: datetime.datetime) -> bool:
    """Let an export that failed or is silent wait anew; False for one that goes its way."""
    export = Export.objects.select_for_update().filter(pk=export_id).first()
    if export is None or not (export.state == ExportState.FAILED or export.is_silent(now)):
        return False
    export.parts.all().delete()
    export.state, export.failure, export.run = ExportState.WAITING, "", None
    export.attempts, export.seen_at = 0, now
    export.save(update_fields=["state", "failure", "run", "attempts", "seen_at"])
    return True


@transaction.atomic
def cancel(export_id: uuid.UUID) -> bool:
    """Make it no more, or delete what was made; False where there is nothing to cancel."""
    live = Export.objects.filter(pk=export_id, state__in=(*UNFINISHED, ExportState.READY))
    if not live.update(state=ExportState.CANCELLED, run=None, query=""):
        return False
    ExportPart.objects.filter(export=export_id).delete()
    return True


def withdraw(service_ids: Iterable[int]) -> None:
    """Delete every file that may hold feedback on these services.

    Called within the transaction that erases or ages out. An export that waits for its turn is
    held until that is over, and reads what is left then. One that was asked for and begun at this
    very moment is found when the transaction is over.
    """
    services = set(service_ids)
    _withdraw(services)
    transaction.on_commit(partial(_withdraw, services))


@transaction.atomic
def _withdraw(services: set[int]) -> None:
    within = Export.services.through.objects.filter(service__in=services)
    concerned = Export.objects.filter(
        pk__in=within.values("export"), state__in=(*UNFINISHED, ExportState.READY)
    )
    # Locked in one order; a worker that adds a piece at this moment is waited for.
    states = dict(concerned.order_by("pk").select_for_update().values_list("pk", "state"))
    made = [pk for pk, state in states.items() if state != ExportState.WAITING]
    Export.objects.filter(pk__in=made).update(state=ExportState.VOIDED, run=None, query="")
    ExportPart.objects.filter(export__in=made).delete()


def resume(now: datetime.datetime) -> list[uuid.UUID]:
    """Return the exports that have to be queued anew: nobody has been heard of for a while.

    One that was interrupted too often fails.
    """
    silent = Export.objects.filter(state__in=UNFINISHED, seen_at__lt=now - SILENCE)
    again = []
    for export in silent.order_by("asked_at"):
        with transaction.atomic():
            same = silent.filter(pk=export.pk, state=export.state, run=export.run)
            if export.state == ExportState.RUNNING and export.attempts >= MOST_ATTEMPTS:
                changed = same.update(
                    state=ExportState.FAILED, failure=ExportFailure.KILLED, run=None
                )
            else:
                changed = same.update(state=ExportState.WAITING, run=None, seen_at=now)
                if changed:
                    again.append(export.pk)
            if changed:
                export.parts.all().delete()
    return again


def remove_expired(now: datetime.datetime) -> int:
    """Delete files after a day, and what is known of packages after some months; return how many.

    A package is known for longer than its file: its delivery may take weeks to confirm.
    """
    old = Export.objects.filter(asked_at__lte=now - KEPT)
    packages = old.filter(format=ExportFormat.ARCHIVE, asked_at__gt=now - PACKAGE_REMEMBERED)
    deliverable = packages.filter(state__in=(ExportState.READY, ExportState.EXPIRED))
    with transaction.atomic():
        packages.filter(state=ExportState.READY).update(state=ExportState.EXPIRED)
        ExportPart.objects.filter(export__in=deliverable.values("pk")).delete()
        return _delete(old.exclude(pk__in=deliverable.values("pk")))


def _delete(exports: QuerySet[Export]) -> int:
    ids = list(exports.values_list("pk", flat=True))
    ExportPart.objects.filter(export__in=ids).delete()
    Export.objects.filter(pk__in=ids).delete()
    return len(ids)
