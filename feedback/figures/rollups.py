"""Counts per service and month, updated together with the submissions that editors see.

Dashboards and publications read them, so their cost does not depend on the number of submissions.
Whoever adds, deletes or (un)quarantines submissions calls `add` or `remove` in the same
transaction. Quarantined submissions are not counted.

A tally also counts the answered submissions and how long they waited, in the month of the
submission; `feedback.handling.answers` calls `add_answer` and `remove_answer`.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from feedback.enums import NOT_COUNTED
from feedback.models import MonthlyRollup, Submission, SubmissionAnswer, SubmissionFields
from feedback.statistics.tallies import Tally, months_waited

Key = tuple[int, datetime.date]


@dataclass(frozen=True)
class Difference:
    """A month whose rollup differs from its submissions."""

    service_id: int
    month: datetime.date
    kept: Tally
    counted: Tally


def add(submissions: Iterable[SubmissionFields]) -> None:
    """Add submissions without a live answer to the counts; quarantined ones are ignored."""
    _apply(_changes(submissions, 1))


def remove(submissions: Iterable[SubmissionFields]) -> None:
    """Subtract submissions and their answers from the counts, before erasure or quarantine.

    Submissions that are aged out stay counted: call `settle` for their months.
    """
    counted = [each for each in submissions if _counts(each)]
    changes = _changes(counted, -1)
    answers = SubmissionAnswer.objects.filter(
        submission__in=[each.pk for each in counted], live=True
    )
    for answer in answers.select_related("submission"):
        changes[_key(answer.submission)] += _wait(answer, -1)
    _apply(changes)


def add_answer(answer: SubmissionAnswer) -> None:
    """Count the answer of a submission when it is published."""
    _apply({_key(answer.submission): _wait(answer, 1)})


def remove_answer(answer: SubmissionAnswer) -> None:
    """Subtract the answer of a submission when it is withdrawn."""
    _apply({_key(answer.submission): _wait(answer, -1)})


def settle(service_ids: Iterable[int], until: datetime.date) -> None:
    """Mark the rollups of months up to `until` as final, before their submissions are aged out."""
    MonthlyRollup.objects.filter(service_id__in=set(service_ids), month__lte=until).update(
        settled=True
    )


def monthly_tallies(service_ids: Iterable[int]) -> dict[int, dict[datetime.date, Tally]]:
    """Return the tallies by service and month, in one query; both ends are inclusive."""
    rows = _rows(service_ids)
    found: dict[int, dict[datetime.date, Tally]] = defaultdict(dict)
    for service_id, month, counts in rows.order_by("service_id", "month").values_list(
        "service_id", "month", "counts"
    ):
        found[service_id][month] = Tally.from_json(counts)
    return dict(found)


@transaction.atomic
def recount(service_id: int, *, correct: bool = True) -> list[Difference]:
    """Recount a service's submissions and return where its rollups differed.

    Corrects them unless `correct` is False. Settled months are skipped.
    """
    submissions = Submission.objects.filter(service_id=service_id).exclude(status__in=NOT_COUNTED)
    months = submissions.order_by("month").values_list("month", flat=True).distinct()
    if correct:
        _make_missing([(service_id, month) for month in months])
    # Locked before counting, so that concurrent additions apply to the new counts.
    rows = list(_locked([service_id])) if correct else list(_rows([service_id]))
    counted = _counted(submissions, _answers(service_id))
    kept = {row.month: row for row in rows}
    differences = []
    wrong = []
    for month in sorted({*kept, *counted}):
        row = kept.get(month)
        if row is not None and row.settled:
            continue
        before = Tally.from_json(row.counts) if row else Tally()
        truth = counted.get(month, Tally())
        if before.as_json() != truth.as_json():
            differences.append(Difference(service_id, month, before, truth))
            if row is not None:
                row.counts = truth.as_json()
                wrong.append(row)
    if correct:
        MonthlyRollup.objects.bulk_update(wrong, ["counts"])
    return differences


def _changes(submissions: Iterable[SubmissionFields], times: int) -> dict[Key, Tally]:
    changes: dict[Key, Tally] = {}
    for submission in submissions:
        if _counts(submission):
            key = _key(submission)
            changes[key] = changes.get(key, Tally()) + _tally(submission, times)
    return changes


def _apply(changes: Mapping[Key, Tally]) -> None:
    if not changes:
        return
    with transaction.atomic():
        _make_missing(changes)
        services = {service_id for service_id, _month in changes}
        changed = []
        for row in _locked(services, {month for _service_id, month in changes}):
            if change := changes.get((row.service_id, row.month)):
                row.counts = (Tally.from_json(row.counts) + change).as_json()
                changed.append(row)
        MonthlyRollup.objects.bulk_update(changed, ["counts"])


def _make_missing(keys: Iterable[Key]) -> None:
    wanted = set(keys)
    there = set(
        _rows({service_id for service_id, _month in wanted}).values_list("service_id", "month")
    )
    # Another process may insert the same rows concurrently.
    MonthlyRollup.objects.bulk_create(
        (
            MonthlyRollup(service_id=service_id, month=month, counts=Tally().as_json())
            for service_id, month in sorted(wanted - there)
        ),
        ignore_conflicts=True,
    )


def _rows(
    service_ids: Iterable[int], months: Iterable[datetime.date] | None = None
) -> QuerySet[MonthlyRollup]:
    rows = MonthlyRollup.objects.filter(service_id__in=set(service_ids))
    return rows if months is None else rows.filter(month__in=set(months))


def _locked(
    service_ids: Iterable[int], months: Iterable[datetime.date] | None = None
) -> QuerySet[MonthlyRollup]:
    # In a fixed order, so that two processes cannot deadlock.
    return _rows(service_ids, months).order_by("service_id", "month").select_for_update()


def _counted(
    submissions: QuerySet[Submission], answers: QuerySet[SubmissionAnswer]
) -> dict[datetime.date, Tally]:
    by_month: dict[datetime.date, Tally] = {}
    grouped = submissions.order_by().values_list("month", "rating", "aspect_ratings")
    for month, rating, aspects, times in grouped.annotate(times=Count("pk")):
        by_month[month] = by_month.get(month, Tally()) + Tally.of(rating, aspects, times)
    answered_in = TruncMonth("first_published_at", tzinfo=timezone.get_default_timezone())
    waits = answers.order_by().values_list("submission__month", answered_in)
    for month, answered, times in waits.annotate(times=Count("pk")):
        wait = Tally.of_wait(months_waited(month, answered), times)
        by_month[month] = by_month.get(month, Tally()) + wait
    return by_month


def _answers(service_id: int) -> QuerySet[SubmissionAnswer]:
    """Return the live answers of a service's submissions."""
    return SubmissionAnswer.objects.filter(submission__service=service_id, live=True).exclude(
        submission__status__in=NOT_COUNTED
    )


def _counts(submission: SubmissionFields) -> bool:
    return submission.status not in NOT_COUNTED


def _key(submission: SubmissionFields) -> Key:
    return submission.service_id, submission.month


def _tally(submission: SubmissionFields, times: int) -> Tally:
    return Tally.of(submission.rating, submission.aspect_ratings, times)


def _wait(answer: SubmissionAnswer, times: int) -> Tally:
    return Tally.of_wait(months_waited(answer.submission.month, answer.answered_in), times)
