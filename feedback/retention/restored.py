"""Deletion from a restored backup of what was erased or aged out after it was made."""

from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from feedback.exports import jobs as export_jobs
from feedback.models import IncomingSubmission, Service, Submission, SubmissionFields
from feedback.retention import ageing
from feedback.retention.erasure import erase
from feedback.retention.tombstones import Tombstones, digest_of


class Repeated(NamedTuple):
    """The number of submissions erased and aged out again."""

    erased: int
    aged_out: int


def repeat_deletions(tombstones: Tombstones) -> Repeated:
    """Erase and age out again what the list names."""
    erased = _erase_again(tombstones.erased) if tombstones.erased else 0
    aged_out = 0
    for administration_id, until in tombstones.aged_out.items():
        # Not released before the backup was made, but aged out since.
        services = Service.objects.filter(administration=administration_id)
        waiting = IncomingSubmission.objects.filter(service__in=services, month__lte=until)
        aged_out += waiting.delete()[0]
        aged_out += sum(ageing.age_out(administration_id, until))
    return Repeated(erased, aged_out)


def _erase_again(digests: set[str]) -> int:
    released = _find(Submission, digests)
    for pk in released:
        erase(pk)
    incoming = _find(IncomingSubmission, digests)
    _delete_incoming(incoming)
    return len(released) + len(incoming)


def _find(model: type[SubmissionFields], digests: set[str]) -> list[UUID]:
    rows = model._default_manager.values_list("pk", "receipt_hash", "month").iterator()
    return [pk for pk, receipt, month in rows if digest_of(receipt, month) in digests]


@transaction.atomic
def _delete_incoming(found: list[UUID]) -> None:
    rows = IncomingSubmission.objects.filter(pk__in=found)
    export_jobs.withdraw(rows.values_list("service_id", flat=True))
    rows.delete()
