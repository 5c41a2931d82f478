"""Health endpoints for load balancers and orchestrators."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from cms.health import forwarded
from cms.health.heartbeats import SCHEDULER, WORKER
from cms.models import Heartbeat, PeriodicRun

pytestmark = pytest.mark.django_db


def beat(name: str, minutes_ago: int = 0) -> None:
    Heartbeat.objects.update_or_create(
        name=name, defaults={"seen_at": timezone.now() - timedelta(minutes=minutes_ago)}
    )


@pytest.fixture(autouse=True)
def recent_batch() -> None:
    now = timezone.now()
    PeriodicRun.objects.create(name="release_feedback", started_at=now, succeeded_at=now)


def failures(response: Any) -> dict[str, str]:
    """Return the checks that failed; the others of the response are numbers."""
    values = response.json().items()
    return {name: text for name, text in values if isinstance(text, str) and text != "OK"}


def test_status_when_every_part_works(client: Client) -> None:
    # Given a worker and a scheduler with recent heartbeats
    beat(WORKER)
    beat(SCHEDULER)
    # When it is asked
    response = client.get("/healthz/status")
    # Then all checks pass, and the response is not cacheable
    assert response.status_code == 200
    assert failures(response) == {}
    assert response.json()["waiting_tasks"] == 0
    assert response.json()["feedback_batch_age_seconds"] < 600
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("silent", "heard"), [(WORKER, SCHEDULER), (SCHEDULER, WORKER)], ids=["worker", "scheduler"]
)
def test_status_fails_when_a_heartbeat_is_old(client: Client, silent: str, heard: str) -> None:
    # Given a process whose last heartbeat is an hour old
    beat(silent, minutes_ago=60)
    beat(heard)
    # When it is asked
    response = client.get("/healthz/status")
    # Then the response names only that process
    assert response.status_code == 503
    failed = failures(response)
    assert list(failed) == [silent]
    assert "60 minutes" in failed[silent]


def test_status_fails_before_the_first_heartbeat(client: Client) -> None:
    response = client.get("/healthz/status")
    assert response.status_code == 503
    assert b"since the installation" in response.content


def test_status_fails_with_unapplied_migrations(client: Client) -> None:
    # Given an unapplied migration
    beat(WORKER)
    beat(SCHEDULER)
    from django.db.migrations.recorder import MigrationRecorder

    MigrationRecorder.Migration.objects.filter(app="cms").delete()
    # When it is asked
    response = client.get("/healthz/status")
    # Then the response says what to do
    assert response.status_code == 503
    assert "manage.py migrate" in response.json()["migrations"]


def test_liveness_does_not_depend_on_services(client: Client) -> None:
    # Given neither worker nor scheduler
    assert client.get("/healthz/live").status_code == 200


def test_probes_are_answered_over_plain_http(client: Client, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/healthz/live").status_code == 200
    assert client.get("/").status_code == 301


def test_heartbeats_reach_both_processes() -> None:
    # Given tasks that run immediately, when the scheduler's job runs
    call_command("record_heartbeats")
    # Then both heartbeats are recorded
    assert set(Heartbeat.objects.values_list("name", flat=True)) == {WORKER, SCHEDULER}


def test_stopped_worker_gets_no_backlog_of_heartbeats(settings: Settings) -> None:
    # Given a queue without a worker
    from django_tasks_db.models import DBTaskResult

    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    # When the scheduler's job runs several times
    for _minute in range(3):
        call_command("record_heartbeats")
    # Then one heartbeat task is queued
    assert DBTaskResult.objects.count() == 1


def test_status_fails_without_the_cache(client: Client, settings: Settings) -> None:
    # Given a cache on an unused port
    beat(WORKER)
    beat(SCHEDULER)
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    # When it is asked
    response = client.get("/healthz/status")
    # Then the response names only the cache
    assert response.status_code == 503
    failed = failures(response)
    assert failed == {"cache": "the cache does not answer"}


ADDRESS = "203.0.113.77"


@pytest.fixture(autouse=True)
def fresh_process() -> Iterator[None]:
    """A process that has not noticed a proxy yet."""
    forwarded._found.clear()
    yield
    forwarded._found.clear()


@pytest.mark.parametrize(
    ("headers", "settings_named"),
    [
        ({"X-Forwarded-For": ADDRESS}, ["TRUSTED_PROXIES"]),
        ({"X-Real-IP": ADDRESS}, ["TRUSTED_PROXIES"]),
        ({"X-Forwarded-Proto": "https"}, ["PROXY_HTTPS_HEADER"]),
        ({"Forwarded": f"for={ADDRESS};proto=https"}, ["TRUSTED_PROXIES", "PROXY_HTTPS_HEADER"]),
    ],
    ids=lambda value: ",".join(value),
)
def test_unmentioned_proxy_is_logged_once_without_addresses(
    client: Client,
    caplog: pytest.LogCaptureFixture,
    headers: dict[str, str],
    settings_named: list[str],
) -> None:
    beat(WORKER)
    beat(SCHEDULER)
    assert client.get("/healthz/ready").json()["proxy"] == "OK"
    # Given requests through a proxy, with neither setting
    for _ in range(3):
        client.get("/healthz/live", headers=headers)
    # Then each missing setting is logged once
    logged = [record.getMessage() for record in caplog.records if record.name == forwarded.__name__]
    assert len(logged) == len(settings_named)
    assert ADDRESS not in caplog.text
    # And a check by the machine itself reports them, and stays at 200: anybody can send a header
    response = client.get("/healthz/ready")
    assert response.status_code == 200
    for setting in settings_named:
        assert setting in response.json()["proxy"]
        assert any(setting in message for message in logged)


def test_other_processes_report_the_proxy_until_the_settings_mention_it(
    client: Client, settings: Settings
) -> None:
    # Given a proxy that another process has noticed
    client.get("/healthz/live", headers={"X-Forwarded-For": ADDRESS})
    forwarded._found.clear()
    assert "TRUSTED_PROXIES" in client.get("/healthz/ready").json()["proxy"]
    # When the setting is there
    settings.TRUSTED_PROXIES = 1
    # Then nothing is reported
    assert Client().get("/healthz/ready").json()["proxy"] == "OK"


def test_mentioned_proxy_is_no_news(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    settings.TRUSTED_PROXIES = 1
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    headers = {"X-Forwarded-For": ADDRESS, "X-Forwarded-Proto": "https"}
    assert Client().get("/healthz/ready", headers=headers).json()["proxy"] == "OK"
    assert forwarded.__name__ not in {record.name for record in caplog.records}


def test_ready_needs_neither_cache_nor_worker_nor_scheduler(
    client: Client, settings: Settings
) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    response = client.get("/healthz/ready")
    assert response.status_code == 200
    assert response.json() == {"database": "OK", "migrations": "OK", "proxy": "OK"}


def test_not_ready_before_the_migrations(client: Client) -> None:
    from django.db.migrations.recorder import MigrationRecorder

    MigrationRecorder.Migration.objects.filter(app="cms").delete()
    assert client.get("/healthz/ready").status_code == 503


def test_status_reports_a_late_batch(client: Client) -> None:
    late = timezone.now() - timedelta(hours=50)
    PeriodicRun.objects.update(succeeded_at=late)
    response = client.get("/healthz/status")
    assert response.status_code == 503
    assert "50 hours" in response.json()["feedback_batch"]


def test_status_reports_an_unwritable_media_folder(client: Client, settings: Settings) -> None:
    # Given a file in place of the folder, which stops root too
    Path(settings.MEDIA_ROOT).parent.mkdir(exist_ok=True, parents=True)
    Path(settings.MEDIA_ROOT).touch()
    response = client.get("/healthz/status")
    assert response.status_code == 503
    assert "uploaded files" in response.json()["media"]
