"""How many residents a second can leave feedback, CAPTCHA and all, through a real web server."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack

from cms.environment import BASE_DIR
from tests.benchmarks.bench import Bench
from tests.benchmarks.measuring import Line, Spread, number, ratio
from tests.benchmarks.probing import NoAnswer
from tests.benchmarks.residents import FORM
from tests.benchmarks.scratch import Installation, Scratch
from tests.benchmarks.servers import Server, server

TITLE = "Sending feedback: residents a second through a server with one process"
_SECONDS = 3


def measure(bench: Bench) -> Iterator[Line]:
    """Compare whole visits of four requests with the empty form, on every database at hand."""
    installations = {"SQLite": bench.with_pages}
    if bench.scratch.server_url:
        folder = bench.scratch.folder / "sqlite"
        folder.mkdir()
        bench.say("Preparing another scratch database, in SQLite")
        installations = {"PostgreSQL": bench.with_pages, "SQLite": Scratch(folder).demo()}
    rates: dict[tuple[str, str], list[float]] = {
        (name, what): [] for name in installations for what in ("forms", "visits")
    }
    with ExitStack() as stack:
        servers = {
            # All residents come from one address here, which has a limit of pages a minute.
            name: stack.enter_context(server(installation, FORM, RATE_LIMIT_EXEMPT="127.0.0.1"))
            for name, installation in installations.items()
        }
        # Nothing here is required: once is enough to see that it works.
        rounds = 1 if bench.quick else bench.rounds
        for round_number in range(rounds):
            bench.say(f"Residents, round {round_number + 1} of {rounds}")
            for (name, what), measured in rates.items():
                measured.append(_rate(installations[name], servers[name], what))
    for name in installations:
        forms, visits = rates[name, "forms"], rates[name, "visits"]
        yield Line(
            f"{name}: submissions a second, each with form, check, picture and sending",
            Spread(tuple(visits)),
            f"{number(Spread(tuple(forms)).median)} empty forms a second",
            unit="/s",
            figures={"forms": forms, "visits": visits},
        )
        yield Line(f"{name}: against the rate of the empty form", ratio(visits, forms))


def _rate(installation: Installation, running: Server, what: str) -> float:
    done = subprocess.run(
        [
            sys.executable,
            "-W",
            "ignore",
            "-m",
            "tests.benchmarks.residents",
            str(running.port),
            what,
            str(_SECONDS),
        ],
        cwd=BASE_DIR,
        env=installation.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NoAnswer(f"Not everybody could send:\n{done.stderr[-2_000:]}")
    return float(done.stdout)
