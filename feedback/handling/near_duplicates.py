"""Near-duplicates among the submissions that a filter finds, so that a flood is handled at once."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from feedback.enums import SubmissionStatus
from feedback.handling.inbox import urgency_is
from feedback.handling.inbox_filters import select_submissions
from feedback.models import Service, Submission
from feedback.models.submissions import INBOX_ORDER
from feedback.screening.repeated_texts import group

# Comparing that many different comments takes some seconds.
MOST = 1_000


class Group(NamedTuple):
    """Submissions whose comments are nearly the same; `first` is an example."""

    first: Submission
    ids: Sequence[UUID]

    @property
    def size(self) -> int:
        """The number of submissions."""
        return len(self.ids)


def groups_of(rows: QuerySet[Submission]) -> list[Group]:
    """Return the first `MOST` submissions of `rows` in groups, the order being that of the inbox.

    Submissions without a comment are in no group.
    """
    found = list(rows.exclude(comment="").select_related("service").order_by(*INBOX_ORDER)[:MOST])
    return [
        Group(found[places[0]], [found[place].pk for place in places])
        for places in group([each.comment for each in found])
    ]


def large_groups(user: Any, query: str, services: QuerySet[Service]) -> list[Group]:
    """Return groups of two or more among what the inbox shows for `query`, largest first."""
    found = groups_of(select_submissions(user, query, services).rows)
    return sorted((each for each in found if each.size > 1), key=lambda each: -each.size)


def like(user: Any, query: str, services: QuerySet[Service], example: UUID) -> Sequence[UUID]:
    """Return the group that contains `example`, or nothing."""
    found = groups_of(select_submissions(user, query, services).rows)
    return next((each.ids for each in found if example in each.ids), ())


def urgent_groups(services: QuerySet[Service]) -> list[Group]:
    """Return new and quarantined urgent submissions in groups, the smallest groups first.

    Copies of one sentence therefore never stand before a single comment.
    """
    statuses = (SubmissionStatus.NEW, SubmissionStatus.QUARANTINED)
    rows = Submission.objects.filter(
        urgency_is(True), service__in=services.order_by(), status__in=statuses
    )
    return sorted(groups_of(rows), key=lambda each: each.size)
