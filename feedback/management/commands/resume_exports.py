"""Queues interrupted exports and age-out runs again."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from feedback.exports import jobs as export_jobs
from feedback.retention import ageing
from feedback.tasks import age_out, make_export


class Command(BaseCommand):
    """Run by the scheduler every five minutes: the queue loses the task of a killed worker."""

    help = "Queues exports and age-out runs again that have made no progress for a while."

    def handle(self, *args: Any, **options: Any) -> None:
        """Queue the tasks and print how many."""
        queued = DBTaskResult.objects.filter(
            task_path=make_export.module_path, status=TaskResultStatus.READY
        ).values_list("args_kwargs", flat=True)
        # Without a worker, the same task must not be queued again and again.
        known = {each["args"][0] for each in queued}
        again = {str(pk) for pk in export_jobs.resume(timezone.now())} - known
        for export_id in again:
            make_export.enqueue(export_id)
        for rule_id in ageing.resume(timezone.now()):
            age_out.enqueue(rule_id)
        self.stdout.write(f"Queued {len(again)} exports again.")
