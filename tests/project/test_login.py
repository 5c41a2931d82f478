"""Logging in and resetting a password: attackers are slowed down, and nobody is locked out."""

import logging
import re
from typing import Any

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django_tasks.base import Task
from pytest_django import DjangoAssertNumQueries, Settings

from cms.accounts import login
from tests.tasks import ImmediateTasks

pytestmark = pytest.mark.django_db

NOON = "2026-03-02 12:00:00+00:00"
PASSWORD = "ett långt lösenord"
ATTACKER, ELSEWHERE = "192.0.2.1", "198.51.100.7"


@pytest.fixture(autouse=True)
def one_moment() -> Any:
    """Stay within one window of the counters."""
    with time_machine.travel(NOON, tick=False) as moment:
        yield moment


@pytest.fixture(autouse=True)
def users() -> None:
    users = get_user_model()
    for name in ("kim", "robin"):
        users.objects.create_superuser(name, f"{name}@example.org", PASSWORD)


def log_in(name: str, password: str, address: str = ATTACKER) -> HttpResponse:
    return Client(REMOTE_ADDR=address).post(
        "/admin/login/", {"username": name, "password": password}
    )


def fail(name: str = "kim", times: int = 60, address: str = ATTACKER) -> HttpResponse:
    return [log_in(name, f"fel {number}", address) for number in range(times)][-1]


def test_right_password_is_refused_after_many_wrong_ones() -> None:
    assert fail().status_code == 429
    refused = log_in("kim", PASSWORD)
    assert refused.status_code == 429
    assert "_auth_user_id" not in refused.client.session


def test_colleague_at_the_same_address_can_log_in() -> None:
    fail()
    assert log_in("robin", PASSWORD).status_code == 302


def test_owner_can_log_in_from_another_address() -> None:
    fail()
    assert log_in("kim", PASSWORD, ELSEWHERE).status_code == 302


def test_refusal_says_how_long_and_keeps_the_user_name() -> None:
    refused = fail()
    page = refused.content.decode()
    assert "För många försök från ditt nätverk. Försök igen om 15 minuter." in page
    assert re.search(r'name="username"[^>]*value="kim"|value="kim"[^>]*name="username"', page)
    assert "fel 59" not in page
    assert refused["Retry-After"] == "900"


def test_log_in_is_possible_again_in_the_next_window(one_moment: Any) -> None:
    fail()
    one_moment.shift(901)
    assert log_in("kim", PASSWORD).status_code == 302


def test_success_forgets_the_failures_before_it() -> None:
    for _ in range(3):
        fail(times=8)
        assert log_in("kim", PASSWORD).status_code == 302


@pytest.mark.slow
def test_many_accounts_from_one_address_leave_one_attempt_each() -> None:
    # Given an address that has failed with many names
    for number in range(login.FAILURES_OF_ADDRESS):
        log_in(f"någon {number}", "fel")
    # Then a wrong password is the last attempt
    assert log_in("kim", "fel").status_code == 200
    assert log_in("kim", PASSWORD).status_code == 429
    # And a colleague who knows the password logs in
    assert log_in("robin", PASSWORD).status_code == 302


@pytest.mark.slow
def test_many_addresses_on_one_account_leave_few_attempts_each() -> None:
    for number in range(login.FAILURES_ON_ACCOUNT):
        log_in("kim", "fel", f"203.0.113.{number}")
    fail(times=login.ATTEMPTS_ON_BUSY_ACCOUNT)
    assert log_in("kim", PASSWORD).status_code == 429
    assert log_in("kim", PASSWORD, ELSEWHERE).status_code == 302


def test_another_spelling_of_the_name_is_the_same_account() -> None:
    fail("KIM")
    assert log_in("kim", PASSWORD).status_code == 429


def test_failures_are_logged_without_what_was_typed(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        log_in("mitt hemliga lösen", "hemligt")
        log_in("kim", "hemligt")
    lines = [
        record.getMessage() for record in caplog.records if record.name == "cms.accounts.login"
    ]
    assert lines == ["Log-in failed: unknown user name", "Log-in failed: kim"]
    for secret in ("hemlig", ATTACKER):
        assert secret not in caplog.text


@pytest.mark.parametrize(
    "fields", [{}, {"username": "kim"}, {"password": "x"}, {"username": "\0", "password": "\0"}]
)
def test_incomplete_form_is_shown_again(fields: dict[str, str]) -> None:
    assert Client().post("/admin/login/", fields).status_code == 200


def ask_for_reset(email: str, address: str = ATTACKER) -> HttpResponse:
    return Client(REMOTE_ADDR=address).post("/admin/password_reset/", {"email": email})


def test_reset_mail_leads_to_a_new_password() -> None:
    assert ask_for_reset("kim@example.org").status_code == 302
    [sent] = mail.outbox
    assert sent.to == ["kim@example.org"]
    link = re.search(r"http://[^/]+(/admin/password_reset/confirm/\S+)", sent.body)
    assert link
    page = Client().get(link[1], follow=True)
    assert page.status_code == 200
    assert 'name="new_password1"' in page.content.decode()


def test_one_reset_an_hour_is_mailed_to_an_account(one_moment: Any) -> None:
    for number in range(5):
        assert ask_for_reset("kim@example.org", f"203.0.113.{number}").status_code == 302
    assert len(mail.outbox) == 1
    ask_for_reset("robin@example.org")
    assert len(mail.outbox) == 2
    one_moment.shift(3_601)
    ask_for_reset("kim@example.org")
    assert len(mail.outbox) == 3


def test_known_and_unknown_addresses_do_the_same_work(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    # Given a queue that only keeps what is enqueued
    queued: list[Any] = []

    def keep(self: ImmediateTasks, task: Task, args: Any, kwargs: Any) -> None:
        queued.append((task.module_path, args))

    monkeypatch.setattr(ImmediateTasks, "enqueue", keep)
    # When
    for email in ("kim@example.org", "ingen@example.org"):
        with django_assert_num_queries(1):
            assert ask_for_reset(email).status_code == 302
    # Then one task each is queued, without an address
    assert [path for path, _args in queued] == ["cms.accounts.tasks.send_password_resets"] * 2
    assert "example.org" not in str(queued)
    assert mail.outbox == []


def test_requests_for_resets_from_an_address_are_limited() -> None:
    for _ in range(login.RESETS_OF_ADDRESS):
        ask_for_reset("ingen@example.org")
    refused = ask_for_reset("kim@example.org")
    assert refused.status_code == 429
    assert 'value="kim@example.org"' in refused.content.decode()
    assert mail.outbox == []
    assert ask_for_reset("kim@example.org", ELSEWHERE).status_code == 302


def test_unreachable_mail_server_is_logged_without_the_address(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = "nowhere.Backend"
    with caplog.at_level(logging.DEBUG):
        assert ask_for_reset("kim@example.org").status_code == 302
    assert "could not be sent: ModuleNotFoundError" in caplog.text
    assert "example.org" not in caplog.text
