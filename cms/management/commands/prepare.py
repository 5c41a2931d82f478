"""The half of `make run` that needs Django; `bin/start` calls it when something has changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from cms.start_page import feedback_forms
from cms.translations import compile_stale
from pages.demo.accounts import DEMO_PASSWORD, demo_accounts


class Command(BaseCommand):
    """Safe to run again: what is there already is left as it is."""

    help = "Prepare the database, the demo content and the static files for `make run`."
    # Checks need tables, which are made below.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Do each step with a line that says so."""
        if not settings.DEBUG:
            raise CommandError(
                "This is for the demo and for development: set DEBUG=1 (make run does). "
                "docs/operations.md tells how to run in production."
            )
        Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)
        compile_stale()
        self.migrate()
        self.load_demo_content()
        self.say("Collecting static files")
        call_command("collectstatic", interactive=False, verbosity=0)
        (settings.BASE_DIR / "var" / "announcement.txt").write_text(announcement())

    def say(self, text: str) -> None:
        """Show progress at once, also when the output is not a terminal."""
        self.stdout.write(text)
        self.stdout.flush()

    def migrate(self) -> None:
        """Apply what waits; a database that is up to date costs no more than a look."""
        with named_when_complete():
            executor = MigrationExecutor(connection)
            plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
            if plan:
                self.say(f"Preparing the database: {len(plan)} migrations")
                call_command("migrate", interactive=False, verbosity=1 if len(plan) < 10 else 0)

    def load_demo_content(self) -> None:
        """Load it once; what has been edited since is left alone."""
        if not demo_accounts().exists():
            self.say("Loading the demo content")
            call_command("load_demo_content")


@contextmanager
def named_when_complete() -> Iterator[None]:
    """Give a new file of SQLite its name once it is complete.

    An end in the middle could leave half of a migration, from which the next start would not get
    on: wagtailcore 0070 is not atomic. What was begun under the other name is thrown away.
    """
    given = connection.settings_dict
    name = Path(given["NAME"])
    is_new = connection.vendor == "sqlite" and not (name.exists() and name.stat().st_size)
    if not is_new:
        yield
        return
    unfinished = name.with_name(f"{name.name}.unfinished")
    throw_away(unfinished)
    connection.close()
    given["NAME"] = str(unfinished)
    try:
        yield
    finally:
        connection.close()
        given["NAME"] = str(name)
    unfinished.replace(name)
    throw_away(unfinished)


def throw_away(database: Path) -> None:
    """Remove a file of SQLite and those beside it."""
    for file in database.parent.glob(f"{database.name}*"):
        file.unlink()


def announcement() -> str:
    """Return what a newcomer needs next; `{base}` stands for the address of the web server."""
    lines = [
        "",
        "Medskap is running. Ctrl-C ends it.",
        "",
        "  Start page     {base}/",
        "  Administration {base}/admin/",
        "  GraphiQL       {base}/graphiql/",
    ]
    if forms := feedback_forms():
        lines.append(f"  Feedback form  {{base}}{forms[0]['url']}")
    if names := [account.get_username() for account in demo_accounts()]:
        lines += [
            "",
            f"  Log in to the administration as {', '.join(names)};",
            f"  the password is {DEMO_PASSWORD}",
        ]
    lines += [
        "",
        "  What the worker and the scheduler say goes to var/worker.log and var/scheduler.log.",
    ]
    return "\n".join([*lines, ""])
