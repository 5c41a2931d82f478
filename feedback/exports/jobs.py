"""The life of an export: started, written by a worker, cancelled, withdrawn, resumed, deleted.

The task queue loses a task whose worker was killed, so an export stores its own state. The worker
that starts one stores a random run id with it, and each piece is added only while the run id is
unchanged. A cancelled, withdrawn or restarted export gets no more pieces.
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

MAX_ATTEMPTS = 3
Row = TypeVar("Row")


class ExportEnded(Exception):
    """The export was cancelled, withdrawn or started by another worker; stop without an error."""


class ExportFailed(Exception):
    """The file cannot be made, for a reason that is shown to the user."""

    def __init__(self, failure: ExportFailure) -> None:
        super().__init__(failure)
        self.failure = failure


class Work:
    """An export that this process is writing."""

    def __init__(self, export: Export, clock: Callable[[], datetime.datetime]) -> None:
        self.export = export
        self.clock = clock
        self.rows_done = 0
        self._mine = Export.objects.filter(pk=export.pk, run=export.run, state=ExportState.RUNNING)

    def counted(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield the rows unchanged, and store the progress after every 500."""
        for row in rows:
            yield row
            self.rows_done += 1
            if self.rows_done % 500 == 0:
                self.record()

    def record(self, **changes: object) -> None:
        """Store the progress and `changes`; raises `ExportEnded` if the export was taken away."""
        if not self._mine.update(rows_done=self.rows_done, seen_at=self.clock(), **changes):
            raise ExportEnded

    def write(self, pieces: Iterable[bytes]) -> None:
        """Store the pieces, each in a transaction of its own, and mark the export as ready."""
        digest, size = hashlib.sha256(), 0
        for number, piece in enumerate(pieces):
            digest.update(piece)
            size += len(piece)
            with transaction.atomic():
                # First, so that it waits for a concurrent erasure or cancellation.
                self.record()
                ExportPart.objects.create(
                    export=self.export, number=number, data=zlib.compress(piece)
                )
        self.record(
            state=ExportState.READY, size=size, sha256=digest.hexdigest(), query="", run=None
        )

    def fail(self, failure: ExportFailure) -> None:
        """Mark the export as failed and delete its pieces."""
        with transaction.atomic():
            if self._mine.update(state=ExportState.FAILED, failure=failure, run=None):
                self.export.parts.all().delete()


def start_export(export_id: uuid.UUID, clock: Callable[[], datetime.datetime]) -> Work | None:
    """Start a waiting export; return None if it is not waiting or another worker started it."""
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
    """Queue a failed or silent export again; return False for any other."""
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
    """Cancel an unfinished or ready export and delete its pieces; return False for any other."""
    live = Export.objects.filter(pk=export_id, state__in=(*UNFINISHED, ExportState.READY))
    if not live.update(state=ExportState.CANCELLED, run=None, query=""):
        return False
    ExportPart.objects.filter(export=export_id).delete()
    return True


def withdraw(service_ids: Iterable[int]) -> None:
    """Delete every file that may hold feedback on these services.

    Call it in the transaction that deletes the feedback. A waiting export is not touched: it reads
    what is left afterwards. The deletion is repeated after the commit, for exports started
    meanwhile.
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
    # Locked in a fixed order; waits for a worker that is adding a piece.
    states = dict(concerned.order_by("pk").select_for_update().values_list("pk", "state"))
    made = [pk for pk, state in states.items() if state != ExportState.WAITING]
    Export.objects.filter(pk__in=made).update(state=ExportState.VOIDED, run=None, query="")
    ExportPart.objects.filter(export__in=made).delete()


def resume(now: datetime.datetime) -> list[uuid.UUID]:
    """Return the ids of unfinished exports without a sign of a worker, to be queued again.

    One that was started `MAX_ATTEMPTS` times fails.
    """
    silent = Export.objects.filter(state__in=UNFINISHED, seen_at__lt=now - SILENCE)
    again = []
    for export in silent.order_by("asked_at"):
        with transaction.atomic():
            same = silent.filter(pk=export.pk, state=export.state, run=export.run)
            if export.state == ExportState.RUNNING and export.attempts >= MAX_ATTEMPTS:
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
    """Delete files after `KEPT`; return the number of exports deleted.

    A delivered or deliverable package is remembered for `PACKAGE_REMEMBERED`, without its file.
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
