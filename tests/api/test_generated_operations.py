"""Operations that nobody wrote cost as many SQL queries for thirty rows as for one."""

import json
import random

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.graphql.errors import Code
from cms.schema import schema
from tests.api.operations_from_schema import OperationWriter
from tests.content import lead_home_to, make_row
from tests.factories import EVENT_START

OPERATIONS = 50
ROWS = 30
# Roots that answer to POST with a secret are not lists of anything.
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
    "Query.events.filter": ["", "{when: UPCOMING}", '{group: "group-0"}', '{topic: ["topic-0"]}'],
    "Query.articles.filter": ["", '{project: "project-0"}'],
    "Query.projects.filter": ["", '{group: "group-0"}'],
    "Query.route.path": ['"/"', '"/grupper/group-0/"', '"/kalender/event-0/"', '"/x/"'],
    "Query.search.query": ['"public"', '"public title"'],
    "types": [""],
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
    """Return what the API answers, and how many queries it asked of the database."""
    with CaptureQueriesContext(connection) as captured:
        response = Client().post(
            "/graphql/", json.dumps({"query": query}), content_type="application/json"
        )
    return response.json(), len(captured)


def within_limits(writer: OperationWriter, seed: int) -> str:
    """Return a random operation that the endpoint takes; a smaller one of a seed if it must be."""
    fields = random.Random(seed).randint(10, 120)
    while fields > 2:
        query = writer.random_query(random.Random(seed), depth=12, fields=fields, roots=ROOTS)
        answer, _ = ask(query)
        if "errors" not in answer:
            return query
        assert answer["errors"][0]["extensions"]["code"] in TOO_LARGE, (query, answer["errors"])
        fields = fields * 2 // 3
    raise AssertionError(f"No size of operation {seed} is small enough.")


@pytest.mark.skip(reason="Being written: not every type is reached yet, and it takes minutes.")
@pytest.mark.django_db
def test_random_operations_cost_as_many_queries_for_thirty_rows_as_for_one() -> None:
    writer = OperationWriter(schema, VALUES)
    with time_machine.travel(EVENT_START, tick=False):
        # Given one row of everything, and operations of many shapes
        first = make_row(0, "public")
        lead_home_to(first)
        queries = {seed: within_limits(writer, seed) for seed in range(OPERATIONS)}
        at_one = {seed: ask(query)[1] for seed, query in queries.items()}

        # When there are thirty
        for number in range(1, ROWS):
            make_row(number, "public", first=first)
        answers = {seed: ask(query) for seed, query in queries.items()}

    # Then each asks as often as before
    assert all("errors" not in answer for answer, _ in answers.values())
    differing = [
        f"{at_one[seed]} for one, {count} for thirty: {queries[seed]}"
        for seed, (_, count) in answers.items()
        if count != at_one[seed]
    ]
    assert not differing, "\n".join(differing)
