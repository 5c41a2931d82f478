"""`bin/setup` and `bin/setup-node` on machines that lack something, and after interruptions."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cms.environment import BASE_DIR


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Return a folder with the files that the setup reads, without those it creates."""
    folder = tmp_path / "clone"
    (folder / "bin").mkdir(parents=True)
    for name in ("bin/setup", "requirements.txt", "requirements-dev.txt"):
        shutil.copy2(BASE_DIR / name, folder / name)
    return folder


def program(folder: Path, name: str, script: str) -> Path:
    """Write a shell script into its own folder; return the folder."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def set_up(clone: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {
        name: value
        for name, value in os.environ.items()
        if name not in ("PYTHON", "VIRTUAL_ENV") and not name.startswith("PIP_")
    }
    return subprocess.run(
        ["/bin/sh", "bin/setup", "requirements.txt"],
        cwd=clone,
        env={**clean, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


OLD = 'case "$2" in *platform*) echo 3.9.2;; *) exit 1;; esac'


def test_old_python_is_explained(clone: Path, tmp_path: Path) -> None:
    # Given a machine whose only Python is too old
    old = program(tmp_path / "programs", "python3", OLD)
    # When the setup runs
    result = set_up(clone, PYTHON=str(old))
    # Then it says which one it found and how to choose another
    assert result.returncode == 1
    assert f"{old} is 3.9.2" in result.stderr
    assert "make run PYTHON=" in result.stderr
    assert not (clone / ".venv").exists()


def test_newer_python_is_found_beside_an_old_one(clone: Path, tmp_path: Path) -> None:
    # Given an old python3, a stand-in that does not run, and a newer one
    programs = tmp_path / "programs"
    program(programs, "python3", OLD)
    program(programs, "python3.14", "exit 127")
    newer = 'case "$1" in -c) exec {python} "$@";; --version) echo Newer;; *) exit 3;; esac'
    program(programs, "python3.13", newer.format(python=sys.executable))
    # When the setup runs, then it uses the newer one (whose venv fails with a message)
    result = set_up(clone, PATH=f"{programs}:/usr/bin:/bin")
    assert "Making .venv with Newer" in result.stdout
    assert "python3-venv" in result.stderr
    assert result.returncode == 1


def test_read_only_folder_is_explained(clone: Path) -> None:
    # Given a `var` in which nothing can be created (root ignores permissions)
    (clone / "var").write_text("in the way")
    result = set_up(clone)
    assert result.returncode == 1
    assert "There is no right to write in" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.slow
def test_missing_package_index_is_explained_and_setup_continues_later(clone: Path) -> None:
    # Given a machine without a network
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_CONFIG_FILE": os.devnull}
    # When the setup runs
    result = set_up(clone, PYTHON=sys.executable, **nowhere)
    # Then it says what to do and records nothing as installed
    assert result.returncode == 1
    assert "Is there a network" in result.stderr
    assert "run the same command again" in result.stderr
    assert not list((clone / ".venv").glob(".installed-*"))


@pytest.mark.slow
def test_incomplete_environment_is_recreated(clone: Path) -> None:
    # Given a setup that was interrupted while it created .venv
    (clone / ".venv" / "bin").mkdir(parents=True)
    (clone / ".venv" / "bin" / "python").symlink_to("/gone/python3")
    # And no packages to install, to keep the test short
    (clone / "requirements.txt").write_text("")
    (clone / ".venv" / ".installed-requirements.txt").write_text("something else")
    # When it runs again
    result = set_up(clone, PYTHON=sys.executable)
    # Then the environment is complete
    assert "Making .venv" in result.stdout
    version = subprocess.run([clone / ".venv" / "bin" / "python", "-m", "pip", "--version"])
    assert version.returncode == 0


@pytest.mark.slow
def test_complete_setup_is_repeated_only_for_new_requirements(
    clone: Path,
) -> None:
    # Given a complete setup
    (clone / "requirements.txt").write_text("")
    assert set_up(clone, PYTHON=sys.executable).returncode in (0, 1)
    stamp = clone / ".venv" / ".installed-requirements.txt"
    stamp.write_text("")
    # When it runs again, then it does nothing
    result = set_up(clone)
    assert (result.returncode, result.stdout) == (0, "")
    # When the requirements change, then it installs (and fails, as the index is empty)
    (clone / "requirements.txt").write_text("nothing==1.0 --hash=sha256:" + "0" * 64 + "\n")
    result = set_up(clone, PIP_INDEX_URL="http://127.0.0.1:9/simple", PIP_CONFIG_FILE=os.devnull)
    assert "Installing 1 packages" in result.stdout
    assert not stamp.exists()


def set_up_node(folder: Path, *arguments: str, path: str) -> subprocess.CompletedProcess[str]:
    (folder / "bin").mkdir(parents=True, exist_ok=True)
    shutil.copy2(BASE_DIR / "bin/setup-node", folder / "bin/setup-node")
    shutil.copy2(BASE_DIR / "package-lock.json", folder / "package-lock.json")
    return subprocess.run(
        ["/bin/sh", "bin/setup-node", *arguments],
        cwd=folder,
        env={"PATH": path},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_missing_node_is_explained(tmp_path: Path) -> None:
    # Given a machine with Python and basic programs only
    programs = tmp_path / "programs"
    for name in ("dirname", "cmp", "rm", "cp"):
        program(programs, name, f'exec {shutil.which(name)} "$@"')
    # When the tests are set up, then it succeeds and says what is skipped
    optional = set_up_node(tmp_path / "clone", "--optional", path=str(programs))
    assert optional.returncode == 0
    assert "node is not installed" in optional.stderr
    assert "are skipped" in optional.stderr
    # When the contract's types are generated, then it fails
    assert set_up_node(tmp_path / "clone", path=str(programs)).returncode == 1


def test_old_node_is_explained(tmp_path: Path) -> None:
    programs = tmp_path / "programs"
    program(programs, "npm", "exit 3")
    program(programs, "node", "case $1 in --version) echo v16.20.2;; *) exit 1;; esac")
    result = set_up_node(tmp_path / "clone", path=f"{programs}:/usr/bin:/bin")
    assert result.returncode == 1
    assert "Node is v16.20.2, and 18 or newer is needed" in result.stderr


def test_node_packages_are_installed_once_per_lock_file(tmp_path: Path) -> None:
    # Given an npm that records its calls
    programs = tmp_path / "programs"
    program(programs, "node", "exit 0")
    program(programs, "npm", "mkdir -p node_modules; echo called >> called")
    path = f"{programs}:/usr/bin:/bin"
    clone = tmp_path / "clone"
    # When the setup runs twice, then it installs once
    set_up_node(clone, path=path)
    set_up_node(clone, path=path)
    assert (clone / "called").read_text().split() == ["called"]
    # When the lock file has changed, then it installs again
    (clone / "node_modules" / ".installed-package-lock.json").write_text("{}")
    assert set_up_node(clone, path=path).returncode == 0
    assert (clone / "called").read_text().split() == ["called", "called"]
