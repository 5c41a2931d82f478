"""No trace of a visitor remains in the database, the cache, the files or the logs."""

import http.client
import json
import os
import random
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import DatabaseError, IntegrityError, connection
from django.db.models import Model
from django.test import Client

from feedback.intake.challenges import issue_challenge
from feedback.intake.daily_batch import release_feedback
from feedback.intake.receipts import receipt_hash
from feedback.intake.submit import SubmissionUnavailable, submit_feedback
from feedback.models import IncomingSubmission, Submission
from tests.factories import ServiceFactory, SubmissionAnswerFactory, SubmissionFactory
from tests.feedback import canaries
from tests.feedback.resident import FORM, Resident, right_answer
from tests.feedback.sender import NOW
from tests.feedback.test_one_use import database_url

pytestmark = pytest.mark.admin_indexes

SUBMIT = """mutation ($input: SubmitFeedbackInput!) {
  submitFeedback(input: $input) { received errors { code } captcha { key } }
}"""
COMMENT = "Kanariekommentar, som ingen logg får visa."


def by_form(client: Client, comment: str = COMMENT, answer: str | None = None) -> int:
    resident = Resident(client, "digidel", f"?{canaries.QUERY}=1")
    resident.fill_in(comment=comment)
    return resident.send(answer).status_code


def by_mutation(client: Client, comment: str = COMMENT, answer: str | None = None) -> int:
    key = issue_challenge(NOW_FOR_VIEWS()).key
    fields = {
        "service": "digidel",
        "rating": 4,
        "comment": comment,
        "captchaKey": key,
        "captchaResponse": right_answer(key) if answer is None else answer,
        "clientId": str(uuid.uuid4()),
    }
    return client.post(
        f"/graphql/?{canaries.QUERY}=1",
        json.dumps({"query": SUBMIT, "variables": {"input": fields}}),
        content_type="application/json",
    ).status_code


def by_asking_first(client: Client, comment: str, *, inline: bool) -> int:
    written = json.dumps(comment, ensure_ascii=False) if inline else "$comment"
    given = "" if inline else "($comment: String!) "
    asked = "{ passages { text } helpLines { name } }"
    query = f"mutation {given}{{ screenComment(comment: {written}) {asked} }}"
    return client.post(
        f"/graphql/?{canaries.QUERY}=1",
        json.dumps({"query": query, "variables": {} if inline else {"comment": comment}}),
        content_type="application/json",
    ).status_code


def NOW_FOR_VIEWS():
    from django.utils import timezone

    return timezone.now()


WAYS = [by_form, by_mutation]


def assert_no_signs(logged: canaries.EverythingLogged) -> None:
    found = [
        (place, signs)
        for place, text in canaries.everything_stored()
        if (signs := canaries.signs_in(text))
    ]
    found += [("a log", signs, text) for text in logged.text if (signs := canaries.signs_in(text))]
    assert not found


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("send", WAYS)
def test_submission_stores_and_logs_nothing_of_the_visitor(send, visitor, logged):
    status = send(visitor)

    assert status in {200, 303}
    assert IncomingSubmission.objects.get().comment == COMMENT
    assert_no_signs(logged)
    assert not [text for text in logged.text if COMMENT in text]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("send", WAYS)
def test_wrong_captcha_answer_stores_and_logs_nothing(send, visitor, logged):
    assert send(visitor, answer="wrong") in {200, 422}

    assert not IncomingSubmission.objects.exists()
    assert_no_signs(logged)
    assert not [text for text in logged.text if COMMENT in text]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("send", WAYS)
def test_failed_insert_stores_and_logs_nothing(send, visitor, logged):
    with canaries.table_that_refuses(IncomingSubmission):
        status = send(visitor)

    assert status in {200, 503}
    assert any("could not be stored" in text for text in logged.text)
    assert not IncomingSubmission.objects.exists()
    assert_no_signs(logged)
    assert not [text for text in logged.text if COMMENT in text]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("inline", [True, False])
@pytest.mark.parametrize("fails", [True, False])
def test_screening_stores_and_logs_nothing(inline, fails, visitor, logged, monkeypatch):
    def fail(*args: object) -> None:
        raise RuntimeError("a fault of ours")

    if fails:
        monkeypatch.setattr("feedback.graphql.screening.screen_for_resident", fail)

    comment = f"{COMMENT} Jag orkar inte leva."
    assert by_asking_first(visitor, comment, inline=inline) == 200

    assert any("RuntimeError by way of" in text for text in logged.text) is fails
    assert_no_signs(logged)
    assert not [text for text in logged.text if "Kanariekommentar" in text]
    assert not [place for place, text in canaries.everything_stored() if "Kanarie" in text]


