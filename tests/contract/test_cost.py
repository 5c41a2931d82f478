"""What the contract's operations cost: as many SQL queries for 50 rows as for one, and few."""

import datetime
import json
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pages.models import (
    AgendaItem,
    ArticleDocument,
    EventDocument,
    FeaturedPage,
    GroupMinutes,
    ProjectParticipant,
    ProjectReport,
    ScheduleItem,
    Speaker,
)
from tests.contract.files import MOST_QUERIES, QUERIES, query_of
from tests.contract.previews import lend_draft, superuser
from tests.factories import (
    EVENT_START,
    ArticlePageFactory,
    ContentDocumentFactory,
    ContentImageFactory,
    EventPageFactory,
    GroupPageFactory,
    OrganisationFactory,
    ProjectPageFactory,
    ServiceAnswerFactory,
    ServiceFactory,
    TopicFactory,
    VenueFactory,
    default_home,
)
from tests.renditions import foresee_files

# Before all events, so that they are to come.
NOW = EVENT_START - datetime.timedelta(days=7)
FIRST = {"Group": "g0", "Project": "p0", "Event": "e0", "Article": "a0", "Service": "s0"}

Rows = Callable[[int], None]


@pytest.fixture
def rows(db: None) -> Rows:
    """Return a function that makes so many rows of every kind.

    Each is related to what was made first, too, so that its page and its lists grow.
    """
    image, document, topic = ContentImageFactory(), ContentDocumentFactory(), TopicFactory()
    foresee_files([image])
    home = default_home()
    first: dict[str, Any] = {}

    def make(number: int) -> None:
        organisation = OrganisationFactory()
        group = GroupPageFactory(
            slug=f"g{number}",
            show_in_menus=True,
            image=image,
            topics=[topic],
            organisers=[organisation],
            archived_minutes=[
                GroupMinutes(held_on=EVENT_START.date(), title="M", document=document)
            ],
        )
        group = first.setdefault("group", group)
        project = ProjectPageFactory(
            slug=f"p{number}",
            image=image,
            topics=[topic],
            groups=[group],
            participants=[ProjectParticipant(organisation=organisation)],
            reports=[ProjectReport(document=document, title="R")],
        )
        project = first.setdefault("project", project)
        event = EventPageFactory(
            slug=f"e{number}",
            starts_at=EVENT_START + datetime.timedelta(days=number),
            image=image,
            group=group,
            venue=VenueFactory(),
            projects=[project],
            topics=[topic],
            organisers=[organisation],
            agenda_items=[AgendaItem(title="A")],
            schedule_items=[ScheduleItem(title="S", starts_at=EVENT_START)],
            speakers=[Speaker(name="N", organisation=organisation)],
            documents=[EventDocument(kind="minutes", title="D", document=document)],
            body=body(group),
        )
        event = first.setdefault("event", event)
        ArticlePageFactory(
            slug=f"a{number}",
            image=image,
            topics=[topic],
            groups=[group],
            projects=[project],
            events=[event],
            documents=[ArticleDocument(document=document, title="D")],
            body=body(project),
        )
        home.featured_pages.add(FeaturedPage(page=project))
        service = ServiceFactory(slug=f"s{number}", administration=organisation)
        ServiceAnswerFactory(service=first.setdefault("service", service))

    def body(page: Any) -> str:
        return json.dumps(
            [
                {"type": "rich_text", "value": f'<a linktype="page" id="{page.pk}">p</a>'},
                {"type": "image", "value": {"image": image.pk}},
            ]
        )

    made = iter(range(1000))

    def make_rows(count: int) -> None:
        for _ in range(count):
            make(next(made))
        home.save()

    return make_rows


def queries_of(operation: str, token: str) -> int:
    """Return how many queries an operation asks of the database."""
    variables = {
        "token": token,
        "slug": FIRST.get(operation, ""),
        "path": "/",
        # Finds hits of one kind at both sizes: the items of each kind cost queries of their own.
        "query": "event",
        "first": 50,
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


def test_operations_cost_as_many_queries_for_fifty_rows_as_for_one(rows: Rows) -> None:
    with time_machine.travel(NOW, tick=False):
        # Given one row of everything
        rows(1)
        token = lend_draft(FIRST["Event"], superuser(), NOW)
        at_one = {operation: queries_of(operation, token) for operation in QUERIES}
        # When there are fifty
        rows(49)
        at_fifty = {operation: queries_of(operation, token) for operation in QUERIES}
    # Then each operation asks as often as before
    assert at_fifty == at_one
    assert max(at_fifty.values()) <= MOST_QUERIES
