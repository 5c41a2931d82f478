"""`make check` says what it skips, and skips nothing in CI."""

import shutil
import subprocess
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
UNREACHABLE = "postgres://nobody@127.0.0.1:1/none"


def check_with(folder: Path, exit_code: int) -> subprocess.CompletedProcess[str]:
    """Run bin/check with tools that succeed, except bin/lint-migrations."""
    (folder / "bin").mkdir()
    shutil.copy(ROOT / "bin/check", folder / "bin")
    shutil.copy(ROOT / ".env.example", folder)
    tools = folder / ".venv/bin"
    tools.mkdir(parents=True)
    for name in ("ruff", "mypy", "djlint", "check-jsonschema"):
        (tools / name).symlink_to(shutil.which("true"))
    python = tools / "python"
    python.write_text(f'#!/bin/sh\n[ "$1" != bin/lint-migrations ] || exit {exit_code}\n')
    python.chmod(0o755)
    return subprocess.run([folder / "bin/check"], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("exit_code", "code", "end", "error"),
    [
        (0, 0, "All checks passed.\n", ""),
        (
            77,
            0,
            "Skipped in part, see above:\n  migrations that break the running version\n"
            "All other checks passed.\n",
            "",
        ),
        (1, 1, "", "\nFailed:\n  migrations that break the running version\n"),
    ],
)
def test_check_ends_with_what_failed_or_was_skipped(
    tmp_path: Path, exit_code: int, code: int, end: str, error: str
):
    run = check_with(tmp_path, exit_code)

    assert run.returncode == code
    assert run.stdout.endswith(end)
    assert run.stderr == error


@pytest.fixture
def lint_migrations(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, where PostgreSQL does not answer and no migration has errors."""
    monkeypatch.setenv("POSTGRES_URL", UNREACHABLE)
    loader = SourceFileLoader("lint_migrations", str(ROOT / "bin/lint-migrations"))
    module = module_from_spec(spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    monkeypatch.setattr(module, "has_errors", lambda database_url, excluded_tests: False)
    return module


@pytest.mark.parametrize(("ci", "code"), [("", 77), ("true", 1), ("1", 1), ("false", 77)])
def test_migrations_are_skipped_without_postgresql_except_in_ci(
    lint_migrations: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys, ci: str, code: int
):
    monkeypatch.setenv("CI", ci)

    result = lint_migrations.main()

    assert result == code
    assert f"PostgreSQL does not answer at {UNREACHABLE}" in capsys.readouterr().out
