"""Runs the periodic jobs while this process holds the lease; others are on standby."""

import logging
import socket
import threading
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, close_old_connections, connections
from django.utils import timezone

from cms.models import PeriodicRun
from cms.scheduling import lease
from cms.scheduling.jobs import PeriodicJob

logger = logging.getLogger(__name__)

LEASE = "scheduler"
LEASE_DURATION = timedelta(seconds=60)
RENEWAL = timedelta(seconds=15)


def trigger_of(job: PeriodicJob) -> CronTrigger:
    """Return the trigger of a job, in the time zone of the settings."""
    return CronTrigger.from_crontab(job.cron, timezone=settings.TIME_ZONE)


def next_run(job: PeriodicJob, now: datetime) -> datetime:
    """Return when a job is due: in the past if it was missed, `now` if it has never run."""
    last = PeriodicRun.objects.filter(name=job.command).values_list("started_at", flat=True).first()
    if last is None:
        return now
    due: datetime = trigger_of(job).get_next_fire_time(last, last)
    return due


def run_job(job: PeriodicJob, now: datetime) -> bool:
    """Run a job and record it. A failure is logged; the job runs again at its next time."""
    try:
        run, _ = PeriodicRun.objects.update_or_create(
            name=job.command, defaults={"started_at": now}
        )
        call_command(job.command, *job.arguments, verbosity=0)
        run.succeeded_at = now
        run.save(update_fields=["succeeded_at"])
    except Exception:
        logger.exception("The periodic job %s failed", job.command)
        return False
    return True


def run_in_thread(job: PeriodicJob) -> None:
    """Run a job in a scheduler thread, and close the thread's database connections."""
    close_old_connections()
    try:
        run_job(job, timezone.now())
    finally:
        connections.close_all()


class Runner:
    """A process that tries to take the lease repeatedly, and runs the jobs while it holds it."""

    def __init__(self, jobs: Sequence[PeriodicJob]) -> None:
        self.jobs = jobs
        self.holder = f"{socket.gethostname()[:20]}-{uuid.uuid4()}"
        self.scheduler: BackgroundScheduler | None = None
        self.stopping = threading.Event()

    def run(self) -> None:
        """Run until `stop` is called, then release the lease."""
        try:
            while not self.stopping.is_set():
                close_old_connections()
                self.step()
                self.stopping.wait(RENEWAL.total_seconds())
        finally:
            self.stand_down()
            lease.release(LEASE, self.holder)

    def stop(self) -> None:
        """Make `run` return soon; safe to call from a signal handler."""
        self.stopping.set()

    def step(self) -> bool:
        """Try to take or renew the lease, and start or stop the jobs; return True if it is held."""
        try:
            held = lease.hold(LEASE, self.holder, LEASE_DURATION)
        except DatabaseError:
            # Another process may take the lease meanwhile, so stop: jobs would run twice.
            logger.exception("The scheduler cannot reach the database")
            held = False
        if held and self.scheduler is None:
            self.take_up()
        elif not held and self.scheduler is not None:
            self.stand_down()
        return held

    def take_up(self) -> None:
        """Start the jobs; missed ones run first."""
        logger.info("This scheduler runs the periodic jobs")
        scheduler = BackgroundScheduler(timezone=settings.TIME_ZONE)
        for job in self.jobs:
            scheduler.add_job(
                run_in_thread,
                trigger_of(job),
                args=[job],
                id=job.command,
                next_run_time=next_run(job, timezone.now()),
                coalesce=True,
                max_instances=1,
                misfire_grace_time=None,
            )
        scheduler.start()
        self.scheduler = scheduler

    def stand_down(self) -> None:
        """Stop the jobs, after those that are running."""
        if self.scheduler is not None:
            logger.info("This scheduler stands by")
            self.scheduler.shutdown(wait=True)
            self.scheduler = None