@pytest.mark.django_db(transaction=True)
def test_failed_insert_keeps_the_text_on_the_page(visitor):
    resident = Resident(visitor, "digidel")
    resident.fill_in(comment=COMMENT)

    with canaries.table_that_refuses(IncomingSubmission):
        response = resident.send()

    assert response.status_code == 503
    assert COMMENT in response.text
    assert response["Retry-After"]
    resident.post("check")
    assert resident.send().status_code == 303


READ = "query ($receipt: String!) { feedbackAnswer(receipt: $receipt) { text } }"
RECEIPTS = ["1111222233334444", "5555666677778888", "9999000011112222"]


def read_by_page(client: Client, receipt: str) -> int:
    address = f"/feedback/svar/?{canaries.QUERY}=1"
    return client.post(address, urlencode({"receipt": receipt}), content_type=FORM).status_code


def read_by_api(client: Client, receipt: str) -> int:
    body = {"query": READ, "variables": {"receipt": receipt}}
    address = f"/graphql/?{canaries.QUERY}=1"
    return client.post(address, json.dumps(body), content_type="application/json").status_code


def read_inline(client: Client, receipt: str) -> int:
    body = {"query": READ.replace("($receipt: String!)", "").replace("$receipt", f'"{receipt}"')}
    address = f"/graphql/?{canaries.QUERY}=1"
    return client.post(address, json.dumps(body), content_type="application/json").status_code


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("failure", [None, "database", "template", "limit"])
@pytest.mark.parametrize("read", [read_by_page, read_by_api, read_inline])
def test_reading_an_answer_stores_and_logs_nothing(read, failure, visitor, logged, monkeypatch):
    # Given an answer, one that waits, and a number of nobody's
    answered, waiting, _nobodys = RECEIPTS
    SubmissionAnswerFactory(submission=SubmissionFactory(receipt_hash=receipt_hash(answered)))
    SubmissionFactory(receipt_hash=receipt_hash(waiting))

    def fail(*args: object, **kwargs: object) -> str:
        raise DatabaseError("away") if failure == "database" else RuntimeError("a fault of ours")

    if failure == "database":
        monkeypatch.setattr("feedback.resident.answer_page.find_answer", fail)
        monkeypatch.setattr("feedback.graphql.answers.find_answer", fail)
    if failure == "template":
        monkeypatch.setattr("feedback.resident.responses.render_to_string", fail)
    if failure == "limit":
        monkeypatch.setattr("feedback.intake.suspicion.ANSWERS_AN_HOUR", 0)

    # When
    for receipt in RECEIPTS:
        assert read(visitor, receipt) in {200, 429, 500, 503}

    # Then
    texts = [text for _place, text in canaries.everything_stored()]
    texts += logged.text if failure != "template" else _on_the_console(logged, visitor)
    assert not [signs for text in texts if (signs := canaries.signs_in(text))]
    assert not [text for text in texts if any(receipt in text for receipt in RECEIPTS)]


def _on_the_console(logged: canaries.EverythingLogged, _client: Client) -> list[str]:
    """Return the lines that handlers would write, without the records' attributes."""
    return logged.text[::2]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/feedback/finns-inte/", "/feedback/digidel/tack/x/", "/feedback/captcha/x.png"]
)
def test_unknown_urls_log_nothing_of_the_visitor(visitor, logged, address):
    visitor.get(f"{address}?{canaries.QUERY}=1")

    console = "\n".join(_on_the_console(logged, visitor))
    assert not canaries.signs_in(console)


# --- PostgreSQL's own log -------------------------------------------------------------------------
def server_log() -> Path:
    """Return the log of the PostgreSQL server, found by an error of this test's own."""
    marker = f"sought_{uuid.uuid4().hex}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_logfile(), current_setting('data_directory')")
        current, data = cursor.fetchone()
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT 1/0 AS {marker}")
    except Exception:
        pass
    candidates = [
        *(Path(path) for path in [os.environ.get("POSTGRES_LOG")] if path),
        *([Path(data, current)] if current else []),
        *Path("/var/log/postgresql").glob("*.log"),
        *Path(data).glob("log/*.log"),
    ]
    for _attempt in range(20):
        for candidate in candidates:
            if os.access(candidate, os.R_OK) and marker in _tail(candidate):
                return candidate
        time.sleep(0.1)
    pytest.fail(
        "The log of the PostgreSQL server was not found, so nobody has looked whether it quotes "
        "residents. Set POSTGRES_LOG to its file, and let this user read it (member of the group "
        "adm on Debian)."
    )


