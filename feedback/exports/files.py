"""The content of an exported table: the submissions that its user sees in the inbox."""

import random
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext

from feedback.exports import rows as export_rows
from feedback.exports.jobs import ExportFailed, Work
from feedback.exports.rows import ShuffledIds
from feedback.exports.spreadsheets import MAX_ROWS, Cell, csv_pieces, xlsx_pieces
from feedback.handling.inbox_filters import select_submissions
from feedback.models.exports import Export, ExportFailure, ExportFormat
from feedback.permissions import services_read_by


def may_read(user: Any, export: Export) -> bool:
    """Return whether a user may read the feedback on every service of the export."""
    readable = services_read_by(user).order_by().values("pk")
    services = export.services.order_by()
    return user.is_active and services.exists() and not services.exclude(pk__in=readable).exists()


def check_may_read(export: Export) -> None:
    """Raise `ExportFailed` unless whoever asked for the export may still read its feedback."""
    if not may_read(export.user, export):
        raise ExportFailed(ExportFailure.NOT_ALLOWED)


def pieces_of(work: Work, rng: random.Random) -> Iterator[bytes]:
    """Yield the table that was asked for; the archive package is `feedback.retention.archive`."""
    export = work.export
    check_may_read(export)
    rows = select_submissions(export.user, export.query, export.services.all()).rows
    ids = ShuffledIds(rows, rng)
    work.record(rows_total=len(ids))
    yield from table(export.format, ids, work)


def table(format: str, ids: ShuffledIds, work: Work | None = None) -> Iterator[bytes]:
    """Yield the submissions as a file of one table, in the given format."""
    if format == ExportFormat.XLSX and len(ids) > MAX_ROWS:
        raise ExportFailed(ExportFailure.TOO_MANY_ROWS)
    rows = _rows(ids)
    counted = rows if work is None else work.counted(rows)
    if format == ExportFormat.XLSX:
        return xlsx_pieces(gettext("Feedback"), export_rows.columns(), counted)
    return csv_pieces(export_rows.columns(), counted)


def _rows(ids: ShuffledIds) -> Iterator[Sequence[Cell]]:
    for batch in ids.batches():
        for submission in export_rows.submissions_of(batch):
            yield export_rows.row_of(submission)
