"""The example of nginx, run in front of a small server; time-outs of all examples."""

import http.client
import re
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from cms.environment import BASE_DIR

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin")
NAME = "cms.example.org"
DEPLOY = BASE_DIR / "deploy"

pytestmark = pytest.mark.slow


class Backend(ThreadingHTTPServer):
    """Keeps the headers of the requests that reach it."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen: list[dict[str, str]] = []


class Handler(BaseHTTPRequestHandler):
    server: Backend

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.seen.append({"path": self.path, **dict(self.headers.items())})
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    do_POST = do_GET

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def backend() -> Iterator[Backend]:
    with Backend() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def nginx(backend: Backend, tmp_path: Path) -> Iterator[int]:
    """Run nginx with the example; return its port for HTTPS."""
    if NGINX is None:
        pytest.skip("nginx is not installed (apt install nginx-light)")
    port = free_port()
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={NAME}"),
            *("-days", "1", "-keyout", key, "-out", certificate),
        ],
        check=True,
        capture_output=True,
    )
    media = tmp_path / "media"
    (media / "images").mkdir(parents=True)
    (media / "documents").mkdir()
    (media / "images" / "drawing.svg").write_text("<svg/>")
    (media / "documents" / "secret.txt").write_text("secret")
    # The folders of a test run are for its user only; nginx becomes another one.
    above = [each for each in tmp_path.parents if each.name.startswith(("pytest-", "popen-"))]
    for folder in [media, tmp_path, *above]:
        folder.chmod(0o755)
    example = (DEPLOY / "nginx.conf").read_text()
    for old, new in {
        "listen 443 ssl http2": f"listen 127.0.0.1:{port} ssl http2",
        "listen 80": f"listen 127.0.0.1:{free_port()}",
        "127.0.0.1:8000": f"127.0.0.1:{backend.server_port}",
        "/etc/ssl/certs/medskap.pem": str(certificate),
        "/etc/ssl/private/medskap.key": str(key),
        "/var/lib/medskap/media": str(media),
        "/var/log/nginx/medskap.log": str(tmp_path / "error.log"),
        # So that the test does not wait for it.
        "client_body_timeout 10s": "client_body_timeout 1s",
    }.items():
        assert old in example
        example = example.replace(old, new)
    example = re.sub(r"\tlisten \[::\].*\n", "", example)
    configuration = tmp_path / "nginx.conf"
    temporary = "".join(
        f"{name}_temp_path {tmp_path / name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    configuration.write_text(
        f"pid {tmp_path / 'pid'};\ndaemon off;\nevents {{}}\nhttp {{\n{temporary}{example}}}\n"
    )
    command = [NGINX, "-c", configuration, "-e", tmp_path / "error.log"]
    test = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert test.returncode == 0, test.stderr
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(port, process)
            yield port
        finally:
            process.terminate()


def wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    ready = threading.Event()
    for _ in range(100):
        assert process.poll() is None
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
            return
        except OSError:
            ready.wait(0.1)
    raise AssertionError("nginx does not listen.")


def connect(port: int) -> ssl.SSLSocket:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    plain = socket.create_connection(("127.0.0.1", port), timeout=30)
    return context.wrap_socket(plain, server_hostname=NAME)


def get(port: int, path: str, **headers: str) -> http.client.HTTPResponse:
    """Return the response, whose body has been read."""
    connection = http.client.HTTPConnection(NAME)
    with connect(port) as connection.sock:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("GET", path, headers={"Connection": "close", **named})
        response = connection.getresponse()
        response.read()
        return response


def test_nginx_discards_what_visitors_say_about_themselves(nginx: int, backend: Backend) -> None:
    forged = "203.0.113.77"
    response = get(nginx, "/feedback/", X_Forwarded_For=forged, Forwarded=f"for={forged}")
    assert response.status == 200
    seen = backend.seen[-1]
    assert seen["X-Forwarded-For"] == "127.0.0.1"
    assert seen["X-Forwarded-Proto"] == "https"
    assert seen["Host"] == NAME
    assert forged not in str(seen)


def test_nginx_serves_images_but_no_documents(nginx: int, tmp_path: Path) -> None:
    image = get(nginx, "/media/images/drawing.svg")
    assert image.status == 200
    assert image.headers["Content-Security-Policy"].endswith("sandbox")
    for path in ("/media/documents/secret.txt", "/media//documents/secret.txt"):
        assert get(nginx, path).status == 404
    assert get(nginx, "/media/images/missing.png").status == 404
    # Nothing about these requests is logged
    assert "127.0.0.1" not in (tmp_path / "error.log").read_text()


def test_nginx_ends_requests_whose_body_does_not_arrive(nginx: int, backend: Backend) -> None:
    with connect(nginx) as connection:
        head = f"POST /graphql/ HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: 100\r\n\r\n"
        connection.sendall(head.encode() + b"{")
        answer = connection.recv(1_000)
    assert answer == b"" or b" 408 " in answer
    # Medskap's threads never see them
    assert backend.seen == []


def test_every_example_limits_the_time_of_bodies() -> None:
    assert re.search(r"read_body \d+m", (DEPLOY / "Caddyfile").read_text())
    assert re.search(r"client_body_timeout \d+s;", (DEPLOY / "nginx.conf").read_text())
    varnish = (DEPLOY / "varnish.vcl").read_text()
    assert varnish.count("first_byte_timeout") == 1
    assert "timeout_idle=" in varnish