def _tail(file: Path, size: int = 200_000) -> str:
    with file.open("rb") as opened:
        opened.seek(max(0, file.stat().st_size - size))
        return opened.read().decode("utf-8", "replace")


def send_one() -> None:
    key = issue_challenge(NOW).key
    arguments = {
        "service": "digidel",
        "rating": 4,
        "comment": COMMENT,
        "captcha_key": key,
        "captcha_response": right_answer(key),
        "client_id": str(uuid.uuid4()),
        "now": NOW,
    }
    submit_feedback(**arguments)


def failing_insert() -> None:
    with pytest.raises(SubmissionUnavailable):
        send_one()


def failing_batch() -> None:
    send_one()
    with pytest.raises(IntegrityError):
        release_feedback(day=NOW.date(), rng=random.Random(1), everything=True)


@contextmanager
def renamed_table(model: type[Model]) -> Iterator[None]:
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} RENAME TO away")
        try:
            yield
        finally:
            cursor.execute(f"ALTER TABLE away RENAME TO {table}")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("table", "fault", "insert"),
    [
        (IncomingSubmission, canaries.table_that_refuses, failing_insert),
        (IncomingSubmission, renamed_table, failing_insert),
        (Submission, canaries.table_that_refuses, failing_batch),
    ],
)
def test_database_log_does_not_quote_a_failed_insert(table, fault, insert):
    if connection.vendor != "postgresql":
        # SQLite has no server and writes no log: nothing can quote.
        return
    # Given
    ServiceFactory(slug="digidel")
    log = server_log()
    before = log.stat().st_size

    # When
    with fault(table):
        insert()

    # Then
    written = ""
    for _attempt in range(30):
        written = _tail(log, log.stat().st_size - before)
        if table._meta.db_table in written:
            break
        time.sleep(0.1)
    assert table._meta.db_table in written
    assert "Kanariekommentar" not in written


# --- The web server's own output ------------------------------------------------------------------
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def granian() -> Iterator[tuple[int, subprocess.Popen]]:
    """Serve the tests' database as in production, at the most verbose log level."""
    port = free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "SECRET_KEY": settings.SECRET_KEY,
        "DEBUG": "1",
        "LOG_LEVEL": "DEBUG",
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "ALLOWED_HOSTS": "127.0.0.1",
    }
    process = subprocess.Popen(
        [sys.executable, "bin/serve"],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        for _attempt in range(120):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.5)
        yield port, process
    finally:
        process.terminate()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_web_server_output_has_nothing_of_the_visitor():
    # Given
    ServiceFactory(slug="digidel")
    headers = {
        "X-Forwarded-For": canaries.FORWARDED,
        "User-Agent": canaries.AGENT,
        "Referer": canaries.REFERRER,
        "Cookie": f"sessionid={canaries.COOKIE}",
        "Content-Type": FORM,
    }
    key = issue_challenge(NOW_FOR_VIEWS()).key
    fields = {
        "rating": "4",
        "comment": COMMENT,
        "client_id": str(uuid.uuid4()),
        "captcha_key": key,
        "captcha_response": right_answer(key),
        "step": "send",
    }

    # When
    statuses = []
    with (
        granian() as (port, process),
        closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as visit,
    ):
        for method, path, body in (
            ("GET", f"/feedback/digidel/?{canaries.QUERY}=1", None),
            ("POST", f"/feedback/digidel/?{canaries.QUERY}=1", urlencode(fields)),
            ("GET", f"/feedback/nowhere/?{canaries.QUERY}=1", None),
            ("GET", f"/{canaries.QUERY}/", None),
        ):
            visit.request(method, path, body, headers)
            answer = visit.getresponse()
            statuses.append(answer.status)
            answer.read()
        visit.close()
        process.terminate()
        output = process.communicate(timeout=60)[0]

    # Then
    assert statuses == [200, 303, 404, 404]
    assert not canaries.signs_in(output), output[-3_000:]
