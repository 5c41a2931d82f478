"""`make run` in a copy of the tree, as separate processes on a free port."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cms.environment import BASE_DIR, ENVIRONMENT
from tests.project.test_files import project_files

pytestmark = pytest.mark.slow


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the tree without generated files, with the installed packages."""
    folder = tmp_path_factory.mktemp("run") / "clone"
    for path in project_files("--cached", "--others", "--exclude-standard"):
        if path.is_file():
            target = folder / path.relative_to(BASE_DIR)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target)
    (folder / ".venv").symlink_to(BASE_DIR / ".venv")
    return folder


class Running:
    """`make run` in its own process group, and its output."""

    def __init__(self, clone: Path, port: int) -> None:
        clean = {
            name: value
            for name, value in os.environ.items()
            if name not in ENVIRONMENT and not name.startswith("PYTEST")
        }
        self.port = port
        self.process = subprocess.Popen(
            ["make", "run"],
            cwd=clone,
            env={**clean, "PORT": str(port)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            # As in a terminal: processes in the background of a script ignore SIGINT.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        self.printed = ""
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as output:
            for line in output:
                self.printed += line

    def wait_for(self, what: Callable[[], object], seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not what():
            assert time.monotonic() < deadline, self.printed
            assert self.process.poll() is None, self.printed
            time.sleep(0.2)

    def wait_until_ready(self, seconds: float = 170) -> None:
        self.wait_for(lambda: "Medskap is running" in self.printed, seconds)

    def answers(self) -> bool:
        with contextlib.suppress(OSError):
            url = f"http://127.0.0.1:{self.port}/healthz/live"
            with urllib.request.urlopen(url, timeout=5) as response:
                return bool(response.status == 200)
        return False

    def pids(self) -> dict[str, int]:
        """Return the id of the last process that the supervisor started under a name."""
        return {
            name: int(pid)
            for name, pid in re.findall(r"spawned: '(\w+)' with pid (\d+)", self.printed)
        }

    def interrupt(self) -> int:
        """Send SIGINT to the process group, as Ctrl-C does; return the exit code."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGINT)
        code = self.process.wait(timeout=40)
        self.reader.join(timeout=5)
        return code


@pytest.fixture
def run(clone: Path) -> Iterator[Callable[..., Running]]:
    """Return a function that starts `make run`; the processes are ended after the test."""
    started: list[Running] = []

    def start(port: int | None = None) -> Running:
        running = Running(clone, port or free_port())
        started.append(running)
        return running

    yield start
    for running in started:
        if running.process.poll() is None:
            running.interrupt()


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_processes_are_restarted_and_ctrl_c_stops_all(run: Callable[..., Running]) -> None:
    # Given a running product, which prints its addresses last
    running = run()
    running.wait_until_ready()
    running.wait_for(lambda: len(running.pids()) == 3, 20)
    assert running.printed.index("spawned: 'web'") < running.printed.index("Medskap is running")
    for address in ("/", "/admin/", "/graphiql/"):
        assert f"http://127.0.0.1:{running.port}{address}\n" in running.printed

    # When each process is killed
    before = running.pids()
    for pid in before.values():
        os.kill(pid, signal.SIGKILL)
    # Then the console says so, and each runs again with another id
    running.wait_for(lambda: not set(before.values()) & set(running.pids().values()), 30)
    for name in ("web", "worker", "scheduler"):
        assert re.search(rf"exited: {name} \(terminated by SIGKILL", running.printed)
    running.wait_for(running.answers, 30)

    # When Ctrl-C is pressed
    after = running.pids()
    running.interrupt()
    # Then no process is left
    assert "Everything has ended." in running.printed
    assert "Traceback" not in running.printed
    assert not running.answers()
    assert [name for name, pid in after.items() if alive(pid)] == []


def test_second_start_is_quick_and_keeps_content(run: Callable[..., Running], clone: Path) -> None:
    # Given a product that ran before and has an edited upload
    first = run()
    first.wait_until_ready()
    first.interrupt()
    upload = clone / "var" / "media" / "written-by-an-editor.txt"
    upload.write_text("kept")
    # When it starts again
    began = time.monotonic()
    second = run()
    second.wait_until_ready(seconds=30)
    # Then it answers soon (5 seconds on an idle machine, more beside other tests), and nothing
    # is created or lost
    assert time.monotonic() - began < 25
    assert "Collecting static files" not in second.printed
    assert "Preparing the database" not in second.printed
    assert "Loading the demo content" not in second.printed
    assert upload.read_text() == "kept"


def test_used_port_is_explained(run: Callable[..., Running]) -> None:
    # Given a port that is in use
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        # When the product is started there
        running = run(port)
        code = running.process.wait(timeout=60)
        running.reader.join(timeout=5)
    # Then it ends and says which port is used and what to do
    assert code != 0
    assert f"127.0.0.1:{port} cannot be used" in running.printed
    assert f"make run PORT={port + 1}" in running.printed
    assert "Traceback" not in running.printed


def test_interrupted_setup_is_completed_by_the_next_start(
    run: Callable[..., Running], clone: Path
) -> None:
    # Given a first start that is interrupted while it prepares the database
    shutil.rmtree(clone / "var", ignore_errors=True)
    first = run()
    first.wait_for(lambda: "Preparing the database" in first.printed, 60)
    time.sleep(2)
    first.interrupt()
    assert "Medskap is running" not in first.printed
    # When it is started again, then it completes
    second = run()
    second.wait_until_ready()
    assert second.answers()
