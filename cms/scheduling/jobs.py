"""The periodic jobs of the whole project: add a line here, and the scheduler runs it."""

from typing import NamedTuple


class PeriodicJob(NamedTuple):
    """A management command with the times at which it runs.

    `cron` has five fields (minute, hour, day, month, weekday), in the site's own time zone. A
    job must bear being run twice: after an outage it is made up for, and a process that loses
    its lease may end it late.
    """

    command: str
    cron: str
    arguments: tuple[str, ...] = ()


PERIODIC_JOBS = [
    PeriodicJob("record_heartbeats", "* * * * *"),
    PeriodicJob("publish_scheduled", "* * * * *"),
    PeriodicJob("prune_previews", "*/5 * * * *"),
    # What a worker that was stopped has not finished.
    PeriodicJob("make_renditions", "*/15 * * * *", ("--queue",)),
    PeriodicJob("clearsessions", "15 3 * * *"),
    PeriodicJob("refresh_statistics", "45 3 * * *"),
    PeriodicJob("release_feedback", "0 5 * * *"),
    # Once a day for each editor; the runs after the first are for mails that were not taken.
    PeriodicJob("notify_editors", "30 6-16 * * *"),
    # A month is closed nine days after its end; see feedback/statistics/disclosure.py.
    PeriodicJob("release_figures", "30 5 10 * *"),
    PeriodicJob("prune_feedback", "*/10 * * * *"),
    PeriodicJob("resume_exports", "*/5 * * * *"),
    # After the release of figures, whose months it may settle.
    PeriodicJob("age_out_feedback", "0 4 12 * *", ("--scheduled",)),
    PeriodicJob("prune_db_task_results", "30 3 * * *", ("--min-age-days", "2")),
]
