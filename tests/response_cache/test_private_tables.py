"""What may change without a new version of the content is in no answer."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from cms.environment import BASE_DIR
from cms.response_cache import registry
from cms.response_cache.invalidation import (
    changes_content,
    check_private_labels,
    private_tables,
)

CONTRACT = BASE_DIR / "frontend_contract"
READS = sorted(
    path
    for path in (CONTRACT / "operations").glob("*.graphql")
    if not re.search(r"^mutation|feedbackAnswer|preview\(", path.read_text(), re.MULTILINE)
)


@pytest.mark.parametrize("operation", READS, ids=lambda path: path.stem)
def test_operations_read_no_private_tables(
    demo_content: Path, client: Client, operation: Path
) -> None:
    # Given an operation of the contract, and how front ends call it
    recorded = json.loads(min((CONTRACT / "fixtures").glob(f"{operation.stem}.*")).read_text())
    body = {"query": operation.read_text(), "variables": recorded["variables"]}
    statements: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        statements.append(sql)
        return execute(sql, *rest)

    # When it is answered
    with connection.execute_wrapper(note):
        response = client.post("/graphql/", data=body, content_type="application/json")
    # Then nothing of it comes from where nobody looks for changes
    assert "errors" not in response.json()
    tables = set(re.findall(r'(?:FROM|JOIN) "(\w+)"', " ".join(statements)))
    assert tables
    assert tables.isdisjoint(private_tables())


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ('INSERT INTO "pages_topic" ("name") VALUES (%s) RETURNING "id"', True),
        ('INSERT OR IGNORE INTO "pages_eventpage_topics" ("a") VALUES (%s)', True),
        ("  update pages_topic set name = %s", True),
        ('DELETE FROM "wagtailcore_pageviewrestriction" WHERE id = 1', True),
        ('TRUNCATE "pages_topic", "auth_user"', True),
        ('WITH gone AS (DELETE FROM "pages_topic" RETURNING id) SELECT 1', True),
        ('UPDATE "wagtailcore_page" SET "draft_title" = %s, "live" = %s WHERE "id" = 1', True),
        ('UPDATE "wagtailcore_page" SET "draft_title" = %s WHERE "id" = 1', False),
        ('INSERT INTO "pages_contentrendition" ("image_id") VALUES (%s)', True),
        ('UPDATE "feedback_submission" SET "status" = %s', False),
        ('WITH a AS (SELECT 1) SELECT * FROM "pages_topic" FOR UPDATE', False),
        ('UPDATE "wagtailcore_page" SET "draft_title" = %s, live = true WHERE "id" = 1', True),
        ('UPDATE "wagtailcore_page" SET "draft_title"=%s,"live"=%s WHERE "id" = 1', True),
        ('UPDATE "wagtailcore_page" SET "draft_title" = "title", "title" = %s', True),
        ('/* admin */ UPDATE "pages_topic" SET "name" = %s', True),
        ('-- once\nDELETE FROM "pages_topic"', True),
        ('SELECT "update" FROM "pages_topic"', False),
        ("SAVEPOINT s1", False),
    ],
)
def test_statements_that_change_content_are_recognised(sql: str, expected: bool) -> None:
    assert changes_content(sql) is expected


def test_a_label_that_names_no_model_or_app_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    assert check_private_labels() == []
    monkeypatch.setattr(registry, "_private", {"feedback.Export", "feedback.Nothing", "nothing"})

    problems = check_private_labels()

    assert sorted(problem.id for problem in problems) == ["response_cache.E001"] * 2
    assert {"feedback.Nothing" in problem.msg for problem in problems} == {True, False}
