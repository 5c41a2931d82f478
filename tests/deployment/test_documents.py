"""The instructions for operators, as far as they can be checked without following them."""

import re
import subprocess
import textwrap
import tomllib

import pytest

from cms.environment import BASE_DIR, ENVIRONMENT

OPERATIONS = (BASE_DIR / "docs" / "operations.md").read_text()
BLOCKS = [
    textwrap.dedent(block)
    for block in re.findall(r"^ *```sh\n(.*?)^ *```$", OPERATIONS, re.MULTILINE | re.DOTALL)
]


def git(*arguments: str) -> str:
    run = subprocess.run(
        ["git", *arguments], cwd=BASE_DIR, capture_output=True, text=True, check=False
    )
    return run.stdout


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.split("\n")[0][:30])
def test_commands_of_the_instructions_are_valid_shell(block: str) -> None:
    run = subprocess.run(["sh", "-n"], input=block, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


def test_instructions_name_existing_files_and_variables() -> None:
    for path in re.findall(r"(?:/opt/medskap/|`|\s)((?:deploy|bin)/[\w./-]+\w)", OPERATIONS):
        assert (BASE_DIR / path).exists(), path
    (environment,) = [block for block in BLOCKS if "SECRET_KEY=$(key)" in block]
    assert set(re.findall(r"^([A-Z_]+)=", environment, re.MULTILINE)) <= set(ENVIRONMENT)


def test_instructions_name_existing_commands() -> None:
    from django.core.management import get_commands

    named = set(re.findall(r"(?:medskap-manage|manage\.py) ([a-z_]+)", OPERATIONS))
    assert {"migrate", "setup_roles", "check", "start_site"} <= named
    assert named <= set(get_commands())


def test_current_version_is_among_the_releases_with_an_existing_commit() -> None:
    project = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["project"]
    releases = (BASE_DIR / "docs" / "releases.md").read_text()
    commits = dict(re.findall(r"^\| (\d\S+) \| `([0-9a-f]{7,})` \|", releases, re.MULTILINE))
    assert project["version"] in commits
    if git("rev-parse", "--is-shallow-repository") != "false\n":
        pytest.skip("this clone does not have the project's history")
    for commit in commits.values():
        assert git("cat-file", "-t", commit) == "commit\n", commit
