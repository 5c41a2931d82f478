"""Two web processes and a third one that publishes: what one of them changes, all show at once."""

import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection

from feedback.enums import SubmissionStatus
from feedback.handling import moderation
from feedback.handling import status as handling
from feedback.retention.erasure import erase
from pages.models import GroupPage
from tests.factories import GroupPageFactory, SubmissionFactory
from tests.response_cache.processes import Passage, WebProcess, database_url

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

GROUPS = "{ groups { nodes { title } } }"


def shared_cache() -> str:
    location = settings.CACHES["default"].get("LOCATION", "")
    return location if str(location).startswith("redis") else ""


@pytest.fixture
def group() -> GroupPage:
    return GroupPageFactory(title="Titel 0")


@pytest.fixture
def two(group: GroupPage) -> Iterator[list[WebProcess]]:
    environment = {"CACHE_URL": shared_cache()} if shared_cache() else {}
    processes = [WebProcess(**environment) for _ in range(2)]
    try:
        for each in processes:
            each.wait()
        yield processes
    finally:
        for each in processes:
            each.end()


def publish(group: GroupPage, title: str) -> None:
    group.title = title
    group.save_revision().publish()


def test_publication_is_visible_in_every_process(two: list[WebProcess], group: GroupPage) -> None:
    # Given two processes that have kept an answer
    for number in range(1, 31):
        for process in two:
            process.get(GROUPS)
        if number % 10 == 0:
            # Long enough for a process to believe that nothing happens any more.
            time.sleep(1.5)
        # When a third one publishes
        publish(group, f"Titel {number}")
        # Then neither shows anything else from now on
        for process in two:
            status, headers, body = process.get(GROUPS)
            assert status == 200
            assert f'"Titel {number}"'.encode() in body
            assert "stored" in headers["cache-status"] or shared_cache()
            assert "hit" in process.get(GROUPS)[1]["cache-status"]


def test_public_comment_follows_its_status_in_every_process(
    two: list[WebProcess],
) -> None:
    # Given two processes that have kept that a service has no public comment
    submission = SubmissionFactory()
    query = f'{{ service(slug: "{submission.service.slug}") {{ voices {{ totalCount }} }} }}'

    def shown() -> set[bytes]:
        answers = {process.get(query)[2] for process in two}
        # Kept by now.
        assert {process.get(query)[2] for process in two} == answers
        return answers

    nothing = shown()
    for take_back in (
        lambda: moderation.withdraw(submission.pk),
        lambda: moderation.redact(submission.pk, "Vänlig.", "Kortad"),
        lambda: handling.set_status([submission.pk], SubmissionStatus.QUARANTINED),
        lambda: erase(submission.pk),
    ):
        # When a third one publishes it
        handling.set_status([submission.pk], SubmissionStatus.NEW)
        moderation.publish(submission.pk, "Vänlig.", "Kortad")
        # Then both show it from now on
        [answer] = shown()
        assert b'"totalCount":1' in answer
        # When it is taken back, then neither does
        take_back()
        assert shown() == nothing


def test_each_process_computes_an_answer_once_under_load(
    two: list[WebProcess], group: GroupPage
) -> None:
    # Given load on both processes
    for process in two:
        process.get(GROUPS)
    seen: Counter[tuple[bytes, bool]] = Counter()
    until = time.monotonic() + 4

    def ask(number: int) -> None:
        while time.monotonic() < until:
            status, headers, body = two[number % 2].get(GROUPS)
            assert status == 200
            seen[(body, "fwd=miss" in headers["cache-status"])] += 1

    with ThreadPoolExecutor(8) as pool:
        asking = [pool.submit(ask, number) for number in range(8)]
        # When somebody publishes
        time.sleep(1)
        publish(group, "Ny titel")
        for each in asking:
            each.result()
    # Then the new answer was computed by each process once at most
    computed = sum(n for (body, is_new), n in seen.items() if is_new and b"Ny titel" in body)
    assert 1 <= computed <= 2, seen
    assert sum(n for (body, _), n in seen.items() if b"Ny titel" in body) > 20


@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="a file that a process has open does not go away"
)
def test_cached_answers_are_served_without_the_database(group: GroupPage) -> None:
    # Given a process that has kept an answer, and its database
    values = connection.settings_dict
    passage = Passage(values["HOST"], int(values["PORT"] or 5432))
    with WebProcess(DATABASE_URL=database_url(f"127.0.0.1:{passage.port}")) as process:
        _, _, body = process.get(GROUPS)
        # When the database goes away
        passage.close()
        # Then readers get what was true, and are told since when
        for _ in range(20):
            status, headers, again = process.get(GROUPS)
            assert (status, again) == (200, body)
            assert int(headers["age"]) >= 0
            assert "stale" in headers["cache-status"]
        passage.close()


@pytest.mark.skipif(not shared_cache(), reason="needs a cache that processes share")
def test_requests_are_answered_without_the_shared_cache(group: GroupPage) -> None:
    # Given a process whose cache goes away
    address = urlsplit(shared_cache())
    passage = Passage(address.hostname or "127.0.0.1", address.port or 6379)
    with WebProcess(CACHE_URL=f"redis://127.0.0.1:{passage.port}{address.path}") as process:
        process.get(GROUPS)
        passage.close()
        # When somebody publishes meanwhile
        for number in range(5):
            publish(group, f"Utan {number}")
            started = time.monotonic()
            status, _, body = process.get(GROUPS)
            # Then it is seen, and nobody waits for the cache for long
            assert status == 200
            assert f"Utan {number}".encode() in body
            assert time.monotonic() - started < 3
        passage.close()
