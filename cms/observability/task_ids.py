"""The id of the request that queued a task, in the task's row and in the worker's log lines."""

from typing import Any

from django.db.models.signals import pre_save
from django.dispatch import receiver
from django_tasks.signals import task_finished, task_started
from django_tasks_db.models import DBTaskResult

from cms.observability import current

# Beside "args" and "kwargs".
_KEY = "request_id"


@receiver(pre_save, sender=DBTaskResult)
def store_in_task(instance: DBTaskResult, **kwargs: Any) -> None:
    """Store the id beside the arguments of a task that is queued."""
    if instance._state.adding and (request_id := current.request_id.get()):
        instance.args_kwargs = {**instance.args_kwargs, _KEY: request_id}


@receiver(task_started)
def use_that_of_task(task_result: Any, **kwargs: Any) -> None:
    """Log with the id of the request that queued the task."""
    if (row := getattr(task_result, "db_result", None)) is not None:
        current.request_id.set(str(row.args_kwargs.get(_KEY, "")))


@receiver(task_finished)
def forget(task_result: Any, **kwargs: Any) -> None:
    """Log without an id again, after the task's last line."""
    if hasattr(task_result, "db_result"):
        current.request_id.set("")
