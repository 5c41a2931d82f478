"""The periodic jobs of all apps. Add a line here, and the scheduler runs it."""

from typing import NamedTuple


class PeriodicJob(NamedTuple):
    """A management command and the times at which it runs.

    `cron` has five fields (minute, hour, day, month, weekday), in the time zone of the settings.
    A job must be idempotent: a missed run is made up after an outage, and a process that has
    lost its lease may finish late.
    """

    command: str
    cron: str
    arguments: tuple[str, ...] = ()


PERIODIC_JOBS = [
    PeriodicJob("record_heartbeats", "* * * * *"),
    PeriodicJob("publish_scheduled", "* * * * *"),
    PeriodicJob("prune_previews", "*/5 * * * *"),
    PeriodicJob("prune_uploads", "50 3 * * *"),
    # For files that a stopped worker has not made.
    PeriodicJob("make_renditions", "*/15 * * * *", ("--queue",)),
    PeriodicJob("clearsessions", "15 3 * * *"),
    PeriodicJob("refresh_statistics", "45 3 * * *"),
    PeriodicJob("release_feedback", "0 5 * * *"),
    # Once a day per editor; later runs retry mails that the server did not accept.
    PeriodicJob("notify_editors", "30 6-16 * * *"),
    # A month closes nine days after its end; see feedback/statistics/disclosure.py.
    PeriodicJob("release_figures", "30 5 10 * *"),
    PeriodicJob("prune_feedback", "*/10 * * * *"),
    PeriodicJob("resume_exports", "*/5 * * * *"),
    # After the release of figures, whose months it may settle.
    PeriodicJob("age_out_feedback", "0 4 12 * *", ("--scheduled",)),
    PeriodicJob("prune_db_task_results", "30 3 * * *", ("--min-age-days", "2")),
]
