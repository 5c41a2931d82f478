"""Request ids, log formats and metrics of web processes and the worker."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest
import yaml
from django.conf import settings as django_settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import RequestFactory
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from cms.environment import BASE_DIR
from cms.health.heartbeats import record_worker_heartbeat
from cms.observability.request_ids import RequestIds
from tests.response_cache.processes import WebProcess, database_url, free_port

SENT = "0f9d8c7b6a5948372615049382716059"


def returned_id(application: Callable[..., object], sent: str) -> str:
    """Send a request with an id to a WSGI application; return the id of the response."""
    request = RequestFactory().get("/healthz/live", headers={"X-Request-ID": sent})
    found: dict[str, str] = {}
    RequestIds(application)(request.environ, lambda _status, headers: found.update(headers))
    return found["X-Request-ID"]


def test_id_of_the_proxy_is_returned() -> None:
    assert returned_id(WSGIHandler(), SENT) == SENT


@pytest.mark.parametrize(
    "sent",
    ["", "a b", "x" * 5000, "203.0.113.77:4411", "C0A80101-1F90", "19121212-1212", SENT + "\n"],
)
def test_other_ids_are_replaced(sent: str) -> None:
    assert re.fullmatch("[0-9a-f]{32}", returned_id(WSGIHandler(), sent))


@pytest.mark.django_db
def test_task_carries_the_id_of_the_request_that_queued_it(settings: Settings) -> None:
    # Given a request that queues a task
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

    def application(environ: object, start_response: Callable[..., object]) -> list[bytes]:
        record_worker_heartbeat.enqueue()
        start_response("200 OK", [])
        return []

    # When it is handled, and another task is queued outside
    returned_id(application, SENT)
    record_worker_heartbeat.enqueue()
    # Then only the first has its id, and both can be read
    ids = sorted(str(row.args_kwargs.get("request_id")) for row in DBTaskResult.objects.all())
    assert ids == [SENT, "None"]
    assert [row.task_result.args for row in DBTaskResult.objects.all()] == [[], []]


def run(*arguments: str, **environment: str) -> str:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=BASE_DIR,
        env={
            **os.environ,
            "DATABASE_URL": database_url(),
            "DEBUG": "1",
            "SECRET_KEY": django_settings.SECRET_KEY,
            **environment,
        },
        capture_output=True,
        text=True,
        check=True,
    ).stdout


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_worker_logs_the_id_as_json(settings: Settings) -> None:
    # Given a queued task of a request
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    record_worker_heartbeat.enqueue()
    row = DBTaskResult.objects.get()
    row.args_kwargs["request_id"] = SENT
    row.save()
    # When the worker runs it
    output = run("db_worker", "--batch", "--no-reload", LOG_FORMAT="json")
    # Then each line is an object with the same fields, and the task's has the id
    lines = [json.loads(line) for line in output.splitlines()]
    assert {"time", "level", "logger", "request_id", "message"} == set(lines[0])
    assert [line["request_id"] for line in lines if "SUCCESSFUL" in line["message"]] == [SENT]
    assert lines[-1]["request_id"] == "-"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_logs_of_failing_requests_have_the_id_and_nothing_of_the_visitor(tmp_path: Path) -> None:
    # Given a web process without a database, which logs an error for each request
    away = "sqlite:////nowhere/medskap.sqlite3"
    if connection.vendor == "postgresql":
        away = "postgres://postgres@127.0.0.1:1/medskap"
    with (tmp_path / "log").open("w+b") as log:
        with WebProcess(
            output=log, DATABASE_URL=away, LOG_FORMAT="json", LOG_LEVEL="INFO", TRUSTED_PROXIES="1"
        ) as process:
            # When a resident sends, asks for an answer and goes astray
            for method, path, body in [
                ("POST", "/feedback/svar/", "receipt=1111222233334444&step=show"),
                ("GET", "/feedback/digidel/tack/1111222233334444/", ""),
                ("POST", "/feedback/digidel/", "rating=4&comment=Hemligt&step=send"),
                ("GET", "/feeds/events.ics?q=Hemligt", ""),
            ]:
                with closing(HTTPConnection("127.0.0.1", process.port, timeout=30)) as http:
                    http.request(
                        method,
                        path,
                        body,
                        {
                            "Content-Type": "application/x-www-form-urlencoded",
                            "X-Request-ID": SENT,
                            "X-Forwarded-For": "203.0.113.77",
                            "User-Agent": "Kanariefågel".encode().decode("latin-1"),
                        },
                    )
                    assert http.getresponse().headers["X-Request-ID"] == SENT
        log.seek(0)
        text = log.read().decode()
    # Then
    assert SENT in text
    for hidden in ("203.0.113", "1111", "Hemligt", "Kanarie", "tack/"):
        assert hidden not in text


def scrape(port: int) -> str:
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as http:
        http.request("GET", "/metrics")
        return http.getresponse().read().decode()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_metrics_have_closed_labels_only() -> None:
    # Given a web process with metrics
    port = free_port()
    with WebProcess(METRICS_PORT=str(port), HOST="127.0.0.1") as process:
        # When requests of each kind are made
        for _ in range(2):
            process.get("{ __typename }")
        process.post_form("/feedback/svar/", receipt="1111222233334444", step="show")
        process.post_form("/admin/login/", username="x", password="x")
        process.post_form("/nagonstans-hemligt/", x="1")
        text = scrape(port)
        # And the metrics are not on the public port
        assert "medskap_requests" not in process.post_form("/metrics")
    # Then each is counted, by kind and class
    assert 'medskap_requests_total{kind="graphql",status="2xx"} 2.0' in text
    assert 'medskap_requests_total{kind="feedback",status="2xx"} 1.0' in text
    assert 'medskap_request_seconds_count{kind="admin"} 1.0' in text
    assert 'medskap_response_cache_total{result="hit"} 1.0' in text
    assert "medskap_waiting_tasks 0.0" in text
    # And no label identifies anybody
    names = set(re.findall(r'[{,](\w+)="', text))
    assert names == {"kind", "status", "result", "le"}
    for hidden in ("1111", "hemligt", "127.0.0.1", "svar"):
        assert hidden not in text


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_killed_web_process_is_replaced_while_the_other_answers() -> None:
    if not os.environ.get("CACHE_URL"):
        pytest.skip("Two web processes need a shared cache: set CACHE_URL.")
    process = WebProcess(WEB_PROCESSES="2")

    def workers() -> set[int]:
        found = subprocess.run(
            ["pgrep", "-P", str(process.process.pid), "-f", "medskap-web worker"],
            capture_output=True,
            text=True,
            check=False,
        )
        return {int(number) for number in found.stdout.split()}

    def wait_for_two() -> set[int]:
        for _ in range(600):
            if len(found := workers()) == 2:
                return found
            time.sleep(0.1)
        raise AssertionError("There are not two web processes.")

    try:
        process.wait()
        before = wait_for_two()
        # Both have started: a process killed earlier is taken for a crash loop.
        for _ in range(20):
            assert process.get("{ __typename }")[0] == 200
        time.sleep(6)
        # When one is killed
        killed = min(before)
        os.kill(killed, 9)
        # Connections that it had already been given are reset.
        time.sleep(0.5)
        statuses = [process.get("{ __typename }")[0] for _ in range(20)]
        # Then the others answer, and it is replaced
        assert statuses == [200] * 20
        after = wait_for_two()
        assert killed not in after
        assert process.get("{ __typename }")[0] == 200
    finally:
        process.end()


@pytest.mark.parametrize("file", ["prometheus-alerts.yml", "grafana-dashboard.json"])
def test_alerts_and_dashboard_use_existing_metrics(file: str) -> None:
    # YAML reads JSON too
    text = (BASE_DIR / "deploy" / file).read_text()
    assert yaml.safe_load(text)
    source = (BASE_DIR / "cms/observability/metrics.py").read_text()
    made = set(re.findall(r'"(medskap_[a-z_]+)"', source))
    used = set(re.findall(r"medskap_[a-z_]+", text))
    assert {re.sub("_(total|bucket|count|sum)$", "", name) for name in used} == made
