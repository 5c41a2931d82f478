"""The contract's operations make few SQL queries, and as many for 30 rows as for one."""

import datetime
import json
from collections.abc import Callable
from contextlib import AbstractContextManager

import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from feedback.intake.receipts import receipt_hash
from pages.registry import PAGE_TYPES
from tests.contract.files import MOST_QUERIES, QUERIES, query_of
from tests.contract.previews import lend_draft, superuser
from tests.factories import EVENT_START, SubmissionAnswerFactory

# Before all events, so that they are upcoming.
NOW = EVENT_START - datetime.timedelta(days=7)
# The slug that each operation of one thing is asked with.
FIRST = {
    page_type.page_list.type_name: f"{page_type.page_list.singular}-0"
    for page_type in PAGE_TYPES
    if page_type.list
} | {"Service": "service-0"}

RECEIPT = "1" * 16

Rows = Callable[[int], AbstractContextManager[None]]


def queries_of(operation: str, token: str) -> int:
    """Return the number of SQL queries of an operation."""
    variables = {
        "token": token,
        "slug": FIRST.get(operation, ""),
        "path": "/",
        # Finds hits of one kind at both sizes, since each kind costs queries of its own.
        "query": "event",
        "first": 30,
        "receipt": RECEIPT,
    }
    query = query_of(operation)
    used = {name: value for name, value in variables.items() if f"${name}:" in query}
    with CaptureQueriesContext(connection) as captured:
        response = Client().post(
            "/graphql/",
            json.dumps({"query": query, "variables": used}),
            content_type="application/json",
        )
    answer = response.json()
    assert "errors" not in answer, answer["errors"]
    assert None not in answer["data"].values()
    return len(captured)


def queries_of_all() -> dict[str, int]:
    """Return the number of SQL queries of each operation."""
    token = lend_draft(FIRST["Event"], superuser(), NOW)
    SubmissionAnswerFactory(submission__receipt_hash=receipt_hash(RECEIPT))
    return {operation: queries_of(operation, token) for operation in QUERIES}


def test_query_count_of_operations_does_not_depend_on_rows(with_rows: Rows) -> None:
    with time_machine.travel(NOW, tick=False):
        with with_rows(1):
            at_one = queries_of_all()
        with with_rows(30):
            at_thirty = queries_of_all()

    assert at_thirty == at_one
    assert max(at_thirty.values()) <= MOST_QUERIES
