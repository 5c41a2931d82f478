"""The daily batch: moves incoming submissions, shuffled, to the table that editors read.

An editor who sees a single new comment may connect it with yesterday's visitor. An administration's
submissions are therefore held back until it has at least `SMALLEST_BATCH` of them or one of them
has waited for `LONGEST_WAIT` batches. An urgent one goes alone only if the resident asked for it to
be read as soon as possible: most findings of words of crisis are no emergencies. A text that occurs
again and again is quarantined from the third time on.
"""

import datetime
import random
import uuid
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.db import transaction

from feedback.enums import SubmissionStatus
from feedback.figures import rollups
from feedback.intake.submit import claim, keep_rows_out_of_server_log
from feedback.models import IncomingSubmission, ReleaseRun, Submission, SubmissionFields
from feedback.screening.repeated_texts import surplus

SMALLEST_BATCH = 3
LONGEST_WAIT = 7

# All fields except the id, which is generated again; `batches_waited` is not carried over.
CARRIED_FIELDS = [
    field.attname for field in SubmissionFields._meta.concrete_fields if not field.primary_key
]


class Batch(NamedTuple):
    """The number of submissions released, and the number still held back."""

    released: int
    waiting: int


def release_feedback(
    *, day: datetime.date, rng: random.Random, everything: bool = False
) -> Batch | None:
    """Release the batch of `day`; return None if that day's batch was already released.

    `everything` releases all submissions at any time and in any number, for a demo or when a
    service is closed. One transaction.
    """
    with transaction.atomic():
        keep_rows_out_of_server_log()
        if not everything:
            if not claim(ReleaseRun(day=day)):
                return None
            ReleaseRun.objects.exclude(day=day).delete()
        incoming = list(
            IncomingSubmission.objects.select_for_update(of=("self",)).select_related("service")
        )
        rng.shuffle(incoming)
        for place in surplus(row.comment for row in incoming):
            incoming[place].status = SubmissionStatus.QUARANTINED
        released = incoming if everything else _ready(incoming)
        rng.shuffle(released)
        rollups.add(
            Submission.objects.bulk_create(
                Submission(
                    id=uuid.UUID(int=rng.getrandbits(128), version=4),
                    **{name: getattr(row, name) for name in CARRIED_FIELDS},
                )
                for row in released
            )
        )
        gone = {row.pk for row in released}
        IncomingSubmission.objects.filter(pk__in=gone).delete()
        waiting = [row for row in incoming if row.pk not in gone]
        for row in waiting:
            row.batches_waited += 1
        IncomingSubmission.objects.bulk_update(waiting, ["batches_waited", "status"])
    return Batch(len(released), len(waiting))


def _ready(incoming: Iterable[IncomingSubmission]) -> list[IncomingSubmission]:
    by_administration: dict[int, list[IncomingSubmission]] = defaultdict(list)
    for row in incoming:
        by_administration[row.service.administration_id].append(row)
    ready: list[IncomingSubmission] = []
    for rows in by_administration.values():
        is_late = any(row.batches_waited + 1 >= LONGEST_WAIT for row in rows)
        if len(rows) >= SMALLEST_BATCH or is_late:
            ready.extend(rows)
        else:
            ready.extend(row for row in rows if row.read_soon)
    return ready
