"""What `make run` does once the packages are there."""

import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from cms.checks import DEMO_EMAIL_DOMAIN
from cms.start_page import feedback_forms
from cms.translations import compile_stale

# What the supervisor says of every good start, and of containers; the rest of it is shown.
UNREMARKABLE = (b"INFO success: ", b"CRIT Supervisor is running as root")
DEMO_PASSWORD = "medskap-demo"  # noqa: S105 (public: it is printed, and refused in production)


class Command(BaseCommand):
    """Prepares the demo and runs its processes until Ctrl-C."""

    help = "Prepare the database, the demo content and the static files; then run everything."
    # Checks run below, when the tables are there.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Do each step with a line that says so, then hand over to the supervisor."""
        if not settings.DEBUG:
            raise CommandError(
                "start is for the demo and for development: set DEBUG=1 (make run does). "
                "docs/operations.md tells how to run in production."
            )
        host = os.environ.setdefault("HOST", "127.0.0.1")
        port = os.environ.setdefault("PORT", "8000")
        self.require_free_address(host, port)
        Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)
        compile_stale()
        self.migrate()
        self.load_demo_content()
        self.say("Collecting static files")
        call_command("collectstatic", interactive=False, verbosity=0)
        self.say("Starting web, worker and scheduler")
        sys.exit(self.supervise(host, port))

    def say(self, text: str) -> None:
        """Show progress at once, also when the output is not a terminal."""
        self.stdout.write(text)
        self.stdout.flush()

    def require_free_address(self, host: str, port: str) -> None:
        """Find out now, in a sentence, what the web server would say later in a traceback."""
        if not port.isdigit() or not 0 < int(port) < 65536:
            raise CommandError(f"PORT is {port!r}; it must be a number from 1 to 65535.")
        try:
            family, *_, address = socket.getaddrinfo(
                host, int(port), type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
            )[0]
            with socket.socket(family) as probe:
                # As the server does: a connection of the last run that still closes is no obstacle.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(address)
                probe.listen()
        except PermissionError:
            raise CommandError(
                f"There is no right to listen on port {port}; choose one above 1023: "
                f"make run PORT=8000"
            ) from None
        except socket.gaierror:
            raise CommandError(f"HOST is {host!r}, which is no address of this machine.") from None
        except OSError as error:
            other = int(port) + 1 if int(port) < 65535 else 8000
            raise CommandError(
                f"{host}:{port} cannot be used ({error.strerror}). If something else runs there, "
                f"stop it, or choose another port: make run PORT={other}"
            ) from None

    def migrate(self) -> None:
        """Apply what waits; a database that is up to date costs no more than a look."""
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            self.say(f"Preparing the database: {len(plan)} migrations")
            call_command("migrate", interactive=False, verbosity=1 if len(plan) < 10 else 0)

    def load_demo_content(self) -> None:
        """Load it once; what has been edited since is left alone."""
        if "load_demo_content" not in get_commands():
            return
        if not demo_accounts():
            self.say("Loading the demo content")
            call_command("load_demo_content")

    def supervise(self, host: str, port: str) -> int:
        """Run the supervisor until it ends; its output, and the processes', pass through here."""
        os.environ["MEDSKAP_PYTHON"] = sys.executable
        configuration = settings.BASE_DIR / "deploy" / "supervisord.conf"
        supervisor = subprocess.Popen(  # noqa: S603 (our own configuration)
            [sys.executable, "-m", "supervisor.supervisord", "-c", str(configuration)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            # Of a Ctrl-C only this process hears, and passes it on: once, not twice.
            start_new_session=True,
        )
        stopping = threading.Event()

        def stop(*_: Any) -> None:
            stopping.set()
            supervisor.terminate()

        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, stop)
        assert supervisor.stdout is not None
        relay = threading.Thread(target=pass_on, args=(supervisor.stdout, self.stdout), daemon=True)
        relay.start()
        self.announce_when_ready(host, port, supervisor, stopping)
        code = supervisor.wait()
        relay.join(timeout=2)
        self.say("Everything has ended.")
        return 0 if stopping.is_set() else code or 1

    def announce_when_ready(
        self, host: str, port: str, supervisor: subprocess.Popen[bytes], stopping: threading.Event
    ) -> None:
        """Print the addresses and the log-ins when the web answers."""
        reachable = "127.0.0.1" if host in ("0.0.0.0", "::", "") else host  # noqa: S104
        shown = f"[{reachable}]" if ":" in reachable else reachable
        base = f"http://{shown}:{port}"
        while supervisor.poll() is None and not stopping.is_set():
            if answers(f"{base}/healthz/live"):
                self.say(self.announcement(base))
                return
            stopping.wait(0.2)

    def announcement(self, base: str) -> str:
        """Return what a newcomer needs next."""
        lines = [
            "",
            "Medskap is running. Ctrl-C ends it.",
            "",
            f"  Start page     {base}/",
            f"  Administration {base}/admin/",
            f"  GraphiQL       {base}/graphiql/",
        ]
        if forms := feedback_forms():
            lines.append(f"  Feedback form  {base}{forms[0]['url']}")
        if names := demo_accounts():
            lines += [
                "",
                f"  Log in to the administration as {', '.join(names)};",
                f"  the password is {DEMO_PASSWORD}",
            ]
        return "\n".join([*lines, ""])


def demo_accounts() -> list[str]:
    """Return the user names of the demo, the first made first."""
    accounts = get_user_model()._default_manager.filter(email__iendswith=DEMO_EMAIL_DOMAIN)
    return [account.get_username() for account in accounts.order_by("pk")]


def answers(url: str) -> bool:
    """Tell whether a page is there."""
    # Without the environment's proxy: this is our own machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=5) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def pass_on(source: IO[bytes], target: Any) -> None:
    """Copy line by line, so that lines of several processes do not mix."""
    for line in source:
        if any(text in line for text in UNREMARKABLE):
            continue
        target.write(line.decode(errors="replace").rstrip("\n"))
        target.flush()
