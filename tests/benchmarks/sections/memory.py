"""Memory of a web process that is asked many different things."""

import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path

from tests.benchmarks.bench import Bench
from tests.benchmarks.measuring import Line, Spread
from tests.benchmarks.mixture import Request, requests
from tests.benchmarks.probing import NoAnswer
from tests.benchmarks.servers import CLIENTS, HOST, Server, server

TITLE = "Memory of a web process"
AS_DEPLOYED = "tests.benchmarks.as_deployed:application"
_REQUESTS, _QUICK_REQUESTS = 10_000, 1_000
_CLOSED = 0
_MOST_MEGABYTES = 200
# “Flat”: what a second half may add to the first.
_MOST_GROWTH = 1.05


def measure(bench: Bench) -> Iterator[Line]:
    """Send mixed requests, look at the process now and then, and compare the two halves."""
    count = _QUICK_REQUESTS if bench.quick else _REQUESTS
    mixed = list(requests(count, bench.now))
    statuses: Counter[int] = Counter()
    resident: list[float] = []
    step = count // 20
    with server(bench.usual, "/healthz/live", AS_DEPLOYED) as running:
        process = _web_process(running)
        idle = _megabytes(process)
        for start in range(0, count, step):
            bench.say(f"Mixed requests: {start:,} of {count:,}, {_megabytes(process):.0f} MB")
            statuses.update(_send(running, mixed[start : start + step]))
            resident.append(_megabytes(process))
        peak = max([*resident, _highest_megabytes(process)])
    if failures := sum(n for status, n in statuses.items() if status >= 500):
        raise NoAnswer(f"{failures} of {count} mixed requests failed: {dict(statuses)}")
    answers = ", ".join(f"{n:,} × {status}" for status, n in sorted(statuses.items()) if status)
    answers += f", {statuses[_CLOSED]:,} closed"
    yield Line(
        f"highest resident memory during {count:,} mixed requests",
        Spread((peak,)),
        f"{idle:.0f} MB before; answers: {answers}",
        required=_MOST_MEGABYTES,
        at_most=True,
        unit=" MB",
        figures={"resident": resident},
    )
    half, whole = resident[len(resident) // 2 - 1], resident[-1]
    yield Line(
        f"after {count:,} against after {count // 2:,}",
        Spread((whole / half,)),
        f"{half:.0f} MB, {whole:.0f} MB",
        required=_MOST_GROWTH,
        at_most=True,
    )


def _send(running: Server, some: Sequence[Request]) -> list[int]:
    """Send requests over a few connections at once; return the statuses."""
    with ThreadPoolExecutor(CLIENTS) as clients:
        parts = [some[number::CLIENTS] for number in range(CLIENTS)]
        return [s for part in clients.map(lambda p: _send_in_turn(running, p), parts) for s in part]


def _send_in_turn(running: Server, some: Sequence[Request]) -> list[int]:
    statuses = []
    connection = HTTPConnection(HOST, running.port, timeout=60)
    for request in some:
        headers = {"Accept": "application/graphql-response+json"}
        if request.body:
            headers["Content-Type"] = "application/json"
        try:
            connection.request(request.method, request.path, request.body or None, headers)
            response = connection.getresponse()
            response.read()
            statuses.append(response.status)
        except ConnectionError:
            # A body that is too large is not read to its end; the client may still be sending.
            connection.close()
            statuses.append(_CLOSED)
    connection.close()
    return statuses


def _web_process(running: Server) -> int:
    """Return the id of the process that answers: the child of the server with most memory."""
    children = {
        pid: size for pid, parent, size in _processes() if parent == running.process.pid
    } or {running.process.pid: 0}
    return max(children, key=lambda pid: children[pid])


def _megabytes(process: int) -> float:
    """Return the resident memory of a process."""
    return next(size for pid, _, size in _processes() if pid == process)


def _highest_megabytes(process: int) -> float:
    """Return the most that a process ever had, where the system tells (Linux)."""
    status = Path(f"/proc/{process}/status")
    if not status.exists():
        return 0.0
    (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1.024 / 1_000


def _processes() -> list[tuple[int, int, float]]:
    """Return id, parent and resident megabytes of every process."""
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,rss="], capture_output=True, text=True, check=True
    ).stdout
    rows = (line.split() for line in listed.splitlines())
    return [
        (int(pid), int(parent), int(kibibytes) * 1.024 / 1_000) for pid, parent, kibibytes in rows
    ]
