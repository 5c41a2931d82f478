"""What is thrown away when it has served its purpose."""

import datetime

from feedback.exports import jobs as export_jobs
from feedback.intake import challenges
from feedback.intake.submit import month_of
from feedback.models import UsedClientId


def prune(now: datetime.datetime) -> tuple[int, int]:
    """Remove expired challenges, and used client ids from before last month; return how many.

    Files that were made of feedback go after a day.

    A form that is sent again after that needs a new challenge, and counts as a new one.
    """
    last_month = (month_of(now) - datetime.timedelta(days=1)).replace(day=1)
    old = UsedClientId.objects.filter(month__lt=last_month)
    export_jobs.remove_expired(now)
    return challenges.remove_expired(now), old.delete()[0]
