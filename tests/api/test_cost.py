"""The number of SQL queries follows the shape of an operation, whatever number of rows it finds."""

import datetime
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pages.models import (
    AgendaItem,
    EventDocument,
    GroupMinutes,
    ProjectParticipant,
    ScheduleItem,
    Speaker,
)
from tests.factories import (
    EVENT_START,
    ArticlePageFactory,
    ContentDocumentFactory,
    ContentImageFactory,
    EventPageFactory,
    GroupPageFactory,
    OrganisationFactory,
    ProjectPageFactory,
    ServiceFactory,
    TopicFactory,
    VenueFactory,
)
from tests.renditions import foresee_files

pytestmark = pytest.mark.django_db


def make(number, shared):
    """Make a row of every kind, each related to the others of its number."""
    organisation = OrganisationFactory()
    group = GroupPageFactory(
        slug=f"g{number}",
        organisers=[organisation],
        topics=[shared["topic"]],
        image=shared["image"],
        archived_minutes=[
            GroupMinutes(
                held_on=datetime.date(2018, 1, 1), title="Minutes", document=shared["document"]
            )
        ],
    )
    project = ProjectPageFactory(
        slug=f"p{number}",
        groups=[group],
        participants=[ProjectParticipant(organisation=organisation)],
        image=shared["image"],
    )
    event = EventPageFactory(
        slug=f"e{number}",
        starts_at=EVENT_START + datetime.timedelta(days=number),
        group=group,
        venue=VenueFactory(),
        projects=[project],
        organisers=[organisation],
        topics=[shared["topic"]],
        image=shared["image"],
        agenda_items=[AgendaItem(title="A"), AgendaItem(title="B")],
        schedule_items=[ScheduleItem(title="S", starts_at=EVENT_START)],
        speakers=[Speaker(name="N", organisation=organisation)],
        documents=[EventDocument(title="D", kind="minutes", document=shared["document"])],
    )
    body = [
        {
            "type": "rich_text",
            "id": "1",
            "value": f'<p><a linktype="page" id="{group.pk}">g</a>'
            f'<a linktype="document" id="{shared["document"].pk}">d</a></p>',
        },
        {"type": "image", "id": "2", "value": {"image": shared["image"].pk}},
        {"type": "related_pages", "id": "3", "value": {"pages": [project.pk, event.pk]}},
    ]
    ArticlePageFactory(
        slug=f"a{number}",
        groups=[group],
        projects=[project],
        events=[event],
        image=shared["image"],
        body=json.dumps(body),
    )
    ServiceFactory(administration=organisation)


@pytest.fixture
def rows():
    """Return a function that makes so many rows of every kind, beside those that there are."""
    shared = {
        "topic": TopicFactory(),
        "image": ContentImageFactory(),
        "document": ContentDocumentFactory(),
    }
    foresee_files([shared["image"]])
    made = iter(range(1000))

    def make_rows(count):
        for _ in range(count):
            make(next(made), shared)

    return make_rows


def count_queries(ask, query):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        answer = ask(query)
    return len(captured), answer


QUERIES = {
    "kitchen sink": """{ events(first: 50) { totalCount nodes { id title path url locale summary
        venue { id name } group { title ... on GroupPage { purpose organisers { name } } }
        projects { title participants { role organisation { name logo { alt } } } }
        organisers { id name } topics { name } agenda { title } schedule { title }
        speakers { name organisation { name } } documents { document { url } }
        breadcrumbs { title } translations { path } parent { title } seo { image { alt } }
        image { rendition(preset: CARD) { src } } readability { lix }
        articles(first: 5) { totalCount nodes { title } } } } }""",
    "bodies": """{ articles(first: 50) { nodes { body { __typename
        ... on RichTextBlock { html }
        ... on ImageBlock { image { alt rendition(preset: FULL) { src } } }
        ... on RelatedPagesBlock { pages { title
          ... on EventPage { startsAt group { title } }
          ... on ProjectPage { status } } } } } } }""",
    "nested lists": """{ groups(first: 50) { totalCount nodes { minutes { title document { url } }
        events(first: 3) { totalCount nodes { title projects { title
          articles(first: 1) { totalCount nodes { title } } } } }
        projects(first: 3) { nodes { title events(first: 1) { nodes { title } } } } } } }""",
    "organisations": """{ organisations(first: 50) { totalCount nodes { name
        groups(first: 2) { nodes { title } } projects(first: 2) { nodes { title } }
        events(first: 2) { totalCount nodes { title } }
        services(first: 2) { nodes { name } } } } }""",
    "services": """{ services(first: 50) { nodes { name isOpen ratings { label }
        administration { name services(first: 2) { nodes { name } } } } } }""",
}


@pytest.mark.parametrize("name", QUERIES)
def test_fifty_rows_cost_as_many_queries_as_one(ask, rows, name):
    # given
    rows(1)
    at_one, _ = count_queries(ask, QUERIES[name])

    # when
    rows(49)
    at_fifty, answer = count_queries(ask, QUERIES[name])

    # then
    assert at_fifty == at_one
    (found,) = answer.values()
    assert len(found["nodes"]) == 50


def test_nothing_is_asked_of_the_database_while_the_answer_is_written(ask, rows, monkeypatch):
    """All loading is done by the look-ahead; resolvers only look up."""
    from graphql import ExecutionContext

    rows(2)
    write = ExecutionContext.execute_operation

    def write_alone(self, *arguments):
        def refuse(*_args):
            raise AssertionError("A resolver asked the database.")

        with connection.execute_wrapper(refuse):
            return write(self, *arguments)

    monkeypatch.setattr(ExecutionContext, "execute_operation", write_alone)

    for query in QUERIES.values():
        ask(query)


def test_totals_are_counted_only_when_asked_for(ask, rows):
    rows(1)
    ask("{ groups { nodes { title } } }")

    without, _ = count_queries(ask, "{ groups { nodes { title } } }")
    with_total, _ = count_queries(ask, "{ groups { totalCount nodes { title } } }")

    assert with_total == without + 1
