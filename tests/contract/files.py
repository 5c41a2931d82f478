"""Operations, fixtures and limits of the contract."""

import json
import os
from pathlib import Path
from typing import Any

from django.conf import settings

CONTRACT = Path(settings.BASE_DIR) / "frontend_contract"
OPERATIONS = sorted(path.stem for path in (CONTRACT / "operations").glob("*.graphql"))
FIXTURES = sorted((CONTRACT / "fixtures").glob("*.json"))
MUTATIONS = [
    name
    for name in OPERATIONS
    if "\nmutation " in (CONTRACT / "operations" / f"{name}.graphql").read_text(encoding="utf-8")
]
QUERIES = [name for name in OPERATIONS if name not in MUTATIONS]
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
        path.write_text(json.dumps(fixture, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    response: dict[str, Any] = fixture["response"]
    return response
