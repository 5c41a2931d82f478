"""Ageing out feedback (gallring): submissions are deleted for good, their counts stay.

Deletes in batches, each in a transaction, so an interrupted run can be continued. Two concurrent
runs are harmless.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Count, F, Min, Q, QuerySet
from django.utils import timezone

from feedback.exports import jobs as export_jobs
from feedback.figures import rollups
from feedback.models import (
    ArchiveDelivery,
    FeedbackLogEntry,
    IncomingSubmission,
    RetentionRule,
    Service,
    Submission,
    SubmissionAnswer,
)
from feedback.models.exports import SILENCE
from feedback.retention import tombstones

BATCH = 200


class CannotAgeOut(Exception):
    """A reason why nothing may be aged out now; the subclasses name it."""


class NoDecision(CannotAgeOut):
    """There is no decision of the archive authority."""


class TooEarly(CannotAgeOut):
    """The retention period of the last months has not ended; `allowed` is the last month due."""

    def __init__(self, allowed: datetime.date) -> None:
        super().__init__(allowed)
        self.allowed = allowed


class NotHandedOver(CannotAgeOut):
    """The rule requires a delivery to the archive, and `missing` is in none."""

    def __init__(self, missing: datetime.date) -> None:
        super().__init__(missing)
        self.missing = missing


class StillWaiting(CannotAgeOut):
    """Submissions of these months still wait for the daily batch."""


@dataclass(frozen=True)
class DueMonth:
    """The number of submissions of a service and month that would be aged out."""

    month: datetime.date
    service: str
    submissions: int


def due(rule: RetentionRule, until: datetime.date) -> QuerySet[Submission]:
    """Return the submissions that would be aged out for months up to `until`."""
    return Submission.objects.filter(
        service__administration=rule.administration_id, month__lte=until
    )


def dry_run(rule: RetentionRule, until: datetime.date) -> list[DueMonth]:
    """Return how many submissions would be aged out, by month and service, oldest first."""
    rows = due(rule, until).order_by("month", "service__name_key", "service")
    counted = rows.values_list("month", "service__name").annotate(number=Count("pk"))
    return [DueMonth(*row) for row in counted]


def check(rule: RetentionRule, until: datetime.date, today: datetime.date) -> None:
    """Raise the `CannotAgeOut` that forbids ageing out months up to `until` on `today`, if any."""
    if not rule.has_decision:
        raise NoDecision
    if until > rule.last_due(today):
        raise TooEarly(rule.last_due(today))
    if IncomingSubmission.objects.filter(
        service__administration=rule.administration_id, month__lte=until
    ).exists():
        raise StillWaiting
    if rule.archive_first and (missing := not_handed_over(rule, until)) is not None:
        raise NotHandedOver(missing)


def not_handed_over(rule: RetentionRule, until: datetime.date) -> datetime.date | None:
    """Return the first month up to `until` with feedback that is in no delivery, or None."""
    deliveries = ArchiveDelivery.objects.filter(administration=rule.administration_id)
    held = Q(pk__in=())
    for first, last in deliveries.values_list("first_month", "last_month"):
        held |= Q(month__gte=first, month__lte=last)
    missing: datetime.date | None = due(rule, until).exclude(held).aggregate(m=Min("month"))["m"]
    return missing


def start(rule_id: int, until: datetime.date, today: datetime.date, user: Any) -> bool:
    """Mark months up to `until` as being aged out; return False if there is nothing or a run is on.

    Raises `CannotAgeOut`.
    """
    with transaction.atomic():
        rule = RetentionRule.objects.select_for_update(of=("self",)).get(pk=rule_id)
        check(rule, until, today)
        if rule.under_way_until is not None or not due(rule, until).exists():
            return False
        rule.under_way_until, rule.under_way_by = until, user
        rule.aged_out, rule.seen_at = 0, None
        rule.save(update_fields=["under_way_until", "under_way_by", "aged_out", "seen_at"])
    return True


def continue_run(rule_id: int) -> Iterator[int]:
    """Continue the run that was started, and yield the size of each batch.

    The counts of the months are settled before the first submission is deleted. Yields nothing if
    no run was started.
    """
    rule = RetentionRule.objects.get(pk=rule_id)
    until = rule.under_way_until
    if until is None:
        return
    yield from age_out(rule.administration_id, until)


def age_out(administration_id: int, until: datetime.date) -> Iterator[int]:
    """Delete months up to `until` without any check, and yield the size of each batch.

    Recorded first, so that a restored backup is aged out again; raises OSError if it cannot be.
    """
    tombstones.record_aged_out(administration_id, until)
    services = Service.objects.filter(administration=administration_id)
    for service_id in services.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            # The publication of figures locks the service too.
            Service.objects.select_for_update(of=("self",)).get(pk=service_id)
            rollups.recount(service_id)
            rollups.settle([service_id], until)
        while number := _age_out_some(administration_id, service_id, until):
            yield number


@transaction.atomic
def finish(rule_id: int) -> RetentionRule | None:
    """Mark a complete run as finished; return the rule as it was, for the log, or None."""
    rule = RetentionRule.objects.select_for_update(of=("self",)).get(pk=rule_id)
    if rule.under_way_until is None or due(rule, rule.under_way_until).exists():
        return None
    RetentionRule.objects.filter(pk=rule_id).update(
        under_way_until=None, under_way_by=None, aged_out=0
    )
    return rule


def resume(now: datetime.datetime) -> list[int]:
    """Return the ids of rules with a run that has made no progress for `SILENCE`."""
    silent = RetentionRule.objects.filter(under_way_until__isnull=False).filter(
        Q(seen_at__isnull=True) | Q(seen_at__lt=now - SILENCE)
    )
    found = dict(silent.values_list("pk", "seen_at"))
    silent.filter(pk__in=found).update(seen_at=now)
    # A run without a time may just have been queued; the next call decides.
    return [pk for pk, seen_at in found.items() if seen_at is not None]


@transaction.atomic
def _age_out_some(administration_id: int, service_id: int, until: datetime.date) -> int:
    rows = Submission.objects.filter(service=service_id, month__lte=until)
    ids = list(rows.order_by("pk").values_list("pk", flat=True).select_for_update()[:BATCH])
    if not ids:
        return 0
    export_jobs.withdraw([service_id])
    _clear_log_data(ids)
    Submission.objects.filter(pk__in=ids).delete()
    RetentionRule.objects.filter(administration=administration_id).update(
        aged_out=F("aged_out") + len(ids), seen_at=timezone.now()
    )
    return len(ids)


def _clear_log_data(ids: list[Any]) -> None:
    """Empty the data of log entries about these submissions; the entries stay."""
    FeedbackLogEntry.objects.filter(
        object_id__in=[str(pk) for pk in ids], action__in=["feedback.redact", "feedback.publish"]
    ).update(data={})
    answers = SubmissionAnswer.objects.filter(submission__in=ids).values_list("pk", flat=True)
    FeedbackLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(SubmissionAnswer),
        object_id__in=[str(pk) for pk in answers],
    ).update(data={})
