"""Configurations that the system checks and the start of the web refuse."""

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.core.management.base import SystemCheckError
from django.test import override_settings
from pytest_django import Settings

from cms import checks
from cms.checks import refusals
from cms.scheduling.jobs import PERIODIC_JOBS, PeriodicJob
from tests.project.test_environment import PRODUCTION, run_python

REDIS = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache"}}
IN_PROCESS = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


def account(email: str) -> None:
    get_user_model()._default_manager.create(username="admin", email=email)


@pytest.mark.django_db
@pytest.mark.parametrize("email", ["admin@demo.example.org", "Admin@DEMO.example.org"])
def test_production_refuses_demo_accounts(settings: Settings, email: str) -> None:
    # Given a database with a demo account
    account(email)
    settings.DEBUG = False
    # When the web starts, then the error names the account and the remedy
    (sentence,) = refusals()
    assert "admin" in sentence
    assert "manage.py remove_demo_accounts" in sentence
    # And the system check reports it
    with pytest.raises(SystemCheckError, match=r"cms\.E002"):
        call_command("check", databases=["default"])


@pytest.mark.django_db
def test_demo_mode_accepts_demo_accounts(settings: Settings) -> None:
    account("admin@demo.example.org")
    settings.DEBUG = True
    assert refusals() == []


@pytest.mark.django_db
def test_production_accepts_other_accounts(settings: Settings) -> None:
    account("admin@city.example.org")
    settings.DEBUG = False
    assert refusals() == []


@pytest.mark.django_db
def test_removing_demo_accounts_keeps_others(settings: Settings) -> None:
    # Given demo accounts and another account
    users = get_user_model()._default_manager
    users.create(username="own", email="own@city.example.org")
    account("admin@demo.example.org")
    settings.DEBUG = False
    # When the remedy is applied
    call_command("remove_demo_accounts", verbosity=0)
    # Then the web starts, and the other account remains
    assert refusals() == []
    assert [user.get_username() for user in users.all()] == ["own"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("processes", "caches", "refused"),
    [(1, IN_PROCESS, False), (2, IN_PROCESS, True), (2, REDIS, False)],
)
def test_several_web_processes_need_a_shared_cache(
    processes: int, caches: dict[str, dict[str, str]], refused: bool
) -> None:
    with override_settings(WEB_PROCESSES=processes, CACHES=caches, DEBUG=False):
        assert ["CACHE_URL" in sentence for sentence in refusals()] == [True] * refused


@pytest.mark.slow
def test_web_starts_without_a_database() -> None:
    # Cached answers can be read meanwhile; the health check reports the database.
    result = run_python(
        "-m",
        "cms.wsgi",
        environment={**PRODUCTION, "DATABASE_URL": "postgres://u:p@127.0.0.1:1/nowhere"},
    )
    assert result.returncode == 0
    assert "refuses" not in result.stderr


def test_production_refuses_to_prepare_the_demo(settings: Settings) -> None:
    settings.DEBUG = False
    with pytest.raises(CommandError, match="DEBUG=1"):
        call_command("prepare")


def test_names_in_settings_can_be_loaded() -> None:
    assert list(checks.dotted_names()) == []


MISSING = "feedback.removed.name"


@pytest.mark.parametrize(
    ("owner", "key", "value"),
    [
        (django_settings, "CAPTCHA_CHALLENGE_FUNCT", MISSING),
        (django_settings, "GRAPPLE", {"PAGE_INTERFACE": MISSING}),
        (django_settings, "LOGGING", {"filters": {"rows": {"()": MISSING}}}),
        (checks, "FEEDBACK_GENERATOR", MISSING),
        (checks, "PERIODIC_JOBS", [*PERIODIC_JOBS, PeriodicJob(MISSING, "* * * * *")]),
    ],
    ids=["challenge", "interface", "log filter", "demo", "job"],
)
def test_names_that_cannot_be_loaded_are_reported(
    monkeypatch: pytest.MonkeyPatch, owner: object, key: str, value: object
) -> None:
    monkeypatch.setattr(owner, key, value)

    with pytest.raises(SystemCheckError, match=r"feedback\.removed"):
        call_command("check")
