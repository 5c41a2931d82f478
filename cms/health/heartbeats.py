"""Heartbeats of the worker and the scheduler, stored in the database."""

from datetime import datetime, timedelta

from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cms.models import Heartbeat

WORKER = "worker"
SCHEDULER = "scheduler"
# Both send a heartbeat every minute; the worker may be busy with one long task.
TOLERANCE = {WORKER: timedelta(minutes=10), SCHEDULER: timedelta(minutes=3)}


def record(name: str) -> None:
    """Store the current time as the heartbeat of a process."""
    Heartbeat.objects.update_or_create(name=name, defaults={"seen_at": timezone.now()})


@task()
def record_worker_heartbeat() -> None:
    """Task that shows that the worker executes queued tasks."""
    record(WORKER)


def ask_worker() -> None:
    """Queue a heartbeat task, unless one is already waiting."""
    waiting = DBTaskResult.objects.filter(
        task_path=record_worker_heartbeat.module_path, status=TaskResultStatus.READY
    )
    if not waiting.exists():
        record_worker_heartbeat.enqueue()


def silence(name: str, now: datetime) -> str:
    """Return a message if the last heartbeat is too old, or ""."""
    seen_at = Heartbeat.objects.filter(name=name).values_list("seen_at", flat=True).first()
    if seen_at is None:
        return "no sign of life since the installation"
    if now - seen_at > TOLERANCE[name]:
        return f"no sign of life for {(now - seen_at) // timedelta(minutes=1)} minutes"
    return ""
