"""The README's query, links and commands work."""

import datetime
import json
import re
from pathlib import Path

import time_machine
from django.test import Client

from cms.environment import BASE_DIR

# The date of `demo_content`.
DEMO_DAY = datetime.date(2026, 3, 9)
README = (BASE_DIR / "README.md").read_text()


def block(language: str) -> str:
    """Return the first code block of a language in the README."""
    found = re.search(rf"```{language}\n(.*?)```", README, re.DOTALL)
    assert found, f"README.md has no block of {language}"
    return found[1]


def test_first_query_returns_the_documented_answer(demo_content: Path) -> None:
    # Given the demo on its date
    now = datetime.datetime.combine(DEMO_DAY, datetime.time(9), tzinfo=datetime.UTC)
    # When the README's query is sent
    with time_machine.travel(now, tick=False):
        response = Client().post(
            "/graphql/", json.dumps({"query": block("graphql")}), content_type="application/json"
        )
    # Then the answer is the documented one
    assert response.json() == json.loads(block("json"))


def test_readme_links_to_existing_files() -> None:
    linked = re.findall(r"\]\(([^)h#][^)#]*)", README)

    assert linked
    assert [file for file in linked if not (BASE_DIR / file).exists()] == []


def test_readme_names_existing_make_targets() -> None:
    makefile = (BASE_DIR / "Makefile").read_text()
    named = re.findall(r"^make ([a-z-]+)", README, re.MULTILINE)

    assert named
    assert [name for name in named if not re.search(rf"^{name}:", makefile, re.MULTILINE)] == []
