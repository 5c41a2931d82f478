"""The number of SQL queries depends on an operation's shape, not on its rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

pytestmark = pytest.mark.django_db


def count_queries(ask, query):
    with CaptureQueriesContext(connection) as captured:
        answer = ask(query)
    return len(captured), answer


QUERIES = {
    "kitchen sink": """{ events(first: 30) { totalCount nodes { id title path url locale summary
        venue { id name } group { title ... on GroupPage { purpose organisers { name } } }
        projects { title participants { role organisation { name logo { alt } } } }
        organisers { id name } topics { name } agenda { title } schedule { title }
        speakers { name organisation { name } } documents { document { url } }
        breadcrumbs { title } translations { path } parent { title } seo { image { alt } }
        image { rendition(preset: CARD) { src } } readability { lix }
        articles(first: 5) { totalCount nodes { title } } } } }""",
    "bodies": """{ articles(first: 30) { nodes { body { __typename
        ... on RichTextBlock { html }
        ... on ImageBlock { image { alt rendition(preset: FULL) { src } } }
        ... on RelatedPagesBlock { pages { title
          ... on EventPage { startsAt group { title } }
          ... on ProjectPage { status } } } } } } }""",
    "nested lists": """{ groups(first: 30) { totalCount nodes { minutes { title document { url } }
        events(first: 3) { totalCount nodes { title projects { title
          articles(first: 1) { totalCount nodes { title } } } } }
        projects(first: 3) { nodes { title events(first: 1) { nodes { title } } } } } } }""",
    "organisations": """{ organisations(first: 30) { totalCount nodes { name
        groups(first: 2) { nodes { title } } projects(first: 2) { nodes { title } }
        events(first: 2) { totalCount nodes { title } }
        services(first: 2) { nodes { name } } } } }""",
    "services": """{ services(first: 30) { nodes { name isOpen ratings { label }
        administration { name services(first: 2) { nodes { name } } } } } }""",
}


@pytest.mark.parametrize("name", QUERIES)
def test_query_count_does_not_depend_on_rows(ask, with_rows, name):
    with with_rows(1):
        at_one, _ = count_queries(ask, QUERIES[name])

    with with_rows(30):
        at_thirty, answer = count_queries(ask, QUERIES[name])

    assert at_thirty == at_one
    (found,) = answer.values()
    assert len(found["nodes"]) == 30


def test_serialisation_makes_no_queries(ask, with_rows, monkeypatch):
    """All loading is done by the look-ahead; resolvers only look up."""
    from graphql import ExecutionContext

    write = ExecutionContext.execute_operation

    def write_alone(self, *arguments):
        def refuse(*_args):
            raise AssertionError("A resolver asked the database.")

        with connection.execute_wrapper(refuse):
            return write(self, *arguments)

    monkeypatch.setattr(ExecutionContext, "execute_operation", write_alone)

    with with_rows(30):
        for query in QUERIES.values():
            ask(query)


def test_totals_are_counted_only_when_selected(ask, with_rows):
    with with_rows(1):
        ask("{ groups { nodes { title } } }")

        without, _ = count_queries(ask, "{ groups { nodes { title } } }")
        with_total, _ = count_queries(ask, "{ groups { totalCount nodes { title } } }")

    assert with_total == without + 1
