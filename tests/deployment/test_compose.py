"""docker-compose.yml starts: every service runs with its user, rights, folders and health check."""

import json
import os
import re
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from cms.environment import BASE_DIR
from tests.deployment import compose as containers

Facts = dict[str, dict[str, Any]]
# The kernel's number of CAP_NET_BIND_SERVICE.
BIND_LOW_PORTS = 1 << 10

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file .env of somebody who has followed the comments of .env.example."""
    text = (BASE_DIR / ".env.example").read_text()
    text = re.sub(r"(?m)^SECRET_KEY=.*", f"SECRET_KEY={secrets.token_urlsafe(50)}", text)
    file = tmp_path_factory.mktemp("environment") / ".env"
    file.write_text(text.replace("change-me-too", secrets.token_urlsafe(20)))
    return file


@pytest.fixture(scope="module", autouse=True)
def _containers() -> None:
    if reason := containers.obstacle():
        # In CI an installed crun is a condition; a kernel without namespaces is not.
        if os.environ.get("CI") in ("true", "1") and "not installed" in reason:
            pytest.fail(reason)
        pytest.skip(reason)


@pytest.fixture(scope="module")
def everything(environment: Path, tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """`docker compose up` of the file as it is."""
    folder = tmp_path_factory.mktemp("everything")
    return containers.replay(BASE_DIR / "docker-compose.yml", environment, folder)


@pytest.fixture
def changed(environment: Path, tmp_path: Path) -> Callable[..., Facts]:
    """A function that runs one service with other settings."""

    def run(service: str, **settings: Any) -> Facts:
        content = yaml.safe_load((BASE_DIR / "docker-compose.yml").read_text())
        content["services"][service].update(settings)
        file = tmp_path / "compose.yml"
        file.write_text(yaml.safe_dump(content))
        return containers.replay(file, environment, tmp_path / "run", service)

    return run


def test_every_service_starts_and_passes_its_health_check(everything: Facts) -> None:
    for name, facts in everything.items():
        assert facts["started"], f"{name}: {facts['log']}"
        assert facts["healthy"] or facts.get("completed"), f"{name}: {facts['log']}"
    assert set(everything) == {
        *("database", "cache", "migrate", "web", "worker", "scheduler", "proxy")
    }


def test_proxy_answers_over_https_for_all_of_it(everything: Facts) -> None:
    answer = everything["proxy"]["answer"]
    assert answer["status"] == 200, answer
    # Worker, scheduler and the settings of the proxy included
    checks = [each for each in json.loads(answer["body"]).values() if isinstance(each, str)]
    assert set(checks) == {"OK"}
    assert answer["headers"]["Strict-Transport-Security"]


def test_only_the_proxy_runs_as_root_and_may_only_bind_low_ports(everything: Facts) -> None:
    running = {name: facts for name, facts in everything.items() if name != "migrate"}
    users = {name: facts["user"] for name, facts in running.items()}
    assert [name for name, user in users.items() if user == 0] == ["proxy"]
    for name, facts in running.items():
        allowed = BIND_LOW_PORTS if name == "proxy" else 0
        assert int(facts["capabilities"], 16) == allowed, name
        assert int(facts["bounding"], 16) == allowed, name
        assert facts["no_new_privileges"], name


def test_nothing_is_writable_but_volumes_and_temporary_folders(everything: Facts) -> None:
    writable = {name: set(facts.get("writable", [])) for name, facts in everything.items()}
    assert writable.pop("cache") == {"/tmp", "/data"}
    assert writable.pop("database") == {"/tmp"}
    assert writable.pop("proxy") == {"/tmp", "/data"}
    assert writable.pop("migrate") == set()
    assert set(map(frozenset, writable.values())) == {frozenset({"/tmp", "/app/var/media"})}


def test_replay_notices_rights_that_an_entrypoint_lacks(changed: Callable[..., Facts]) -> None:
    # Given Valkey as root without the right to give its folder away, as this file once had it
    facts = changed("cache", user="0", cap_drop=["ALL"], cap_add=["SETGID", "SETUID"])
    # Then it does not start
    assert not facts["cache"]["started"]
    assert "Operation not permitted" in facts["cache"]["log"]


def test_replay_notices_a_failing_health_check(
    changed: Callable[..., Facts], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPOSE_PATIENCE", "3")
    facts = changed("cache", healthcheck={"test": ["CMD", "false"]})
    assert facts["cache"]["started"]
    assert not facts["cache"]["healthy"]
