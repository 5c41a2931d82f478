"""Publishing figures, and reading published figures."""

import datetime
import logging
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from feedback.enums import SubmissionStatus
from feedback.figures import rollups
from feedback.models import IncomingSubmission, MonthlyRollup, Service, Submission
from feedback.models.figures import PublishedFigures
from feedback.statistics.disclosure import (
    Period,
    Share,
    due_periods,
    last_closed_month,
    share_of_periods,
)
from feedback.statistics.tallies import month_before

# So many in quarantine, of one service and of months not yet published, are a flood.
FLOOD = 20
# Closed months that wait for the flood's quarantine to be sorted; then the figures come out
# without it, so that nobody silences a service for good.
MONTHS_TO_SORT = 3

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class FeedbackSummary:
    """The published figures of a service; it has at least one period.

    `periods` are consecutive, oldest first, and never change. `count` and `share` are over all of
    them. Submissions outside the periods are not published.
    """

    count: int
    share: Share
    periods: tuple[Period, ...]


@dataclass(frozen=True)
class ReleaseReport:
    """The periods published by a run, and the services that were skipped.

    `waiting` have submissions that are not released yet; `flooded` have a flood in quarantine.
    """

    released: list[tuple[Service, Period]]
    waiting: list[Service]
    flooded: list[Service]


def release_figures(today: datetime.date, *, dry_run: bool = False) -> ReleaseReport:
    """Publish every complete period for good; a second run finds nothing to publish.

    One transaction per service. `dry_run` returns what would be published.
    """
    report = ReleaseReport([], [], [])
    closed = last_closed_month(today)
    pending = set(
        IncomingSubmission.objects.filter(month__lte=closed).values_list("service_id", flat=True)
    )
    has_feedback = {
        *Submission.objects.order_by().values_list("service_id", flat=True).distinct(),
        *MonthlyRollup.objects.order_by().values_list("service_id", flat=True).distinct(),
    }
    for pk in sorted(has_feedback):
        with transaction.atomic():
            # A concurrent run waits here and then finds nothing to do.
            service = Service.objects.select_for_update(of=("self",)).get(pk=pk)
            if pk in pending:
                # A closed month would be published without its last submissions.
                report.waiting.append(service)
                continue
            if _is_flooded(service, closed):
                report.flooded.append(service)
                continue
            report.released.extend((service, period) for period in _release(service, today, closed))
            transaction.set_rollback(dry_run)
    return report


def _is_flooded(service: Service, closed: datetime.date) -> bool:
    """Return whether many submissions of the latest closed months are still in quarantine.

    Some of them may be let in, and published figures cannot change any more.
    """
    last = PublishedFigures.objects.filter(service=service).order_by("last_month").last()
    oldest = closed
    for _ in range(MONTHS_TO_SORT - 1):
        oldest = month_before(oldest)
    rows = Submission.objects.filter(
        service=service,
        status=SubmissionStatus.QUARANTINED,
        month__gte=oldest,
        month__lte=closed,
    )
    if last is not None:
        rows = rows.filter(month__gt=last.last_month)
    return len(rows.order_by().values_list("pk")[:FLOOD]) == FLOOD


def _release(service: Service, today: datetime.date, closed: datetime.date) -> list[Period]:
    # Publication is final, so the rollups are checked against the submissions first.
    for difference in rollups.recount(service.pk):
        logger.error(
            "The rollup of service %s in %s was wrong and has been corrected",
            difference.service_id,
            f"{difference.month:%Y-%m}",
        )
    last = PublishedFigures.objects.filter(service=service).order_by("last_month").last()
    periods = list(
        due_periods(
            rollups.monthly_tallies([service.pk]).get(service.pk, {}),
            released_until=last.last_month if last else None,
            last_closed=closed,
            aspects=service.aspects,
        )
    )
    PublishedFigures.objects.bulk_create(
        PublishedFigures.of_period(service.pk, period, today) for period in periods
    )
    return periods


def feedback_summaries(services: Iterable[Service]) -> dict[int, FeedbackSummary]:
    """Return the published figures by service id, for services that have any, in one query."""
    wanted = list(services)
    by_key: dict[object, list[Period]] = {}
    # Translations show the figures of the row in the default language.
    for figures in (
        PublishedFigures.objects.filter(
            service__translation_key__in={service.translation_key for service in wanted}
        )
        .select_related("service")
        .order_by("last_month")
    ):
        by_key.setdefault(figures.service.translation_key, []).append(figures.period)
    return {
        service.pk: _summary(by_key[service.translation_key])
        for service in wanted
        if service.translation_key in by_key
    }


def _summary(periods: list[Period]) -> FeedbackSummary:
    share = share_of_periods(periods)
    assert share is not None
    return FeedbackSummary(sum(period.count for period in periods), share, tuple(periods))
