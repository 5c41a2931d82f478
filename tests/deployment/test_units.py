"""The unit files of deploy/systemd and the rules of logs."""

import configparser
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from cms.environment import BASE_DIR

UNITS = BASE_DIR / "deploy" / "systemd"
SERVICES = ["web", "worker", "scheduler"]
INSTALLED = "/opt/medskap"


def service(name: str) -> dict[str, str]:
    """Return the [Service] section of a unit; of keys that stand twice, the last."""
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(UNITS / f"medskap-{name}.service")
    return dict(parser["Service"])


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """The units of an installation in a folder, with a program where Python would be."""
    program = tmp_path / "medskap" / ".venv" / "bin" / "python"
    program.parent.mkdir(parents=True)
    program.symlink_to("/bin/true")
    for unit in UNITS.iterdir():
        text = unit.read_text().replace(INSTALLED, str(tmp_path / "medskap"))
        (tmp_path / unit.name).write_text(text)
    return tmp_path


def verify(folder: Path) -> subprocess.CompletedProcess[str]:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed (apt install systemd)")
    return subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *sorted(folder.glob("medskap*.*"))],
        env={"SYSTEMD_UNIT_PATH": f"{folder}:", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_systemd_accepts_the_units(installed: Path) -> None:
    run = verify(installed)
    assert run.returncode == 0, run.stderr
    assert "medskap" not in run.stderr, run.stderr


def test_systemd_finds_a_mistake_in_a_unit(installed: Path) -> None:
    unit = installed / "medskap-web.service"
    unit.write_text(unit.read_text().replace("ProtectHome=yes", "ProtectHome=perhaps"))
    assert "Failed to parse protect home value" in verify(installed).stderr


@pytest.mark.parametrize("name", SERVICES)
def test_unit_is_hardened_and_starts_again(name: str) -> None:
    section = service(name)
    assert section["User"] == "medskap"
    assert section["Restart"] == "always"
    assert section["CapabilityBoundingSet"] == ""
    for key in ("NoNewPrivileges", "PrivateTmp", "PrivateDevices", "ProtectHome"):
        assert section[key] == "yes"
    assert section["ProtectSystem"] == "strict"
    assert "MemoryMax" in section


def test_units_run_what_the_compose_file_runs() -> None:
    compose = yaml.safe_load((BASE_DIR / "docker-compose.yml").read_text())["services"]
    for name in SERVICES:
        program, *arguments = shlex.split(service(name)["ExecStart"])
        assert program == f"{INSTALLED}/.venv/bin/python"
        # The web's command is the image's.
        expected = compose[name].get("command", "python bin/serve")
        assert ["python", *arguments] == shlex.split(expected)


def test_logrotate_accepts_the_rules(tmp_path: Path) -> None:
    logrotate = shutil.which("logrotate", path="/usr/sbin:/usr/bin")
    if logrotate is None:
        pytest.skip("logrotate is not installed")
    rules = (BASE_DIR / "deploy" / "logrotate.conf").read_text()
    rules = re.sub(r"\tsu .*\n", "", rules).replace("/var/log/medskap", str(tmp_path / "log"))
    (tmp_path / "log").mkdir()
    # Given a log above the limit
    log = tmp_path / "log" / "worker.log"
    log.write_text("line\n" * 3_000_000)
    (tmp_path / "rules").write_text(rules)
    (tmp_path / "rules").chmod(0o644)
    command = [logrotate, "--state", str(tmp_path / "state"), str(tmp_path / "rules")]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    # Then it is rotated, and the process that has it open writes on into the same file
    assert run.returncode == 0, run.stderr
    assert log.stat().st_size == 0
    assert (tmp_path / "log" / "worker.log.1").exists()


def test_cache_in_compose_has_a_limit_and_drops_old_entries() -> None:
    compose = yaml.safe_load((BASE_DIR / "docker-compose.yml").read_text())["services"]
    assert "--maxmemory 256mb --maxmemory-policy allkeys-lru" in compose["cache"]["command"]
