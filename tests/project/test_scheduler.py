"""Periodic jobs run once, in the scheduler that holds the lease."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import get_commands
from django.db import DatabaseError, connection

from cms.models import Lease, PeriodicRun
from cms.scheduling import lease
from cms.scheduling.jobs import PERIODIC_JOBS, PeriodicJob
from cms.scheduling.runner import LEASE, Runner, next_run, run_job

MINUTE = timedelta(minutes=1)
NOW = datetime(2026, 5, 4, 12, 0, 30, tzinfo=UTC)


@pytest.mark.django_db
def test_second_scheduler_takes_over_when_the_first_stops() -> None:
    # Given two schedulers
    first, second = Runner([]), Runner([])
    try:
        # When both request the lease, then the first gets it
        assert first.step()
        assert not second.step()
        assert (first.scheduler is not None, second.scheduler is None) == (True, True)
        # When the first releases it, then the second gets it immediately
        first.stop()
        first.run()
        assert second.step()
        assert second.scheduler is not None
    finally:
        second.stand_down()


@pytest.mark.django_db
def test_lease_expires_without_its_holder() -> None:
    # Given a killed holder, which neither renews nor releases the lease
    assert lease.hold(LEASE, "killed", MINUTE)
    assert not lease.hold(LEASE, "other", MINUTE)
    # When the lease has expired
    Lease.objects.update(expires_at=datetime(2000, 1, 1, tzinfo=UTC))
    # Then another gets it, and the first cannot renew it
    assert lease.hold(LEASE, "other", MINUTE)
    assert not lease.hold(LEASE, "killed", MINUTE)


@pytest.mark.django_db
def test_holder_can_renew_its_lease() -> None:
    for _ in range(3):
        assert lease.hold(LEASE, "same", MINUTE)


@pytest.mark.django_db
def test_lease_is_released_by_its_holder_only() -> None:
    assert lease.hold(LEASE, "holder", MINUTE)
    lease.release(LEASE, "other")
    assert not lease.hold(LEASE, "other", MINUTE)


@pytest.mark.django_db(transaction=True)
def test_one_of_many_concurrent_requests_gets_the_lease() -> None:
    # Given eight schedulers that request the lease at the same moment
    together = threading.Barrier(8)
    answers: list[bool] = []

    def ask(number: int) -> None:
        try:
            together.wait()
            answers.append(lease.hold(LEASE, f"scheduler {number}", MINUTE))
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # Then all are answered, and one has the lease
    assert sorted(answers) == [False] * 7 + [True]


@pytest.mark.django_db
def test_scheduler_stops_without_its_database(monkeypatch: pytest.MonkeyPatch) -> None:
    # Given a running scheduler
    runner = Runner([])
    assert runner.step()

    # When the database is unavailable
    def gone(*_: object) -> bool:
        raise DatabaseError("gone")

    monkeypatch.setattr(lease, "hold", gone)
    # Then it pauses, since another may have taken over
    assert not runner.step()
    assert runner.scheduler is None
    # And it resumes when the database is back
    monkeypatch.undo()
    assert runner.step()
    runner.stand_down()


@pytest.mark.django_db
def test_missed_job_runs_after_an_outage() -> None:
    # Given a daily job that ran four days ago
    job = PeriodicJob("clearsessions", "15 3 * * *")
    PeriodicRun.objects.create(name=job.command, started_at=NOW - timedelta(days=4))
    # When the scheduler starts, then the job is due once
    assert next_run(job, NOW) < NOW


@pytest.mark.django_db
def test_finished_job_waits_for_its_next_run() -> None:
    # Given a daily job (03:15 in Stockholm) that ran today
    job = PeriodicJob("clearsessions", "15 3 * * *")
    PeriodicRun.objects.create(
        name=job.command, started_at=datetime(2026, 5, 4, 1, 15, 0, 500, tzinfo=UTC)
    )
    # When the scheduler starts at noon, then the job is due tomorrow
    assert next_run(job, NOW) == datetime(2026, 5, 5, 1, 15, tzinfo=UTC)


@pytest.mark.django_db
def test_job_without_a_run_is_due() -> None:
    assert next_run(PeriodicJob("clearsessions", "15 3 * * *"), NOW) == NOW


@pytest.mark.django_db
def test_run_of_a_job_is_recorded() -> None:
    assert run_job(PeriodicJob("clearsessions", "* * * * *"), NOW)
    run = PeriodicRun.objects.get(name="clearsessions")
    assert (run.started_at, run.succeeded_at) == (NOW, NOW)


@pytest.mark.django_db
def test_failing_job_is_logged_and_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    # Given a job that fails after one success
    job = PeriodicJob("no_such_command", "* * * * *")
    PeriodicRun.objects.create(name=job.command, started_at=NOW - MINUTE, succeeded_at=NOW - MINUTE)
    # When it runs, then the failure is logged, and the last success stays recorded
    assert not run_job(job, NOW)
    assert "no_such_command failed" in caplog.text
    run = PeriodicRun.objects.get(name=job.command)
    assert (run.started_at, run.succeeded_at) == (NOW, NOW - MINUTE)


@pytest.mark.parametrize("job", PERIODIC_JOBS, ids=lambda job: job.command)
def test_periodic_job_has_an_existing_command_and_schedule(job: PeriodicJob) -> None:
    from cms.scheduling.runner import trigger_of

    assert job.command in get_commands()
    assert trigger_of(job).get_next_fire_time(None, NOW) is not None


def test_periodic_jobs_are_unique() -> None:
    # Runs are recorded under the command's name.
    commands = [job.command for job in PERIODIC_JOBS]
    assert sorted(commands) == sorted(set(commands))
