"""Requirements, lock files, the Makefile and the list of committed files."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from cms.environment import BASE_DIR

REQUIREMENTS = ["requirements.txt", "requirements-dev.txt"]
# Concatenated, so that this file does not contain them.
INDEX_HOSTS = ["py" + "pi.org", "python" + "hosted.org", "registry.npm" + "js.org"]


def project_files(*which: str) -> list[Path]:
    """Return the files of a clone; `which` are options of `git ls-files`."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", *which], cwd=BASE_DIR, capture_output=True, text=True, check=False
    )
    if listing.returncode:
        pytest.fail("This test asks git which files are committed; run it in a clone.")
    return [BASE_DIR / name for name in listing.stdout.split("\0") if name]


@pytest.mark.parametrize("file", REQUIREMENTS)
def test_requirements_are_pinned_and_hashed_without_an_index(
    file: str,
) -> None:
    text = (BASE_DIR / file).read_text()
    requirements = re.split(r"\n(?=[a-z])", text.strip())
    assert len(requirements) > 60
    for requirement in requirements:
        assert re.match(r"[a-z0-9.-]+(\[[a-z,]+\])?==\S+", requirement), requirement
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", requirement), requirement
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text


def test_package_lock_is_pinned_and_hashed_without_addresses() -> None:
    declared = json.loads((BASE_DIR / "package.json").read_text())
    lock = json.loads((BASE_DIR / "package-lock.json").read_text())
    # Given the declared development tools, each in one version
    assert "dependencies" not in declared
    assert lock["packages"][""]["devDependencies"] == declared["devDependencies"]
    assert all(re.fullmatch(r"[\d.]+", each) for each in declared["devDependencies"].values())
    # Then the lock has a hash and no address for each
    packages = {name: each for name, each in lock["packages"].items() if name}
    assert len(packages) > 40
    assert [name for name, each in packages.items() if "integrity" not in each] == []
    assert [name for name, each in packages.items() if "resolved" in each] == []


def test_committed_files_name_no_package_index() -> None:
    named = []
    for path in project_files():
        if not path.is_file():
            continue
        content = path.read_bytes()
        named += [f"{path.name}: {host}" for host in INDEX_HOSTS if host.encode() in content]
    assert named == []


def test_generated_and_secret_files_are_not_committed() -> None:
    names = {str(path.relative_to(BASE_DIR)) for path in project_files()}
    assert "pyproject.toml" in names
    made = {n for n in names if n.endswith((".mo", ".pyc", ".sqlite3")) or ".egg-info/" in n}
    assert made == set()
    assert ".env" not in names
    assert not [name for name in names if name.startswith(("var/", ".venv/", "node_modules/"))]


def test_dependencies_are_declared_once_and_compiled() -> None:
    result = subprocess.run(
        [sys.executable, "bin/requirements-in-sync"],
        cwd=BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr


def test_make_help_lists_every_target() -> None:
    makefile = (BASE_DIR / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))
    listed = subprocess.run(
        ["make", "help"], cwd=BASE_DIR, capture_output=True, text=True, check=True
    )
    # The setup targets are prerequisites, not commands for people.
    assert targets - {"setup", "setup-dev", "setup-node"} == set(
        re.findall(r"^  make ([a-z-]+)", listed.stdout, re.MULTILINE)
    )
    phony = re.search(r"\.PHONY: (.*?[^\\])\n", makefile, re.DOTALL)
    assert phony is not None
    assert targets == set(phony[1].replace("\\", "").split())


@pytest.mark.parametrize("list_", ["ANY_DATABASE", "SPEED"])
def test_makefile_names_existing_tests(list_: str) -> None:
    makefile = (BASE_DIR / "Makefile").read_text()
    (named,) = re.findall(rf"^{list_} = ((?:.*\\\n)*.*)", makefile, re.MULTILINE)
    paths = named.replace("\\", "").split()
    assert paths
    assert [path for path in paths if not (BASE_DIR / path).exists()] == []


def test_programs_are_executable() -> None:
    programs = [*(BASE_DIR / "bin").iterdir(), BASE_DIR / ".ci" / "run"]
    for program in programs:
        if program.is_file():
            assert program.read_text().startswith("#!"), program
            assert program.stat().st_mode & 0o111, program


def test_supported_python_versions_agree() -> None:
    # Given the oldest Python that pyproject.toml names
    project = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())
    assert project["project"]["requires-python"] == ">=3.11"
    assert project["tool"]["ruff"]["target-version"] == "py311"
    # Then bin/setup requires it, and the requirements are compiled for it
    assert "(3, 11)" in (BASE_DIR / "bin/setup").read_text()
    assert "--python-version 3.11" in (BASE_DIR / "bin/compile-requirements").read_text()
