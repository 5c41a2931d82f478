"""A challenge admits one submission and a client id counts once, also concurrently."""

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from captcha.models import CaptchaStore
from django.conf import settings
from django.db import connection

from feedback.intake.challenges import issue_challenge
from feedback.models import IncomingSubmission, UsedClientId
from tests.factories import ServiceFactory
from tests.feedback.resident import right_answer
from tests.feedback.sender import NOW, send_all

pytestmark = pytest.mark.django_db(transaction=True)

PROGRAM = Path(__file__).with_name("sender.py")


def submission(key: str = "", **changes: Any) -> dict[str, Any]:
    """Return the arguments of a valid submission with a challenge of its own."""
    key = key or issue_challenge(NOW).key
    return {
        "service": "digidel",
        "rating": 4,
        "captcha_key": key,
        "captcha_response": right_answer(key),
        "client_id": str(uuid.uuid4()),
        **changes,
    }


def database_url() -> str:
    """Return the URL of the tests' database for other processes."""
    details = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{details['NAME']}"
    return (
        f"postgres://{details['USER']}:{details['PASSWORD']}@{details['HOST']}:"
        f"{details['PORT'] or 5432}/{details['NAME']}"
    )


class Processes:
    """Two processes that send at the same moment, in threads."""

    def __init__(self) -> None:
        environment = {
            **os.environ,
            "DATABASE_URL": database_url(),
            "SECRET_KEY": settings.SECRET_KEY,
            "DEBUG": "1",
            "PYTHONPATH": str(settings.BASE_DIR),
        }
        self.processes = [
            subprocess.Popen(
                [sys.executable, str(PROGRAM)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                env=environment,
                cwd=settings.BASE_DIR,
            )
            for _ in range(2)
        ]

    def send(self, *loads: list[dict[str, Any]]) -> list[str]:
        """Distribute the loads among the processes, and start them all when all are ready."""
        for number, process in enumerate(self.processes):
            self._say(process, json.dumps(loads[number::2]))
        for process in self.processes:
            while self._hear(process) != "ready":
                pass
        for process in self.processes:
            self._say(process, "")
        return [result for each in self.processes for result in self._results(each)]

    def end(self) -> None:
        for process in self.processes:
            process.kill()
            process.communicate()

    def _results(self, process: subprocess.Popen) -> list[str]:
        while not (line := self._hear(process)).startswith("["):
            pass
        return json.loads(line)

    @staticmethod
    def _say(process: subprocess.Popen, line: str) -> None:
        print(line, file=process.stdin, flush=True)

    @staticmethod
    def _hear(process: subprocess.Popen) -> str:
        line = process.stdout.readline()
        assert line, "The sending process has ended."
        return line.strip()


@pytest.fixture(scope="module")
def processes(django_db_setup) -> Iterator[Processes]:
    """Start the processes once for the module."""
    started = Processes()
    yield started
    started.end()


@pytest.fixture(params=["threads", "processes"])
def send(request) -> Callable[..., list[str]]:
    """Send several loads at once, from threads of this process or from processes."""
    if request.param == "threads":
        return lambda *loads: send_all(list(loads), lambda: None)
    return request.getfixturevalue("processes").send


def test_concurrent_uses_of_a_challenge_store_one_row(send):
    ServiceFactory(slug="digidel")
    key = issue_challenge(NOW).key

    results = send([submission(key)], [submission(key)])

    assert IncomingSubmission.objects.count() == 1
    assert UsedClientId.objects.count() == 1
    assert sorted(result.isdigit() for result in results) == [False, True]
    assert "CAPTCHA_EXPIRED" in results


def test_form_sent_twice_at_once_stores_one_row(send):
    # Given the same page, its button pressed twice
    ServiceFactory(slug="digidel")
    form = submission()

    # When
    results = send([form], [form])

    # Then
    assert IncomingSubmission.objects.count() == 1
    assert len(set(results)) == 1
    assert results[0].isdigit()


def test_concurrent_uses_of_a_client_id_store_one_row(send):
    ServiceFactory(slug="digidel")
    client_id = str(uuid.uuid4())

    results = send([submission(client_id=client_id)], [submission(client_id=client_id)])

    assert IncomingSubmission.objects.count() == 1
    assert len(set(results)) == 1
    assert results[0].isdigit()


def test_concurrent_guesses_count_as_one(send):
    # Given one right answer among many wrong ones for one challenge
    ServiceFactory(slug="digidel")
    key = issue_challenge(NOW).key
    guesses = [submission(key, captcha_response=f"{n}") for n in range(200, 206)]

    # When
    results = send(*([guess] for guess in guesses))

    # Then
    assert results.count("CAPTCHA_WRONG") == 1
    assert results.count("CAPTCHA_EXPIRED") == 5
    assert not CaptchaStore.objects.exists()


def test_twenty_writers_in_two_processes_all_succeed(processes):
    ServiceFactory(slug="digidel")
    loads = [[submission() for _ in range(3)] for _ in range(20)]

    results = processes.send(*loads)

    assert all(result.isdigit() for result in results), results
    assert IncomingSubmission.objects.count() == 60
    assert len(set(results)) == 60
