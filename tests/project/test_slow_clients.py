"""Clients that send or read slowly do not delay others; each test starts a web server."""

import io
import re
import select
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from PIL import Image

from pages.models import ContentImage
from tests.project.small_server import LIMITS, LONG_RESPONSE
from tests.response_cache.processes import WebProcess, free_port

pytestmark = pytest.mark.slow

SLOW_CLIENTS = 100
# On an idle machine 0.1 s is enough; tests run beside others.
SOON = 1.0


@pytest.fixture(scope="module")
def small_server() -> Iterator[int]:
    """Run the small application as `bin/serve` would; return the port."""
    port = free_port()
    options = ["--interface", "rsgi", "--factory", "--http", "1", "--log-level", "critical"]
    options += ["--port", str(port), "--workers-kill-timeout", "1"]
    process = subprocess.Popen(
        [sys.executable, "-m", "granian", *options, "tests.project.small_server:load"],
        cwd=settings.BASE_DIR,
    )
    try:
        for _ in range(300):
            with suppress(OSError), closing(socket.create_connection(("127.0.0.1", port))):
                break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(15)


@pytest.fixture
def product(db: None, transactional_db: None) -> Iterator[WebProcess]:
    with WebProcess() as process:
        yield process


@pytest.fixture
def opened() -> Iterator[Callable[[int, bytes], socket.socket]]:
    """Return a function that opens a connection and sends the beginning of a request."""
    with ExitStack() as stack:

        def open_one(port: int, beginning: bytes) -> socket.socket:
            client = stack.enter_context(closing(socket.create_connection(("127.0.0.1", port))))
            client.settimeout(10)
            client.sendall(beginning)
            return client

        yield open_one


def serve_others(port: int, seconds: list[float], until: float) -> None:
    while time.monotonic() < until:
        began = time.monotonic()
        assert ask(port, "/healthz/live")[0] == 200
        seconds.append(time.monotonic() - began)
        time.sleep(0.01)


def body_of(path: str, length: int, sent: bytes = b"") -> bytes:
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {length}\r\n\r\n".encode() + sent


def ask(port: int, path: str, body: bytes | None = None) -> tuple[int, bytes]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as http:
        http.request("GET" if body is None else "POST", path, body)
        answer = http.getresponse()
        return answer.status, answer.read()


def everyone_else_is_served(port: int) -> bool:
    query = urlencode({"query": "{ groups { nodes { title } } }"})
    for path in ("/healthz/live", f"/graphql/?{query}", "/feedback/") * 4:
        began = time.monotonic()
        status, _body = ask(port, path)
        if status != 200 or time.monotonic() - began > SOON:
            return False
    return True


