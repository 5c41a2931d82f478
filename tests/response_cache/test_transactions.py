"""What somebody is changing is seen when it is committed, and not before."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from cms.response_cache.version import read_version
from pages.models import Topic
from tests.factories import TopicFactory, default_home
from tests.response_cache.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)

TOPICS = "{ topics { nodes { name } } }"


@pytest.fixture(autouse=True)
def site() -> None:
    default_home()


@contextmanager
def change_under_way(topic: Topic, name: str, *, gives_up: bool = False) -> Iterator[None]:
    """Let somebody with a connection of their own change a topic, and commit in the end."""
    written, go_on = threading.Event(), threading.Event()

    def write() -> None:
        try:
            with transaction.atomic():
                Topic.objects.filter(pk=topic.pk).update(name=name)
                written.set()
                assert go_on.wait(20)
                transaction.set_rollback(gives_up)
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert written.wait(20)
        yield
    finally:
        go_on.set()
        writer.join()


def names(visitor: Visitor) -> list[str]:
    return sorted(each["name"] for each in visitor.get(TOPICS).data["topics"]["nodes"])


@pytest.mark.parametrize("is_kept", [True, False])
def test_change_is_visible_when_committed(visitor: Visitor, is_kept: bool) -> None:
    # Given content, and somebody who is about to change it
    topic = TopicFactory(name="Förut")
    if is_kept:
        names(visitor)
    with change_under_way(topic, "Nu"):
        # When it is read and kept meanwhile, then as it was
        assert [names(visitor), names(visitor)] == [["Förut"], ["Förut"]]
        assert visitor.computed == 1
    # And from the commit on, as it is
    assert names(visitor) == ["Nu"]


def test_rolled_back_transaction_invalidates_nothing(visitor: Visitor) -> None:
    topic = TopicFactory(name="Förut")
    names(visitor)

    with change_under_way(topic, "Aldrig", gives_up=True):
        names(visitor)

    assert names(visitor) == ["Förut"]
    assert visitor.computed == 1


@pytest.mark.skipif(connection.vendor == "sqlite", reason="one writes after the other")
def test_concurrent_changes_are_visible_at_their_commits(visitor: Visitor) -> None:
    # Given two who change content at the same time
    first, second = TopicFactory(name="A"), TopicFactory(name="B")
    names(visitor)
    with change_under_way(first, "A, ny"):
        with change_under_way(second, "B, ny"):
            assert names(visitor) == ["A", "B"]
        # When the one who began last is done first, then that is seen
        assert names(visitor) == ["A", "B, ny"]
    # And so is the other one
    assert names(visitor) == ["A, ny", "B, ny"]


def test_version_is_read_without_a_prepared_statement() -> None:
    # Given a connection that a pool has led to another session of PostgreSQL
    version = read_version()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DEALLOCATE ALL")
    # When the version is read, then it is the same
    assert read_version() == version != 0
