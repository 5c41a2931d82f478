"""Where answers are kept: whatever is found there, nobody gets a wrong answer or none."""

import datetime
import pickle
from typing import Any

import pytest
import time_machine
from django.core.cache import caches
from django.core.cache.backends.dummy import DummyCache
from pytest_django import Settings

from cms.response_cache.namespace import fingerprint
from cms.response_cache.stores import SharedStore
from cms.response_cache.version import read_version
from pages.models import Topic
from tests.factories import EVENT_START, EventPageFactory, GroupPageFactory, TopicFactory
from tests.response_cache.visitor import Visitor

pytestmark = pytest.mark.django_db

TOPICS = "{ topics { nodes { name } } }"
UPCOMING = "{ events(filter: {when: UPCOMING}) { totalCount } }"


def sharing(*visitors: Visitor, namespace: str = "one") -> None:
    """Let processes share a cache."""
    for each in visitors:
        each.application.shared_store = SharedStore(caches["default"], namespace)


class Garbage(DummyCache):
    """A cache in which somebody else has written."""

    def __init__(self, value: Any) -> None:
        super().__init__("", {})
        self.value = value

    def get(self, key: str, default: Any = None, version: Any = None) -> Any:
        if isinstance(self.value, Exception):
            raise self.value
        return self.value


@pytest.mark.parametrize(
    "value",
    [
        "an answer",
        b"\x80",
        7,
        {"body": b"{}"},
        (1, 2),
        (None,) * 6,
        ("1", 2.0, 3.0, "x", "headers", "body"),
        [1, 2.0, 3.0, "x", (), b"{}"],
        pickle.UnpicklingError("truncated"),
        EOFError(),
    ],
    ids=repr,
)
@pytest.mark.parametrize("database", ["there", "away", "away from the start"])
def test_invalid_entries_of_the_shared_cache_are_ignored(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, value: Any, database: str
) -> None:
    # Given a process that knows its period, and a shared cache with rubbish in it
    GroupPageFactory(title="Din hälsa")
    visitor.get(TOPICS)
    visitor.application.shared_store = SharedStore(Garbage(value), "one")
    if database != "there":
        monkeypatch.setattr(visitor.application.periods, "current", lambda: None)
    if database == "away from the start":
        visitor.application.periods.last = None
    # When something is asked that it has not kept
    answer = visitor.get("{ groups { nodes { title } } }")
    # Then it is computed
    assert answer.data["groups"]["nodes"] == [{"title": "Din hälsa"}]


def test_new_process_uses_the_shared_cache(visitor: Visitor) -> None:
    other = Visitor()
    sharing(visitor, other)
    other.get(TOPICS)

    assert visitor.get(TOPICS).how == "hit"


def test_stale_answer_is_shared_by_processes(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given two processes that have kept an answer, and a change that only one was asked about
    topic = TopicFactory(name="Hemligt")
    other = Visitor()
    sharing(visitor, other)
    visitor.get(TOPICS)
    Topic.objects.filter(pk=topic.pk).update(name="Rättat")
    other.get(TOPICS)
    # When the database goes away
    monkeypatch.setattr(visitor.application.periods, "current", lambda: None)
    # Then the other one hands out no older answer
    answer = visitor.get(TOPICS)
    assert answer.how == "hit; detail=stale"
    assert answer.data["topics"]["nodes"] == [{"name": "Rättat"}]


def test_process_started_without_the_database_uses_the_shared_cache(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given an answer that is kept, and a process that has just started
    sharing(visitor)
    kept = visitor.get(TOPICS)
    started = Visitor()
    sharing(started)
    # When the database does not answer it
    monkeypatch.setattr(started.application.periods, "current", lambda: None)
    answer = started.get(TOPICS)
    # Then it hands out what was kept
    assert (answer.status, answer.body, answer.how) == (200, kept.body, "hit; detail=stale")
    assert started.computed == 0


def test_expired_answer_is_served_without_the_database(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given an answer that holds until an event is over
    EventPageFactory(starts_at=EVENT_START, ends_at=EVENT_START + datetime.timedelta(hours=2))
    with time_machine.travel(EVENT_START, tick=False):
        kept = visitor.get(UPCOMING)
    # When the database is away by then, and asked through a host that nobody used before
    monkeypatch.setattr(visitor.application.periods, "current", lambda: None)
    with time_machine.travel(EVENT_START + datetime.timedelta(hours=3), tick=False):
        answer = visitor.get(UPCOMING, host="127.0.0.1")
    # Then the last answer is given, and says how old it is
    assert (answer.status, answer.body) == (200, kept.body)
    assert answer.headers["age"] == "10800"
    assert answer.how == "hit; detail=stale"
    assert "s-maxage=0," in answer.headers["cache-control"]


def test_answers_with_a_future_time_are_ignored(visitor: Visitor) -> None:
    # Given two processes that share a cache, and an event
    other = Visitor()
    sharing(visitor, other)
    EventPageFactory(starts_at=EVENT_START, ends_at=EVENT_START + datetime.timedelta(hours=2))
    # When an answer is kept while the clock is a day ahead
    with time_machine.travel(EVENT_START + datetime.timedelta(days=1), tick=False):
        assert visitor.get(UPCOMING).data["events"]["totalCount"] == 0
    # Then no process believes it when the clock is right again
    with time_machine.travel(EVENT_START, tick=False):
        for each in (visitor, other):
            assert each.get(UPCOMING).data["events"]["totalCount"] == 1
            # And the right one is kept
            assert each.get(UPCOMING).how == "hit"
    assert visitor.computed + other.computed == 2


@pytest.mark.parametrize(
    ("name", "value"), [("GRAPHQL_INTROSPECTION", True), ("SECURE_HSTS_SECONDS", 7)]
)
def test_cache_key_depends_on_settings(settings: Settings, name: str, value: Any) -> None:
    settings.GRAPHQL_INTROSPECTION = False
    before = fingerprint()

    setattr(settings, name, value)

    assert fingerprint() != before


def test_late_thread_does_not_restore_an_old_version(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given a thread that reads the version and is held up, while content changes
    visitor.get(TOPICS)

    def read_and_wait() -> int:
        version = read_version()
        monkeypatch.undo()
        TopicFactory(name="Ny")
        # And another thread that answers meanwhile
        assert b"Ny" in visitor.get(TOPICS).body
        return version

    monkeypatch.setattr("cms.response_cache.lifetimes.read_version", read_and_wait)
    # When the first one goes on
    visitor.get("{ site { name } }")
    # Then the process goes by the new version
    assert visitor.application.periods.last.version == read_version()
    assert visitor.get(TOPICS).how == "hit"
