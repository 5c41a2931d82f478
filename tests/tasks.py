"""A task backend that runs tasks at once, and can leave out those for the admin's indexes."""

from typing import Any

from django.utils import timezone
from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.utils import get_random_id

ADMIN_INDEXES = {
    "modelsearch.tasks.insert_or_update_object_task",
    "wagtail.tasks.update_reference_index_task",
}


class ImmediateTasks(ImmediateBackend):
    """Runs each task when it is enqueued."""

    with_admin_indexes = True

    def enqueue(self, task: Task, args: Any, kwargs: Any) -> TaskResult:
        """Run the task and return its result."""
        if ImmediateTasks.with_admin_indexes or task.module_path not in ADMIN_INDEXES:
            return super().enqueue(task, args, kwargs)
        return TaskResult(
            task=task,
            id=get_random_id(),
            status=TaskResultStatus.SUCCESSFUL,
            enqueued_at=timezone.now(),
            started_at=None,
            last_attempted_at=None,
            finished_at=None,
            args=args,
            kwargs=kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
