"""Deletion of expired challenges, old client ids and expired exports."""

import datetime

from feedback.exports import jobs as export_jobs
from feedback.intake import challenges
from feedback.intake.submit import month_of
from feedback.models import UsedClientId


def prune(now: datetime.datetime) -> tuple[int, int]:
    """Delete expired data; return the number of challenges and of client ids.

    Client ids are kept until the end of the next month. A form sent again later needs a new
    challenge and counts as a new submission.
    """
    last_month = (month_of(now) - datetime.timedelta(days=1)).replace(day=1)
    old = UsedClientId.objects.filter(month__lt=last_month)
    export_jobs.remove_expired(now)
    return challenges.remove_expired(now), old.delete()[0]
