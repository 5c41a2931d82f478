"""The container image and the Compose file, checked without a container engine."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
import yaml
from wagtail.models import UploadedFile

from cms.environment import BASE_DIR, ENVIRONMENT
from cms.urls import PICTURES
from pages.models import ContentDocument
from tests.response_cache.processes import free_port

BESIDE_PYTHON = Path(sys.executable).parent
APPLICATION = ["migrate", "web", "worker", "scheduler"]


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((BASE_DIR / "docker-compose.yml").read_text())
    return content


def validate(file: Path) -> subprocess.CompletedProcess[str]:
    """Validate a file against the Compose specification in check-jsonschema."""
    return subprocess.run(
        [
            *(BESIDE_PYTHON / "check-jsonschema", "--builtin-schema", "vendor.compose-spec"),
            file,
        ],
        capture_output=True,
        text=True,
        check=False,
    )


def test_compose_file_follows_the_specification() -> None:
    result = validate(BASE_DIR / "docker-compose.yml")
    assert result.returncode == 0, result.stdout


def test_specification_check_reports_mistakes(tmp_path: Path, compose: dict[str, Any]) -> None:
    # Given a misspelt key in the file
    compose["services"]["web"]["dependson"] = ["database"]
    wrong = tmp_path / "docker-compose.yml"
    wrong.write_text(json.dumps(compose))
    # Then the check fails
    assert validate(wrong).returncode == 1
    del compose["services"]["web"]["dependson"]


def test_own_services_are_hardened(compose: dict[str, Any]) -> None:
    for name in APPLICATION:
        service = compose["services"][name]
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert "no-new-privileges:true" in service["security_opt"], name


def test_long_running_services_have_health_checks(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        # The web service uses its image's health check; the migration ends.
        if name not in ("web", "migrate"):
            assert service["healthcheck"]["test"], name


def test_only_the_proxy_publishes_ports(compose: dict[str, Any]) -> None:
    published = [name for name, service in compose["services"].items() if "ports" in service]
    assert published == ["proxy"]


def test_commands_in_the_compose_file_exist(compose: dict[str, Any]) -> None:
    from django.core.management import get_commands

    services = compose["services"]
    texts = [services[name].get("command", "") for name in APPLICATION]
    texts += [" ".join(services[name]["healthcheck"]["test"]) for name in ("worker", "scheduler")]
    commands = re.findall(r"manage\.py (\w+)", " ".join(texts))
    assert len(commands) == 5
    assert set(commands) <= set(get_commands())


def test_proxy_and_database_log_no_resident_data(
    compose: dict[str, Any],
) -> None:
    proxy = (BASE_DIR / "deploy" / "Caddyfile").read_text()
    directives = [line.strip() for line in proxy.splitlines()]
    # The only `log` directive is the server's own, without requests.
    assert [line for line in directives if line.startswith("log")] == ["log default {"]
    assert "http.log.access" in proxy
    assert "http.log.error" in proxy
    command = compose["services"]["database"]["command"]
    assert "log_min_error_statement=panic" in command
    assert "log_parameter_max_length_on_error=0" in command
    assert "log_statement=none" in command


@pytest.mark.parametrize(
    ("file", "served"),
    [
        ("Caddyfile", r"@pictures path (.*)"),
        ("varnish.vcl", r'req.url !~ "\^/media/\((.*)\)/"'),
    ],
)
def test_proxies_serve_images_only(file: str, served: str) -> None:
    (listed,) = re.findall(served, (BASE_DIR / "deploy" / file).read_text())
    folders = re.findall(r"\w+", listed.replace("/media/", ""))
    assert folders == list(PICTURES)
    for model in (ContentDocument, UploadedFile):
        assert model._meta.get_field("file").upload_to not in folders


@pytest.fixture
def caddy(tmp_path: Path) -> Iterator[str]:
    """Run the proxy on plain HTTP, with its media in a folder of the test; yield its address."""
    media = tmp_path / "media"
    for folder in ("images", "documents", "wagtail_uploads"):
        (media / folder).mkdir(parents=True)
        (media / folder / "file.png").write_bytes(b"picture")
    config = (BASE_DIR / "deploy" / "Caddyfile").read_text()
    config = config.replace("{\n", "{\n\tadmin off\n", 1).replace("/srv/media", str(media))
    file = tmp_path / "Caddyfile"
    file.write_text(config)
    address = f"http://127.0.0.1:{free_port()}"
    process = subprocess.Popen(
        ["caddy", "run", "--config", file, "--adapter", "caddyfile"],
        env=os.environ | {"SITE_ADDRESS": address, "HOME": str(tmp_path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for _ in range(100):
        if status_of(address, "/media/images/file.png"):
            break
        time.sleep(0.1)
    yield address
    process.terminate()
    process.wait(10)


def status_of(address: str, path: str) -> int:
    """Return the status of the path as it stands, or 0 while nothing answers."""
    with closing(HTTPConnection(address.removeprefix("http://"), timeout=5)) as http:
        try:
            http.request("GET", path)
        except ConnectionError:
            return 0
        return http.getresponse().status


@pytest.mark.skipif(not shutil.which("caddy"), reason="Caddy is not installed: apt install caddy")
@pytest.mark.parametrize(
    "path",
    [
        "/media/wagtail_uploads/file.png",
        "/media/documents/file.png",
        "/media/images/../wagtail_uploads/file.png",
        "/media/images/..%2fwagtail_uploads/file.png",
        "/media/images/%2e%2e/wagtail_uploads/file.png",
        "/media//wagtail_uploads/file.png",
        "/media/WAGTAIL_UPLOADS/file.png",
        "/media/./documents/file.png",
    ],
)
def test_caddy_serves_pictures_and_nothing_beside(caddy: str, path: str) -> None:
    assert status_of(caddy, "/media/images/file.png") == 200
    # 502: the path goes to the web process, which serves no uploads.
    assert status_of(caddy, path) in (404, 502)


def test_example_environment_has_only_known_variables() -> None:
    example = (BASE_DIR / ".env.example").read_text()
    names = set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE))
    # These two are read by the other containers.
    assert names - set(ENVIRONMENT) == {"SITE_ADDRESS", "POSTGRES_PASSWORD"}
    assert {"SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "CACHE_URL"} <= names


def test_image_installs_by_hash_and_runs_unprivileged() -> None:
    dockerfile = (BASE_DIR / "Dockerfile").read_text()
    installs = re.findall(r"pip install (.*?)(?:&&|\n)", dockerfile)
    assert len(installs) == 2
    assert all("--require-hashes" in install for install in installs)
    assert dockerfile.count("\nFROM ") >= 2
    assert re.findall(r"^USER (\d+)", dockerfile, re.MULTILINE) == ["10001"]
    assert "HEALTHCHECK" in dockerfile


def test_build_context_contains_everything_the_image_copies() -> None:
    dockerfile = (BASE_DIR / "Dockerfile").read_text()
    ignored = (BASE_DIR / ".dockerignore").read_text().split()
    copied: list[str] = []
    for arguments in re.findall(r"^COPY (?!--from)(.*)$", dockerfile, re.MULTILINE):
        copied += arguments.split()[:-1]
    assert len(copied) >= 7
    for path in copied:
        assert (BASE_DIR / path).exists(), path
        assert f"!{path}" in ignored, path


def test_images_without_a_digest_are_reported(tmp_path: Path) -> None:
    # Given a base image with a digest, and a service without
    (tmp_path / "Dockerfile").write_text(f"FROM python:3.13@sha256:{'a1' * 32} AS build\n")
    (tmp_path / "docker-compose.yml").write_text(
        "services:\n  web:\n    image: medskap:local\n  cache:\n    image: valkey/valkey:8\n"
    )
    run = subprocess.run(
        [sys.executable, BASE_DIR / "bin" / "unpinned-images", tmp_path],
        capture_output=True,
        text=True,
        check=True,
    )
    # Then the second is named, and nothing fails
    assert run.stdout == (
        "Warning: docker-compose.yml: valkey/valkey:8 has no digest (image:tag@sha256:…).\n"
    )
