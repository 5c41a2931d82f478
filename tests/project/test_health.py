"""Health endpoints for load balancers and orchestrators."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from cms.health.heartbeats import SCHEDULER, WORKER
from cms.models import Heartbeat

pytestmark = pytest.mark.django_db


def beat(name: str, minutes_ago: int = 0) -> None:
    Heartbeat.objects.update_or_create(
        name=name, defaults={"seen_at": timezone.now() - timedelta(minutes=minutes_ago)}
    )


def test_ready_when_every_part_works(client: Client) -> None:
    # Given a worker and a scheduler with recent heartbeats
    beat(WORKER)
    beat(SCHEDULER)
    # When it is asked
    response = client.get("/healthz/ready")
    # Then all checks pass, and the response is not cacheable
    assert response.status_code == 200
    assert set(response.json().values()) == {"OK"}
    assert len(response.json()) == 5
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("silent", "heard"), [(WORKER, SCHEDULER), (SCHEDULER, WORKER)], ids=["worker", "scheduler"]
)
def test_not_ready_when_a_heartbeat_is_old(client: Client, silent: str, heard: str) -> None:
    # Given a process whose last heartbeat is an hour old
    beat(silent, minutes_ago=60)
    beat(heard)
    # When it is asked
    response = client.get("/healthz/ready")
    # Then the response names only that process
    assert response.status_code == 503
    failed = {name: text for name, text in response.json().items() if text != "OK"}
    assert list(failed) == [silent]
    assert "60 minutes" in failed[silent]


def test_not_ready_before_the_first_heartbeat(client: Client) -> None:
    response = client.get("/healthz/ready")
    assert response.status_code == 503
    assert b"since the installation" in response.content


def test_not_ready_with_unapplied_migrations(client: Client) -> None:
    # Given an unapplied migration
    beat(WORKER)
    beat(SCHEDULER)
    from django.db.migrations.recorder import MigrationRecorder

    MigrationRecorder.Migration.objects.filter(app="cms").delete()
    # When it is asked
    response = client.get("/healthz/ready")
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


def test_not_ready_without_the_cache(client: Client, settings: Settings) -> None:
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
    response = client.get("/healthz/ready")
    # Then the response names only the cache
    assert response.status_code == 503
    failed = {name: text for name, text in response.json().items() if text != "OK"}
    assert failed == {"cache": "the cache does not answer"}
