"""Tasks of the worker; queued tasks store these dotted paths."""

import logging
import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone, translation
from django_tasks import task

from feedback.exports import files
from feedback.exports import jobs as export_jobs
from feedback.models.exports import ExportFailure
from feedback.retention import ageing, archive
from feedback.retention.ageing_log import log_done

logger = logging.getLogger(__name__)


@task()
def make_export(export_id: str) -> None:
    """Write a waiting export; does nothing if another worker has started it."""
    work = export_jobs.start_export(uuid.UUID(export_id), timezone.now)
    if work is None:
        return
    with _recording_failure(work), translation.override(work.export.language):
        content = archive if work.export.is_package else files
        work.write(content.pieces_of(work, secrets.SystemRandom()))


@task()
def age_out(rule_id: int) -> None:
    """Age out the months that were started for a retention rule, and log it."""
    for _number in ageing.continue_run(rule_id):
        pass
    log_done(ageing.finish(rule_id))


@contextmanager
def _recording_failure(work: export_jobs.Work) -> Iterator[None]:
    try:
        yield
    except export_jobs.ExportEnded:
        pass
    except export_jobs.ExportFailed as error:
        work.fail(error.failure)
    except Exception as error:
        # The class only: a database error may quote a comment.
        logger.error("An export could not be made: %s", type(error).__name__)
        work.fail(ExportFailure.UNEXPECTED)
