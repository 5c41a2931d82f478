"""Floods are quarantined by volume; honest visitors of one address are not."""

import datetime
import random
import uuid

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client, RequestFactory

from cms.throttling import address_key
from feedback.enums import SubmissionStatus
from feedback.figures import rollups
from feedback.figures.publication import release_figures
from feedback.intake import ladder
from feedback.models import IncomingSubmission, MonthlyRollup, ReleaseRun
from feedback.statistics.tallies import Tally
from tests.attacks.flooding import (
    SUBMIT,
    ask,
    is_accepted,
    mutate,
    mutation_input,
    prepare,
    reached_new,
    visit,
)
from tests.factories import ServiceFactory, SubmissionFactory
from tests.feedback.reader import UNKNOWN
from tests.feedback.reader import ask as look_up
from tests.feedback.resident import Resident, right_answer, soup

pytestmark = [pytest.mark.django_db]

START = datetime.datetime(2026, 5, 11, 7, 0, tzinfo=datetime.UTC)
ONE = "203.0.113.9"


@pytest.fixture(autouse=True)
def service():
    return ServiceFactory(slug="digidel")


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as clock:
        yield clock


def minutes(number: float) -> datetime.timedelta:
    return datetime.timedelta(minutes=number)


def address(number: int) -> str:
    return f"198.51.{number // 250}.{number % 250}"


def test_opened_form_is_good_for_one_client_id(client, clock):
    # Given one opened form
    form = Resident(client, "digidel", REMOTE_ADDR=ONE)
    form.open()
    opened = form.fields["opened"]

    # When it is sent again and again as somebody else
    accepted = 0
    for _ in range(20):
        form.fields["client_id"], form.fields["opened"] = str(uuid.uuid4()), opened
        form.post("check", rating="1")
        form.fields["opened"] = opened
        accepted += is_accepted(form.send())

    # Then
    assert accepted == 20
    assert reached_new() == 0


def test_opened_form_is_good_for_an_hour(client, clock):
    form = prepare(client, ONE)
    clock.shift(minutes(59))
    form.post("renew")
    assert is_accepted(form.send())

    late = prepare(client, ONE)
    opened = late.fields["opened"]
    clock.shift(minutes(61))
    late.post("renew")
    assert late.fields["opened"] != opened
    fresh, late.fields["opened"] = late.fields["opened"], opened
    assert not is_accepted(late.send())
    late.fields["opened"] = fresh


@pytest.mark.slow
@pytest.mark.parametrize("send", [visit, mutate])
def test_at_most_thirty_in_ten_minutes_from_one_address(client, clock, send):
    accepted = 0
    for _ in range(60):
        accepted += send(client, ONE)
        clock.shift(minutes(10 / 60))

    assert accepted == 60
    assert 5 <= reached_new() <= 30


@pytest.mark.slow
def test_forms_prepared_for_an_hour_and_sent_at_once_are_quarantined(client, clock):
    # Given
    hoard = []
    for _ in range(90):
        hoard.append(prepare(client, ONE))
        clock.shift(minutes(0.5))

    # When each is renewed, so that its challenge is fresh, and sent
    for form in hoard:
        form.post("renew")
        form.send()

    # Then
    assert reached_new() <= 30


@pytest.mark.slow
def test_at_most_250_a_day_from_one_address(client, clock, service):
    # Given a service with many visitors
    rollup(service, 20_000)
    clock.move_to(START.replace(hour=0))

    # When
    for _ in range(290):
        assert visit(client, ONE)
        clock.shift(minutes(4))

    # Then
    assert reached_new() == 250


@pytest.mark.slow
@pytest.mark.parametrize("pause", [0.02, 2])
def test_flood_from_forged_addresses_is_quarantined(client, clock, settings, pause):
    settings.TRUSTED_PROXIES = 0
    before = None
    for number in range(400):
        assert visit(client, address(number % 200))
        clock.shift(minutes(pause))
        if before is None and IncomingSubmission.objects.count() >= 5 * ladder.LEAST_USUAL_DAY:
            before = reached_new()

    assert before is not None
    after = IncomingSubmission.objects.count() - 5 * ladder.LEAST_USUAL_DAY
    assert reached_new() - before <= after / 10


@pytest.mark.slow
def test_flood_by_mutation_and_page_share_the_count(client, clock):
    for number in range(160):
        assert (visit, mutate)[number % 2](client, address(number % 200))

    assert reached_new() == ladder.TIMES_USUAL * ladder.LEAST_USUAL_DAY


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_two_hundred_honest_visitors_of_a_library(client, clock, seed):
    rng = random.Random(seed)
    moments = sorted(rng.uniform(0, 8 * 60) for _ in range(200))

    accepted = 0
    for moment in moments:
        clock.move_to(START + minutes(moment))
        form = Resident(client, "digidel", REMOTE_ADDR=ONE)
        form.open()
        clock.shift(minutes(rng.uniform(0.2, 6)))
        form.post("check", rating="4", comment=f"Bra {moment}")
        # Every fourth mistypes the letters once.
        if rng.random() < 0.25:
            form.send("wrong")
        clock.shift(minutes(rng.uniform(0.2, 3)))
        accepted += is_accepted(form.send())

    assert accepted == 200
    assert reached_new() >= 190


def test_busy_service_is_compared_with_its_own_usual_day(client, clock, service):
    rollup(service, 90 * 30)
    waiting(service, 150)

    visit(client, ONE)

    assert reached_new() == 151


