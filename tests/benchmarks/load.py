"""Load for a machine without wrk: as many requests as are answered in so many seconds.

The arguments are an address, seconds, and the number of connections:

    python -m tests.benchmarks.load http://127.0.0.1:8000/graphql/?query=... 3 8

Reads the body of a POST from the standard input; sends GET where there is none. It shares the
processor with the server that it measures, so a fast answer looks slower than it is.
"""

import socket
import sys
import threading
import time
from collections.abc import Callable
from urllib.parse import urlsplit


def main() -> None:
    """Print the rate in the words of wrk."""
    address, seconds, connections = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
    request = _request(address, sys.stdin.read().encode())
    reached = rate(lambda until: _send(address, request, until), connections, seconds)
    print(f"Requests/sec: {reached:.2f}")


def rate(count: Callable[[float], int], clients: int, seconds: float) -> float:
    """Return how much so many clients at once do in a second.

    `count` is one of them: it goes on until a moment of the monotonic clock, and returns how much
    it did.
    """
    counts: list[int] = []
    until = time.monotonic() + seconds
    threads = [threading.Thread(target=lambda: counts.append(count(until))) for _ in range(clients)]
    started = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(counts) < clients:
        raise SystemExit("Somebody was not answered.")
    return sum(counts) / (time.monotonic() - started)


def _request(address: str, body: bytes) -> bytes:
    parts = urlsplit(address)
    head = [
        f"{'POST' if body else 'GET'} {parts.path}?{parts.query} HTTP/1.1",
        f"Host: {parts.netloc}",
        "Accept: application/json",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
    ]
    return "\r\n".join([*head, "", ""]).encode() + body


def _send(address: str, request: bytes, until: float) -> int:
    """Return how many requests were answered with 200 over one connection."""
    parts = urlsplit(address)
    count = 0
    with socket.create_connection((parts.hostname, parts.port or 80), timeout=30) as connection:
        while time.monotonic() < until:
            connection.sendall(request)
            _read_answer(connection)
            count += 1
    return count


def _read_answer(connection: socket.socket) -> None:
    received = b""
    while b"\r\n\r\n" not in received:
        received += _some(connection)
    head, _, body = received.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise OSError(head.splitlines()[0].decode())
    (length,) = (
        int(line.split(b":")[1])
        for line in head.lower().splitlines()
        if line.startswith(b"content-length:")
    )
    missing = length - len(body)
    while missing > 0:
        missing -= len(_some(connection))


def _some(connection: socket.socket) -> bytes:
    part = connection.recv(1 << 20)
    if not part:
        raise OSError("The server closed the connection.")
    return part


if __name__ == "__main__":
    main()
