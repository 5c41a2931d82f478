"""Numbers for operators: the age of the last daily batch and the length of the task queue."""

from datetime import datetime, timedelta

from django_tasks_db.models import DBTaskResult

from cms.models import PeriodicRun

BATCH = "release_feedback"


def batch_age(now: datetime) -> timedelta | None:
    """Return the time since the daily batch last succeeded, or None if it never did."""
    runs = PeriodicRun.objects.filter(name=BATCH)
    last = runs.values_list("succeeded_at", flat=True).first()
    return None if last is None else now - last


def waiting_tasks() -> int:
    """Return the number of tasks that a worker could start now."""
    return DBTaskResult.objects.ready().count()
