"""Runs the periodic jobs while this process holds the lease; any number may stand by."""

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
    """Return the times of a job, in the site's time zone."""
    return CronTrigger.from_crontab(job.cron, timezone=settings.TIME_ZONE)


def next_run(job: PeriodicJob, now: datetime) -> datetime:
    """Return when a job is due: in the past when it was missed, `now` when it never ran."""
    last = PeriodicRun.objects.filter(name=job.command).values_list("started_at", flat=True).first()
    if last is None:
        return now
    due: datetime = trigger_of(job).get_next_fire_time(last, last)
    return due


def run_job(job: PeriodicJob, now: datetime) -> bool:
    """Run a job and note it; one that fails is logged, and tried again at its next time."""
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
    """Run a job in a thread of the scheduler's, and leave no connection behind there."""
    close_old_connections()
    try:
        run_job(job, timezone.now())
    finally:
        connections.close_all()


class Runner:
    """One process that asks for the lease, again and again, and works while it has it."""

    def __init__(self, jobs: Sequence[PeriodicJob]) -> None:
        self.jobs = jobs
        self.holder = f"{socket.gethostname()[:20]}-{uuid.uuid4()}"
        self.scheduler: BackgroundScheduler | None = None
        self.stopping = threading.Event()

    def run(self) -> None:
        """Work or stand by until `stop` is called; then let go of the lease."""
        try:
            while not self.stopping.is_set():
                close_old_connections()
                self.step()
                self.stopping.wait(RENEWAL.total_seconds())
        finally:
            self.stand_down()
            lease.release(LEASE, self.holder)

    def stop(self) -> None:
        """End `run` soon; safe to call from a signal handler."""
        self.stopping.set()

    def step(self) -> bool:
        """Ask for the lease once, and start or stop work accordingly; True when it is ours."""
        try:
            held = lease.hold(LEASE, self.holder, LEASE_DURATION)
        except DatabaseError:
            # Somebody else may take over meanwhile; working on unknowingly would double jobs.
            logger.exception("The scheduler cannot reach the database")
            held = False
        if held and self.scheduler is None:
            self.take_up()
        elif not held and self.scheduler is not None:
            self.stand_down()
        return held

    def take_up(self) -> None:
        """Start working through the jobs, those first that were missed."""
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
        """Stop working, after the jobs that are under way."""
        if self.scheduler is not None:
            logger.info("This scheduler stands by")
            self.scheduler.shutdown(wait=True)
            self.scheduler = None
