"""A process that fills the database of its environment: how many events, and which moment is now.

python -m tests.benchmarks.grow 3000 2026-05-11T12:00:00+00:00
"""

import datetime
import os
import sys

import django


def main() -> None:
    """Add the events, and let the planner know of them, as the nights of an installation do."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings"
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from tests.benchmarks.content import add_events

    total, now = sys.argv[1:]
    add_events(int(total), now=datetime.datetime.fromisoformat(now))
    call_command("refresh_statistics")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # The server's own autovacuum would, within minutes.
            cursor.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    main()
