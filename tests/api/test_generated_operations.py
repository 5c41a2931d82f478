"""Random operations make as many SQL queries for thirty rows as for one."""

import json
import random
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager

import pytest
import time_machine
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.graphql.errors import Code
from cms.schema import schema
from tests.api.operations_from_schema import OperationWriter
from tests.factories import EVENT_START

OPERATIONS = 500
ROWS = 30
# Roots that need a secret and POST return no lists.
ROOTS = sorted(
    name
    for name, field in schema.query_type.fields.items()
    if name not in {"preview", "feedbackAnswer"}
)
VALUES = {
    "first": ["30", "30", "5", "2"],
    "last": [""],
    "after": [""],
    "before": [""],
    "locale": [""],
    "site": [""],
    "filter": [""],
    "Query.group.slug": ['"group-0"'],
    "Query.project.slug": ['"project-0"'],
    "Query.event.slug": ['"event-0"'],
    "Query.article.slug": ['"article-0"'],
    "Query.service.slug": ['"service-0"'],
    "Query.organisation.slug": ['"organisation-0"'],
    "Query.venue.slug": ['"venue-0"'],
    "Query.topic.slug": ['"topic-0"'],
    "Query.events.filter": ["", "{when: UPCOMING}", '{group: "group-0"}', '{topic: ["topic-0"]}'],
    "Query.articles.filter": ["", '{project: "project-0"}'],
    "Query.projects.filter": ["", '{group: "group-0"}'],
    "Query.route.path": ['"/"', '"/grupper/group-0/"', '"/kalender/event-0/"', '"/x/"'],
    "Query.search.query": ['"public"', '"public title"'],
    # Each kind costs queries of its own, and with one row the best hits are of more kinds.
    "types": ["[ARTICLE]", "[DOCUMENT]", "[EVENT]", "[GROUP]", "[PROJECT]", "[SERVICE]"],
}
TOO_LARGE = {
    Code.ALIAS_LIMIT,
    Code.COST_LIMIT,
    Code.DEPTH_LIMIT,
    Code.FIELD_LIMIT,
    Code.LENGTH_LIMIT,
    Code.TOKEN_LIMIT,
}


def ask(query: str) -> tuple[dict, int]:
    """Return the answer and the number of SQL queries."""
    # The log is limited to some thousand queries.
    reset_queries()
    with CaptureQueriesContext(connection) as captured:
        response = Client().post(
            "/graphql/", json.dumps({"query": query}), content_type="application/json"
        )
    return response.json(), len(captured)


def within_limits(writer: OperationWriter, seed: int) -> tuple[str, int]:
    """Return a random operation within the limits, and its number of SQL queries.

    If a seed's operation is too large, a smaller one is returned.
    """
    fields = random.Random(seed).randint(10, 120)
    while fields > 2:
        query = writer.random_query(random.Random(seed), depth=12, fields=fields, roots=ROOTS)
        answer, count = ask(query)
        if "errors" not in answer:
            return query, count
        assert answer["errors"][0]["extensions"]["code"] in TOO_LARGE, (query, answer["errors"])
        fields = fields * 2 // 3
    raise AssertionError(f"No size of operation {seed} is small enough.")


Rows = Callable[[int], AbstractContextManager[None]]


def differing(with_rows: Rows, seeds: Iterable[int]) -> list[str]:
    """Return the operations that make more queries for thirty rows than for one.

    Fewer are allowed: where the first rows have nothing of a kind, nothing below it is read.
    """
    writer = OperationWriter(schema, VALUES)
    with time_machine.travel(EVENT_START, tick=False):
        with with_rows(1):
            at_one = dict(within_limits(writer, seed) for seed in seeds)
        with with_rows(ROWS):
            answers = {query: ask(query) for query in at_one}
    assert all("errors" not in answer for answer, _ in answers.values())
    assert max(at_one.values()) > 0
    return [
        f"{at_one[query]} for one, {count} for thirty: {query}"
        for query, (_, count) in answers.items()
        if count > at_one[query]
    ]


@pytest.mark.slow
def test_query_count_of_random_operations_does_not_depend_on_rows(
    with_rows: Rows,
) -> None:
    assert differing(with_rows, range(OPERATIONS)) == []
