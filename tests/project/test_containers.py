"""The container image and the Compose file, checked without a container engine."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from cms.environment import BASE_DIR, ENVIRONMENT
from pages.models import ContentDocument

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


def test_proxy_serves_images_but_no_documents() -> None:
    proxy = (BASE_DIR / "deploy" / "Caddyfile").read_text()
    folder = ContentDocument._meta.get_field("file").upload_to
    assert f"handle /media/{folder}/* {{\n\t\trespond 404\n\t}}" in proxy


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
