"""Web servers of a run, and the load that is put on them."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cms.environment import BASE_DIR
from tests.benchmarks.probing import OURS, NoAnswer
from tests.benchmarks.scratch import Installation

# Of the load that is as fast as the server, and of slower ones.
CONNECTIONS, CLIENTS = 8, 4
HOST = "127.0.0.1"
_PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Server:
    """A running web server."""

    port: int
    process: subprocess.Popen[bytes]

    def address(self, path: str) -> str:
        """Return the address of a path."""
        return f"http://{HOST}:{self.port}{path}"

    def get(self, path: str) -> bytes:
        """Return the body of an answer, or raise what the server said."""
        request = urllib.request.Request(self.address(path), headers={"Accept": "application/json"})
        with urllib.request.urlopen(request, timeout=_PATIENCE_SECONDS) as response:
            body: bytes = response.read()
        return body

    def rate_of(self, path: str, count: int) -> float:
        """Return how many of a few slow requests are answered in a second, some at once."""
        with ThreadPoolExecutor(CLIENTS) as clients:
            started = time.monotonic()
            list(clients.map(self.get, [path] * count))
            return count / (time.monotonic() - started)

    def cpu_seconds(self) -> float | None:
        """Return the CPU that the server and its processes have used; None without /proc."""
        if not Path("/proc/self/stat").exists():
            return None
        used = [_stat(pid) for pid in _with_children(self.process.pid)]
        return sum(int(stat[11]) + int(stat[12]) for stat in used) / os.sysconf("SC_CLK_TCK")

    def wait_until_ready(self, path: str) -> None:
        """Return when it answers."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                self.get(path)
                return
            except (OSError, urllib.error.URLError) as error:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise NoAnswer(f"No server answers on port {self.port}: {error}") from error
                time.sleep(0.2)


@contextmanager
def server(
    installation: Installation, ready: str, application: str = OURS, **environment: str
) -> Iterator[Server]:
    """Run an application as production does, with one process, until `ready` can be read."""
    port = _free_port()
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", str(BASE_DIR / "bin" / "serve"), application],
        env=installation.environment(
            HOST=HOST, PORT=str(port), WEB_PROCESSES="1", PYTHONWARNINGS="ignore", **environment
        ),
    )
    with process:
        try:
            running = Server(port, process)
            running.wait_until_ready(ready)
            yield running
        finally:
            process.terminate()


def _stat(pid: int) -> list[str]:
    """Return what the system tells of a process, from its state on; see proc_pid_stat(5)."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _with_children(pid: int) -> list[int]:
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True
    ).stdout
    rows = [tuple(map(int, line.split())) for line in listed.splitlines()]
    return [pid, *(child for child, parent in rows if parent == pid)]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


class Load:
    """Requests as fast as they are answered, over a few connections that are kept open."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.wrk = shutil.which("wrk")

    @property
    def generator(self) -> str:
        """What makes the load, for the table."""
        if self.wrk:
            return "wrk"
        return "a program in Python, since wrk is not installed: ratios come out too high"

    def rate(
        self,
        address: str,
        seconds: float,
        body: bytes | None = None,
        connections: int = CONNECTIONS,
    ) -> float:
        """Return how many requests a second are answered, by POST where there is a body."""
        if self.wrk:
            script = self.folder / "request.lua"
            script.write_text(_lua(body), encoding="utf-8")
            options = ["-t1", f"-c{connections}", f"-d{seconds:.0f}s", "--timeout", "30s"]
            command = [self.wrk, *options, "-s", str(script), address]
        else:
            program = [sys.executable, "-m", "tests.benchmarks.load"]
            command = [*program, address, str(seconds), str(connections)]
        done = subprocess.run(
            command,
            cwd=BASE_DIR,
            input=(body or b"").decode(),
            capture_output=True,
            text=True,
            check=True,
        )
        rate = re.search(r"Requests/sec:\s*([\d.]+)", done.stdout)
        failed = rate is None or "Non-2xx" in done.stdout or "Socket errors" in done.stdout
        if rate is None or failed or not float(rate[1]):
            raise NoAnswer(f"Not every request was answered:\n{done.stdout}{done.stderr}")
        return float(rate[1])


def _lua(body: bytes | None) -> str:
    headers = 'wrk.headers["Accept"] = "application/json"\n'
    if body is None:
        return headers
    return (
        f'{headers}wrk.method = "POST"\n'
        'wrk.headers["Content-Type"] = "application/json"\n'
        f"wrk.body = [==[{body.decode()}]==]\n"
    )
