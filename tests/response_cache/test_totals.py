"""The total of a list is counted once while nothing changes, and never told when it is old."""

import datetime
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.response_cache.lifetimes import PERIODS
from pages.models import EventPage
from tests.factories import EventPageFactory, default_home

pytestmark = pytest.mark.django_db(transaction=True)

NOON = datetime.datetime(2026, 5, 4, 12, tzinfo=datetime.UTC)
TOTAL = """
    query ($first: Int = 1, $orderBy: EventOrder! = STARTS_AT_ASC, $filter: EventFilter) {
        events(first: $first, orderBy: $orderBy, filter: $filter) { totalCount nodes { id } }
    }
"""


@pytest.fixture(autouse=True)
def process_that_has_just_started() -> None:
    PERIODS.last = None
    default_home()


def ask(**variables: Any) -> tuple[int, int]:
    """Return the total of the events, and how often the database counted."""
    payload = {"query": TOTAL, "variables": variables}
    # As the cache in front does before it lets a request through.
    PERIODS.current()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = Client().post("/graphql/", payload, content_type="application/json").json()
    counted = sum("COUNT(*)" in each["sql"] for each in asked)
    return answer["data"]["events"]["totalCount"], counted


def test_total_is_shared_by_pages_and_orders() -> None:
    EventPageFactory.create_batch(2)
    assert ask() == (2, 1)
    assert ask(first=2) == (2, 0)
    assert ask(orderBy="TITLE_ASC") == (2, 0)


def test_totals_are_separate_by_filter() -> None:
    # Given a total that is known
    EventPageFactory(status="cancelled")
    EventPageFactory()
    assert ask() == (2, 1)
    # When another one is asked for, then it is counted
    assert ask(filter={"status": ["CANCELLED"]}) == (1, 1)
    assert ask(filter={"status": ["CANCELLED"]}) == (1, 0)


def test_total_includes_new_publications() -> None:
    EventPageFactory()
    assert ask() == (1, 1)
    EventPageFactory()
    assert ask() == (2, 1)


def test_total_excludes_unpublished_pages() -> None:
    event = EventPageFactory()
    assert ask() == (1, 1)
    event.unpublish()
    assert ask() == (0, 1)


def test_total_of_upcoming_events_changes_at_an_events_end() -> None:
    upcoming = {"filter": {"when": "UPCOMING"}}
    with time_machine.travel(NOON, tick=False) as clock:
        # Given an event that lasts another hour
        EventPageFactory(starts_at=NOON, ends_at=NOON + datetime.timedelta(hours=1))
        assert ask(**upcoming) == (1, 1)
        # When half of it is over, then the total is still known
        clock.shift(datetime.timedelta(minutes=30))
        assert ask(**upcoming) == (1, 0)
        # When all of it is over, then nothing is to come
        clock.shift(datetime.timedelta(minutes=30))
        assert ask(**upcoming) == (0, 1)


def test_total_of_an_open_transaction_is_not_shared() -> None:
    # Given somebody who publishes, looks, and takes it back
    EventPageFactory()
    with transaction.atomic():
        EventPage.objects.update(live=False)
        assert ask() == (0, 1)
        transaction.set_rollback(True)
    # When others ask, then they are told what is public
    assert ask() == (1, 1)
    assert ask() == (1, 0)
