"""What goes into a file: the rows that whoever asked for it may read, as the inbox finds them."""

import random
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext

from feedback.admin.inbox.listing import SubmissionFilterSet
from feedback.exports import rows as export_rows
from feedback.exports.jobs import ExportFailed, Work
from feedback.exports.rows import ShuffledIds
from feedback.exports.spreadsheets import MOST_ROWS, Cell, csv_pieces, xlsx_pieces
from feedback.handling import inbox_filters as inbox
from feedback.models import Service, Submission
from feedback.models.exports import Export, ExportFailure, ExportFormat
from feedback.permissions import services_read_by
from feedback.retention import archive

# What the address of the inbox may hold besides its filters.
SEARCH = "q"


class Asker(NamedTuple):
    """Stands for a request, for filters that ask it only who it is from."""

    user: Any


class Selection(NamedTuple):
    """What the inbox finds for somebody, and whether the filters were understood."""

    rows: QuerySet[Submission]
    filters: SubmissionFilterSet
    words: str


def selected(user: Any, query: str, services: QuerySet[Service]) -> Selection:
    """Return the submissions of `services` that the inbox finds with the `query` of its address."""
    given = QueryDict(query)
    filters = SubmissionFilterSet(
        given, queryset=Submission.objects.order_by(), request=Asker(user)
    )
    words = given.get(SEARCH, "")
    rows = filters.qs if filters.is_valid() else Submission.objects.none()
    return Selection(inbox.found(services, rows, words), filters, words)


def may_read(user: Any, export: Export) -> bool:
    """Tell whether somebody may read the feedback on all services that it may hold."""
    readable = services_read_by(user).order_by().values("pk")
    services = export.services.order_by()
    return user.is_active and services.exists() and not services.exclude(pk__in=readable).exists()


def pieces_of(work: Work, rng: random.Random) -> Iterator[bytes]:
    """Yield the file that was asked for."""
    export = work.export
    if not may_read(export.user, export):
        raise ExportFailed(ExportFailure.NOT_ALLOWED)
    if export.is_package:
        yield from archive.pieces_of(work, rng)
        return
    rows = selected(export.user, export.query, export.services.all()).rows
    ids = ShuffledIds(rows, rng)
    work.tell(rows_total=len(ids))
    yield from table(export.format, ids, work)


def table(format: str, ids: ShuffledIds, work: Work | None = None) -> Iterator[bytes]:
    """Yield the submissions as a file of one table."""
    if format == ExportFormat.XLSX and len(ids) > MOST_ROWS:
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
