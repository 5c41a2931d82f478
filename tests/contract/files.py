"""Operations, fixtures and limits of the contract."""

import json
import os
from pathlib import Path
from typing import Any

from django.conf import settings

from pages.demo import source
from pages.registry import PAGE_TYPES

CONTRACT = Path(settings.BASE_DIR) / "frontend_contract"
OPERATIONS = sorted(path.stem for path in (CONTRACT / "operations").glob("*.graphql"))
MUTATIONS = [
    name
    for name in OPERATIONS
    if "\nmutation " in (CONTRACT / "operations" / f"{name}.graphql").read_text(encoding="utf-8")
]
QUERIES = [name for name in OPERATIONS if name not in MUTATIONS]


def _add_missing_fixtures() -> None:
    """Write a fixture for each query without one, with the variables of `variables_of`."""
    for operation in QUERIES:
        if not any((CONTRACT / "fixtures").glob(f"{operation}.*")):
            fixture = {
                "operation": operation,
                "variables": variables_of(operation),
                "response": None,
            }
            _write_fixture(CONTRACT / "fixtures" / f"{operation}.json", fixture)


def variables_of(operation: str) -> dict[str, Any]:
    """Return the slug of the first demo page for an operation of one page, such as `Event`."""
    for page_type in PAGE_TYPES:
        if page_type.list and page_type.page_list.type_name == operation:
            for key, entry in source.entries(page_type.demo.file).items():
                if source.model_of(entry) is page_type.model:
                    return {"slug": entry.fields.get("slug", key)}
    return {}


def _write_fixture(path: Path, fixture: dict[str, Any]) -> None:
    path.write_text(json.dumps(fixture, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if os.environ.get("RECORD"):
    _add_missing_fixtures()
FIXTURES = sorted((CONTRACT / "fixtures").glob("*.json"))
# Drafts and answers to residents are not cacheable, so they are not requested by GET.
BY_GET = [name for name in QUERIES if name not in {"Preview", "FeedbackAnswer"}]
# The most SQL queries of an operation.
MOST_QUERIES = 16


def query_of(operation: str) -> str:
    """Return the text of an operation."""
    return (CONTRACT / "operations" / f"{operation}.graphql").read_text(encoding="utf-8")


def read_fixture(path: Path) -> dict[str, Any]:
    """Return an operation's variables and its recorded answer."""
    fixture: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return fixture


def fixtures_of(operations: list[str]) -> list[Path]:
    """Return the fixtures of some operations; `Group.en.json` is one of `Group`."""
    return [path for path in FIXTURES if path.name.split(".")[0] in operations]


def recorded(path: Path, answer: dict[str, Any]) -> dict[str, Any]:
    """Return the answer in a fixture; with RECORD=1, write `answer` there first."""
    fixture = read_fixture(path)
    if os.environ.get("RECORD") and fixture["response"] != answer:
        fixture["response"] = answer
        _write_fixture(path, fixture)
    response: dict[str, Any] = fixture["response"]
    return response
