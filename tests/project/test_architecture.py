"""The import rules of `[tool.importlinter]` in pyproject.toml, over the whole import graph."""

import subprocess

from cms.environment import BASE_DIR


def test_packages_import_only_what_they_may() -> None:
    result = subprocess.run(
        [".venv/bin/lint-imports", "--no-cache"],
        cwd=BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 0, result.stdout
