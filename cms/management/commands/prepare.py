"""The part of `make run` that needs Django; called by `bin/start` after changes."""

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
    """Idempotent: existing data is not changed."""

    help = "Prepare the database, the demo content and the static files for `make run`."
    # Checks need tables, which are created below.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the steps, with a line of output each."""
        if not settings.DEBUG:
            raise CommandError(
                "This command is for the demo and for development: set DEBUG=1 (make run "
                "does). See docs/operations.md for production."
            )
        Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)
        compile_stale()
        self.migrate()
        self.load_demo_content()
        self.say("Collecting static files")
        call_command("collectstatic", interactive=False, verbosity=0)
        (settings.BASE_DIR / "var" / "announcement.txt").write_text(announcement())

    def say(self, text: str) -> None:
        """Print progress immediately, even if the output is not a terminal."""
        self.stdout.write(text)
        self.stdout.flush()

    def migrate(self) -> None:
        """Apply pending migrations."""
        with named_when_complete():
            executor = MigrationExecutor(connection)
            plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
            if plan:
                self.say(f"Preparing the database: {len(plan)} migrations")
                call_command("migrate", interactive=False, verbosity=1 if len(plan) < 10 else 0)

    def load_demo_content(self) -> None:
        """Load the demo content unless it is already there."""
        if not demo_accounts().exists():
            self.say("Loading the demo content")
            call_command("load_demo_content")


@contextmanager
def named_when_complete() -> Iterator[None]:
    """Create a new SQLite file under another name, and rename it when it is complete.

    An interruption could leave a partial migration that the next start cannot continue, since
    wagtailcore 0070 is not atomic. An incomplete file is deleted at the next start.
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
    """Delete a SQLite file and the files beside it."""
    for file in database.parent.glob(f"{database.name}*"):
        file.unlink()


def announcement() -> str:
    """Return the text with addresses and accounts; `{base}` is the placeholder for the base URL."""
    lines = [
        "",
        "Medskap is running. Press Ctrl-C to stop.",
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
        "The worker and the scheduler log to var/worker.log and var/scheduler.log.",
    ]
    return "\n".join([*lines, ""])