def test_waiting_submissions_of_days_without_a_batch_are_no_flood(client, clock, service):
    ReleaseRun.objects.create(day=START.date() - datetime.timedelta(days=4))
    waiting(service, 150)

    visit(client, ONE)

    assert reached_new() == 151


def test_wrong_answers_by_mutation_are_limited(client, clock, monkeypatch):
    monkeypatch.setattr("feedback.intake.suspicion.PAGES_A_MINUTE", 3)
    query = SUBMIT.replace("received", "received captcha { key }")
    fields = {**mutation_input(client, ONE), "captchaResponse": "wrong"}

    answers = [ask(client, ONE, query, input=fields)["submitFeedback"] for _ in range(5)]

    assert [each["captcha"] is None for each in answers] == [False] * 3 + [True] * 2


def test_renewing_a_challenge_does_not_count_as_another_form(client, clock):
    form = prepare(client, ONE)
    for _ in range(20):
        form.post("renew")
    for _ in range(20):
        form.send("wrong")

    form.send()

    assert reached_new() == 1


def test_challenge_of_the_answer_page_is_quarantined_when_sent_with(client, clock, monkeypatch):
    monkeypatch.setattr("feedback.intake.suspicion.ANSWERS_AN_HOUR", 0)
    page = look_up(UNKNOWN, client)
    key = soup(page).select_one("[name=captcha_key]")["value"]
    form = prepare(client, ONE)

    form.post("send", captcha_key=key, captcha_response=right_answer(key))

    assert IncomingSubmission.objects.get().status == "quarantined"


@pytest.mark.parametrize("way", ["page", "mutation"])
def test_request_that_stores_uses_no_counter(client, clock, monkeypatch, way):
    # Given a document that was used before
    used: list[str] = []
    assert mutate(client, ONE)
    form = prepare(client, ONE)
    fields = mutation_input(client, ONE)
    kind = type(cache._connections["default"])
    for name in ("get", "add", "incr", "set", "get_many", "touch"):
        original = getattr(kind, name)

        def watched(self, key, *args, _original=original, **kwargs):
            used.append(str(key))
            return _original(self, key, *args, **kwargs)

        monkeypatch.setattr(kind, name, watched)

    # When
    used.clear()
    if way == "page":
        response = form.send()
        assert is_accepted(response)
        client.get(response["Location"], REMOTE_ADDR=ONE)
    else:
        assert ask(client, ONE, SUBMIT, input=fields)["submitFeedback"]["received"]

    # Then
    assert not [key for key in used if "throttling" in key]


def test_addresses_share_few_keys():
    keys = {
        address_key(RequestFactory().get("/", REMOTE_ADDR=address(n)), now=0) for n in range(40)
    }

    assert all(len(key) == 4 for key in keys)


def test_page_has_a_rate_limit_that_keeps_what_was_typed(clock, monkeypatch):
    # Given
    monkeypatch.setattr("feedback.intake.suspicion.PAGES_A_MINUTE", 10)
    client = Client()
    form = prepare(client, ONE)
    statuses = [client.get("/feedback/digidel/", REMOTE_ADDR=ONE).status_code for _ in range(12)]

    # When
    refused = form.post("check", rating="4", comment="Det jag skrev.")

    # Then
    assert statuses[0] == 200
    assert statuses[-1] == 429
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 60
    assert form.fields["comment"] == "Det jag skrev."
    clock.shift(minutes(1))
    assert form.post("check").status_code == 200
    assert is_accepted(form.send())


def test_sending_is_never_refused_by_the_rate_limit(clock, monkeypatch):
    monkeypatch.setattr("feedback.intake.suspicion.PAGES_A_MINUTE", 3)
    client = Client()
    form = prepare(client, ONE)
    for _ in range(5):
        client.get("/feedback/digidel/", REMOTE_ADDR=ONE)

    sent = form.send()

    assert is_accepted(sent)
    assert client.get(sent["Location"], REMOTE_ADDR=ONE).status_code == 200


def rollup(service, number: int) -> None:
    """Give the service `number` submissions in the month before."""
    MonthlyRollup.objects.create(
        service=service, month=datetime.date(2026, 4, 1), counts=Tally.of(4, {}, number).as_json()
    )


def waiting(service, number: int) -> None:
    """Add submissions that wait for the batch."""
    IncomingSubmission.objects.bulk_create(
        IncomingSubmission(
            service=service,
            rating=4,
            language="sv",
            month=datetime.date(2026, 5, 1),
            status=SubmissionStatus.NEW,
            receipt_hash=f"{n:064x}",
        )
        for n in range(number)
    )


@pytest.mark.parametrize(("today", "is_released"), [("2026-06-10", False), ("2026-09-10", True)])
def test_period_waits_for_a_floods_quarantine_but_not_for_ever(service, today, is_released):
    # Given thirty honest submissions in May, and a flood
    may = datetime.date(2026, 5, 1)
    rollups.add(SubmissionFactory.create_batch(30, service=service, month=may))
    SubmissionFactory.create_batch(25, service=service, month=may, status="quarantined")

    report = release_figures(datetime.date.fromisoformat(today))

    assert bool(report.released) == is_released
    assert bool(report.flooded) != is_released
    if is_released:
        assert report.released[0][1].count == 30


def test_few_in_quarantine_do_not_hold_figures_back(service):
    may = datetime.date(2026, 5, 1)
    rollups.add(SubmissionFactory.create_batch(30, service=service, month=may))
    SubmissionFactory.create_batch(5, service=service, month=may, status="quarantined")

    assert release_figures(datetime.date(2026, 6, 10)).released