def test_slow_bodies_do_not_delay_others(
    product: WebProcess, opened: Callable[[int, bytes], socket.socket]
) -> None:
    # Given
    assert everyone_else_is_served(product.port) or everyone_else_is_served(product.port)
    # When a hundred clients send a byte of their body every two seconds
    clients = [
        opened(product.port, body_of(path, 5_000, b"{"))
        for path in ("/graphql/", "/feedback/", "/admin/login/", "/nothing/") * (SLOW_CLIENTS // 4)
    ]
    for _ in range(3):
        for client in clients:
            client.sendall(b" ")
        # Then
        assert everyone_else_is_served(product.port)
        time.sleep(2)


def test_slow_headers_do_not_delay_others(
    product: WebProcess, opened: Callable[[int, bytes], socket.socket]
) -> None:
    assert everyone_else_is_served(product.port) or everyone_else_is_served(product.port)
    for number in range(SLOW_CLIENTS):
        opened(product.port, b"GET /healthz/live HTTP/1.1\r\nHost: 127" if number % 2 else b"")
    assert everyone_else_is_served(product.port)


def test_slow_readers_do_not_delay_others(
    small_server: int, opened: Callable[[int, bytes], socket.socket]
) -> None:
    # When clients do not read a long response
    clients = [opened(small_server, b"GET /long HTTP/1.1\r\nHost: x\r\n\r\n") for _ in range(20)]
    for client in clients:
        assert client.recv(12) == b"HTTP/1.1 200"
    # Then two threads are free for others
    for _ in range(5):
        assert ask(small_server, "/", b"abc") == (200, b"3")
    # And all of it arrives at those who read on, later
    rest = 0
    while rest < LONG_RESPONSE and (data := clients[0].recv(1_000_000)):
        rest += len(data)
    assert rest >= LONG_RESPONSE


def test_slow_body_is_refused_and_its_connection_closed(
    small_server: int, opened: Callable[[int, bytes], socket.socket]
) -> None:
    client = opened(small_server, body_of("/", 5_000, b"abc"))
    answer = b""
    while data := client.recv(1_000):
        answer += data
    assert answer.startswith(b"HTTP/1.1 408")
    assert b"took too long" in answer


def test_body_at_the_required_rate_is_read(
    small_server: int, opened: Callable[[int, bytes], socket.socket]
) -> None:
    # Given a body that takes longer than the first deadline, at a sufficient rate
    client = opened(small_server, body_of("/", 250_000))
    for _ in range(25):
        client.sendall(b"x" * 10_000)
        time.sleep(LIMITS.grace / 15)
    assert b"250000" in client.recv(1_000)


@pytest.mark.parametrize("length", [0, 1, 49_999, 50_001, 300_000])
def test_bodies_arrive_complete(small_server: int, length: int) -> None:
    assert ask(small_server, "/", b"x" * length) == (200, str(length).encode())


def test_body_in_chunks_arrives_complete(
    small_server: int, opened: Callable[[int, bytes], socket.socket]
) -> None:
    chunked = (
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
    )
    assert opened(small_server, chunked).recv(1_000).endswith(b"\r\n\r\n3")


def test_too_large_body_is_refused_before_it_is_sent(
    small_server: int, opened: Callable[[int, bytes], socket.socket]
) -> None:
    client = opened(small_server, body_of("/", 300_001))
    assert client.recv(1_000).startswith(b"HTTP/1.1 413")


def test_uploads_at_the_same_time_are_limited(
    small_server: int, opened: Callable[[int, bytes], socket.socket]
) -> None:
    # Given two large bodies that have not arrived
    clients = [opened(small_server, body_of("/", 300_000, b"x")) for _ in range(2)]
    # Then whichever came second has to wait, and small ones do not
    (refused, *_), _, _ = select.select(clients, [], [], 10)
    answer = refused.recv(1_000)
    assert answer.startswith(b"HTTP/1.1 503")
    assert b"retry-after" in answer
    assert ask(small_server, "/", b"abc") == (200, b"3")
    # And one is admitted when the other is gone
    for client in clients:
        client.close()
    time.sleep(0.5)
    assert ask(small_server, "/", b"x" * 300_000) == (200, b"300000")


def test_error_of_the_application_is_answered(small_server: int) -> None:
    for _ in range(4):
        assert ask(small_server, "/error") == (500, b"")
    assert ask(small_server, "/", b"abc") == (200, b"3")


def test_header_with_an_underscore_is_dropped(
    small_server: int, opened: Callable[[int, bytes], socket.socket]
) -> None:
    client = opened(
        small_server,
        b"GET /headers HTTP/1.1\r\nHost: x\r\nX_Forwarded_For: 1.2.3.4\r\nX-A: 1\r\nX-A: 2\r\n"
        b"Cookie: a=1\r\nCookie: b=2\r\n\r\n",
    )
    answer = client.recv(10_000).decode()
    assert "1.2.3.4" not in answer
    assert "HTTP_X_A=1,2" in answer
    assert "HTTP_COOKIE=a=1;b=2" in answer
    assert "REMOTE_ADDR=127.0.0.1" in answer


@pytest.mark.usefixtures("transactional_db")
def test_image_of_20_mb_is_uploaded_in_the_admin(product: WebProcess) -> None:
    # Given an image, and somebody who is logged in
    picture = io.BytesIO()
    Image.effect_noise((1_000, 1_000), 100).convert("RGB").save(picture, "PNG")
    image = picture.getvalue() + b"\0" * (20_000_000 - len(picture.getvalue()))
    kim = get_user_model().objects.create_superuser("kim")
    # Tests use a hash that the product does not know.
    kim.password = PBKDF2PasswordHasher().encode("ett långt lösenord", "salt" * 6, 1_000)
    kim.save()
    cookies: dict[str, str] = {}

    def send(path: str, fields: dict[str, str], file: bytes | None = None) -> int:
        with closing(HTTPConnection("127.0.0.1", product.port, timeout=60)) as http:
            headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in cookies.items())}
            http.request("GET", path, headers=headers)
            page = http.getresponse()
            keep(page.getheader("Set-Cookie") or "")
            token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page.read().decode())
            assert token
            parts = {**fields, "csrfmiddlewaretoken": token[1]}
            body, boundary = io.BytesIO(), "limit"
            for name, value in parts.items():
                body.write(f"--{boundary}\r\nContent-Disposition: form-data; ".encode())
                body.write(f'name="{name}"\r\n\r\n{value}\r\n'.encode())
            if file is not None:
                body.write(f"--{boundary}\r\nContent-Disposition: form-data; ".encode())
                body.write(b'name="file"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n')
                body.write(file + b"\r\n")
            body.write(f"--{boundary}--\r\n".encode())
            headers = {
                "Cookie": "; ".join(f"{k}={v}" for k, v in cookies.items()),
                "Content-Type": f"multipart/form-data; boundary={boundary}",
            }
            http.request("POST", path, body.getvalue(), headers)
            answer = http.getresponse()
            answer.read()
            for header, value in answer.getheaders():
                if header.lower() == "set-cookie":
                    keep(value)
            return answer.status

    def keep(header: str) -> None:
        if header:
            name, _, value = header.partition(";")[0].partition("=")
            cookies[name] = value

    assert send("/admin/login/", {"username": "kim", "password": "ett långt lösenord"}) == 302
    # When the image is uploaded
    status = send("/admin/images/add/", {"title": "Stor", "description": "Brus"}, image)
    # Then
    assert status == 302
    assert ContentImage.objects.get(title="Stor").file_size >= 20_000_000


def test_log_ins_at_the_same_time_do_not_delay_others(product: WebProcess) -> None:
    # Given a form to log in, and how long others wait
    with closing(HTTPConnection("127.0.0.1", product.port, timeout=60)) as http:
        http.request("GET", "/admin/login/")
        page = http.getresponse()
        cookie = (page.getheader("Set-Cookie") or "").partition(";")[0]
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page.read().decode())
    assert token

    def log_in(number: int) -> int:
        fields = {"csrfmiddlewaretoken": token[1], "username": f"a{number}", "password": "fel"}
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        with closing(HTTPConnection("127.0.0.1", product.port, timeout=60)) as http:
            http.request("POST", "/admin/login/", urlencode(fields), headers)
            return http.getresponse().status

    # When 24 log in at the same time
    waited: list[float] = []
    with ThreadPoolExecutor(25) as pool:
        logging_in = [pool.submit(log_in, number) for number in range(24)]
        others = pool.submit(serve_others, product.port, waited, time.monotonic() + 2)
        statuses = {each.result() for each in logging_in}
        others.result()
    # Then each gets an answer, and nearly all others at once (0.2 s on an idle machine)
    assert statuses == {200}
    assert sorted(waited)[int(len(waited) * 0.95)] < SOON
