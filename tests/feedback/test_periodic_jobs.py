"""Periodic jobs and their tasks log nothing of residents."""

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from cms.scheduling.jobs import PERIODIC_JOBS
from cms.scheduling.runner import run_job
from feedback.models import IncomingSubmission, Submission
from tests.feedback import canaries
from tests.feedback.resident import Resident

pytestmark = pytest.mark.admin_indexes

COMMENT = "Kanariekommentar, som ingen logg får visa."


def send_three(visitor: Client) -> None:
    for number in range(3):
        resident = Resident(visitor, "digidel", f"?{canaries.QUERY}=1")
        resident.fill_in(comment=f"{COMMENT} {number}")
        assert resident.send().status_code == 303


@pytest.mark.django_db(transaction=True)
def test_periodic_jobs_neither_log_nor_store_submissions(visitor, logged, capsys):
    # Given
    send_three(visitor)

    # When
    for job in PERIODIC_JOBS:
        # Tasks run at once in tests: there is no table of them to be cleared.
        if job.command != "prune_db_task_results":
            call_command(job.command, *job.arguments)

    # Then
    assert Submission.objects.filter(comment__startswith=COMMENT).count() == 3
    places = [
        *(("a log", text) for text in logged.text),
        *(("the output", text) for text in capsys.readouterr()),
        *canaries.everything_stored(),
    ]
    assert not [(place, text) for place, text in places if canaries.signs_in(text)]
    assert {place for place, text in places if COMMENT in text} == {"table feedback_submission"}


@pytest.mark.django_db(transaction=True)
def test_failed_batch_is_logged_without_its_rows(visitor, logged):
    # Given
    send_three(visitor)
    batch = next(job for job in PERIODIC_JOBS if job.command == "release_feedback")

    # When
    with canaries.table_that_refuses(Submission):
        assert not run_job(batch, timezone.now())

    # Then the log names the fault, and everything waits for the next run
    assert any("IntegrityError by way of" in text for text in logged.text)
    assert any("feedback/intake/daily_batch.py" in text for text in logged.text)
    assert not [text for text in logged.text if COMMENT in text]
    assert IncomingSubmission.objects.count() == 3
