"""Feedback during failures of the database, the cache or a web process.

With real web processes on PostgreSQL, which an installation with several processes uses.
"""

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from captcha.models import CaptchaStore
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction

from feedback.models import IncomingSubmission
from tests.factories import ServiceFactory
from tests.feedback.crowd import LOST, Progress, Sent
from tests.response_cache.processes import Passage, WebProcess, database_url

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

RESIDENTS = 500
PHONE = "042-10 50 00"


@pytest.fixture(autouse=True)
def on_postgresql(transactional_db) -> None:
    """Skip on SQLite, which has no connection to cut and is meant for one process."""
    if connection.vendor != "postgresql":
        pytest.skip("Faults are shown on PostgreSQL: set DATABASE_URL.")
    ServiceFactory(slug="digidel")


class Servers:
    """Two web processes that reach the database through proxies that can be closed."""

    def __init__(self) -> None:
        values = connection.settings_dict
        self.database = (values["HOST"], int(values["PORT"] or 5432))
        self.passages = [Passage(*self.database) for _ in range(2)]
        location = settings.CACHES["default"].get("LOCATION", "")
        shared = {"CACHE_URL": location} if str(location).startswith("redis") else {}
        self.processes = [
            WebProcess(
                DATABASE_URL=database_url(f"127.0.0.1:{passage.port}"),
                CONTACT_PHONE=PHONE,
                **shared,
            )
            for passage in self.passages
        ]

    def cut(self) -> None:
        """Cut both off from the database."""
        for each in self.passages:
            each.close()

    def restore(self) -> None:
        """Reconnect both at the same addresses."""
        self.passages = [Passage(*self.database, on=each.port) for each in self.passages]

    def kill(self, number: int) -> None:
        """Kill a process and its children, as when memory runs out."""
        process = self.processes[number].process
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        process.kill()
        for each in children:
            os.kill(int(each), signal.SIGKILL)
        process.wait()


@pytest.fixture
def servers() -> Iterator[Servers]:
    started = Servers()
    try:
        for each in started.processes:
            each.wait()
        yield started
    finally:
        for each in started.processes:
            each.end()
        started.cut()


def stored() -> Counter[str]:
    return Counter(IncomingSubmission.objects.values_list("comment", flat=True))


def test_every_acknowledged_submission_is_stored_once(servers):
    # Given
    forms = [Sent(number) for number in range(RESIDENTS)]
    ports = [each.port for each in servers.processes]
    progress = Progress()
    answers: dict[int, tuple[int, str]] = {}

    def visit(form: Sent) -> None:
        status, text = form.send(ports[form.number % 2])
        if status == LOST:
            # The proxy in front, or the resident's browser, tries the other process.
            progress.note(LOST)
            status, text = form.send(ports[0])
        answers[form.number] = (status, text)
        progress.note(status)

    # When five hundred are sent at once and every fault occurs meanwhile
    with ThreadPoolExecutor(RESIDENTS) as pool:
        visits = [pool.submit(visit, form) for form in forms]
        progress.wait_for(40, 303)
        servers.cut()
        progress.wait_for(40, 503)
        servers.restore()
        progress.wait_for(100, 303)
        cache.clear()
        servers.kill(1)
        for each in visits:
            each.result()

    # Then
    rows = stored()
    acknowledged = {n for n, (status, _) in answers.items() if status == 303}
    refused = {n for n, (status, _) in answers.items() if status == 503}
    assert acknowledged | refused == set(range(RESIDENTS)), progress.answers
    assert len(refused) >= 40
    assert progress.answers[LOST]
    assert {rows[forms[n].comment] for n in acknowledged} == {1}
    assert max(rows.values()) == 1
    for n in refused:
        text = answers[n][1]
        assert forms[n].shown in text
        assert forms[n].client_id in text
        assert PHONE in text

    # When the failed requests are repeated
    for n in refused:
        assert forms[n].send(ports[0])[0] == 303

    # Then
    assert stored() == Counter(form.comment for form in forms)


def test_process_killed_before_commit_keeps_challenge_and_text(servers):
    # Given a form whose challenge is used and whose row cannot be written
    form = Sent(1)
    ports = [each.port for each in servers.processes]
    answers: list[tuple[int, str]] = []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE feedback_usedclientid IN SHARE MODE")
        sending = threading.Thread(target=lambda: answers.append(form.send(ports[1])))
        sending.start()
        _wait_until(_somebody_waits_for_the_lock)

        # When
        servers.kill(1)
        sending.join()

    # Then
    assert answers == [(LOST, "")]
    _wait_until(lambda: not _somebody_waits_for_the_lock())
    assert CaptchaStore.objects.filter(hashkey=form.key).exists()
    assert not IncomingSubmission.objects.exists()
    assert form.send(ports[0])[0] == 303
    assert stored() == {form.comment: 1}


def _somebody_waits_for_the_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted"
            " AND relation = 'feedback_usedclientid'::regclass"
        )
        return cursor.fetchone()[0] > 0


def _wait_until(holds: Callable[[], bool]) -> None:
    for _attempt in range(600):
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError("It did not come to pass.")
