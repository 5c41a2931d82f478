"""The import rules of `[tool.importlinter]` in pyproject.toml, over the whole import graph."""

import ast
import subprocess
from pathlib import Path

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


def test_pure_rules_of_feedback_use_no_database() -> None:
    allowed = {"django.conf", "django.utils"}
    pure = [
        path
        for name in ("statistics", "screening", "captcha")
        for path in (BASE_DIR / "feedback" / name).glob("*.py")
    ]
    imported = {
        f"{path.parent.name}/{path.name}: {module}"
        for path in pure
        for module in imported_modules(path)
        if module.startswith(("django", "captcha.models"))
        and not any(module == each or module.startswith(f"{each}.") for each in allowed)
    }

    assert len(pure) > 10
    assert imported == set()


def imported_modules(path: Path) -> set[str]:
    """Return the modules that a file imports, by their full names."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found
