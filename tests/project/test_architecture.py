"""The import rules of `[tool.importlinter]` in pyproject.toml, over the whole import graph."""

import ast
import subprocess
import tomllib
from collections import Counter
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


def test_files_and_folders_stay_small_enough_to_read() -> None:
    modules = [
        path
        for app in ("cms", "pages", "feedback")
        for path in (BASE_DIR / app).rglob("*.py")
        if path.parent.name != "migrations" and path.name != "__init__.py"
    ]
    folders = Counter(str(path.parent.relative_to(BASE_DIR)) for path in modules)
    lines = {
        str(path.relative_to(BASE_DIR)): len(path.read_text(encoding="utf-8").splitlines())
        for path in modules
    }

    assert len(modules) > 300
    assert {file: count for file, count in lines.items() if count > 400} == {}
    assert {folder: count for folder, count in folders.items() if count > 20} == {}


def imported_modules(path: Path) -> set[str]:
    """Return the modules that a file imports, by their full names."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def test_every_module_of_cms_belongs_to_the_engine_or_to_the_roof() -> None:
    contracts = tomllib.loads((BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
    (engine,) = (
        contract
        for contract in contracts["tool"]["importlinter"]["contracts"]
        if contract["name"] == "The engine imports no app and nothing of the roof"
    )
    listed = {*engine["source_modules"], *engine["forbidden_modules"]} - {"pages", "feedback"}

    modules = {
        f"cms.{path.stem}"
        for path in (BASE_DIR / "cms").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }

    assert listed == modules - {"cms.__init__", "cms.migrations"}
