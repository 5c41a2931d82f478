"""What the scheduler starts, with the tasks it leaves to the worker, tells nothing of residents."""

import pytest
from django.core.management import call_command

from cms.scheduling.jobs import PERIODIC_JOBS
from feedback.models import Submission
from tests.feedback import canaries
from tests.feedback.resident import Resident

COMMENT = "Kanariekommentar, som ingen logg får visa."


@pytest.mark.django_db(transaction=True)
def test_no_periodic_job_logs_or_keeps_anything_of_who_sent_or_what(visitor, logged, capsys):
    # given
    for number in range(3):
        resident = Resident(visitor, "digidel", f"?{canaries.QUERY}=1")
        resident.fill_in(comment=f"{COMMENT} {number}")
        assert resident.send().status_code == 303

    # when
    for job in PERIODIC_JOBS:
        # Tasks run at once in tests: there is no table of them to be cleared.
        if job.command != "prune_db_task_results":
            call_command(job.command, *job.arguments)

    # then
    assert Submission.objects.filter(comment__startswith=COMMENT).count() == 3
    places = [
        *(("a log", text) for text in logged.text),
        *(("the output", text) for text in capsys.readouterr()),
        *canaries.everything_stored(),
    ]
    assert not [(place, text) for place, text in places if canaries.signs_in(text)]
    assert {place for place, text in places if COMMENT in text} == {"table feedback_submission"}
