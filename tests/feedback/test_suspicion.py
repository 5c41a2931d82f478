"""Suspicious visitors get a harder challenge or are quarantined; nobody is refused."""

import datetime
import logging
import uuid

import pytest
from captcha.models import CaptchaStore
from django.conf import settings as django_settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from cms.client_address import networks
from cms.throttling import DAY, Throttle
from feedback.captcha.challenge import HARDER_LENGTH
from feedback.intake import ladder, suspicion
from feedback.models import IncomingSubmission
from tests.attacks import flooding
from tests.factories import ServiceFactory
from tests.feedback import canaries
from tests.feedback.resident import Resident, right_answer, soup

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.admin_indexes]

LIBRARY = "203.0.113.9"
TEXT = "Jag vill att alla röstar på mitt förslag om en ny park vid vattnet."
ISSUE = "mutation { issueCaptcha { key } }"
SUBMIT = """mutation ($input: SubmitFeedbackInput!) {
  submitFeedback(input: $input) { received errors { code } }
}"""
LONG_AGO = datetime.timedelta(minutes=10)


@pytest.fixture(autouse=True)
def fresh_counters(monkeypatch):
    """Reset the rate limits and the state of the cache, and shorten the wait for a limit."""
    for name in ("_challenges", "_pages"):
        throttle = getattr(suspicion, name)
        monkeypatch.setattr(suspicion, name, Throttle(throttle.name, throttle.period))
    monkeypatch.setattr(suspicion, "CHALLENGES_AN_HOUR", 3)
    monkeypatch.setattr(ladder, "FORMS_BEFORE_HASTE_COUNTS", 3)
    for name in ("_windows", "_days"):
        throttle = getattr(ladder, name)
        monkeypatch.setattr(ladder, name, Throttle(throttle.name, throttle.period))


@pytest.fixture(autouse=True)
def service():
    return ServiceFactory(slug="digidel")


def resident(client: Client, address: str = LIBRARY, **environ) -> Resident:
    """Return a resident who opened the form a while ago."""
    someone = Resident(client, "digidel", REMOTE_ADDR=address, **environ)
    someone.open()
    reopen(someone, timezone.now() - LONG_AGO)
    return someone


def reopen(someone: Resident, moment: datetime.datetime) -> None:
    """Make the form one that was opened at `moment`."""
    someone.fields["opened"] = suspicion.sign_opening(someone.fields["client_id"], moment)


def check(someone: Resident, **fields: str) -> int:
    """Continue to the check page; return the number of letters, 0 without challenge."""
    someone.post("check", **{"rating": "4", **fields})
    key = someone.fields.get("captcha_key")
    return len(right_answer(key)) if key else 0


def send(client: Client, address: str = LIBRARY, **fields: str) -> IncomingSubmission:
    """Send once more from an address; return the stored row."""
    someone = resident(client, address)
    check(someone, **fields)
    before = set(IncomingSubmission.objects.values_list("pk", flat=True))
    response = someone.send()
    assert response.status_code == 303
    return IncomingSubmission.objects.exclude(pk__in=before).get()


def ask(client: Client, query: str, **variables) -> dict:
    return flooding.ask(client, LIBRARY, query, **variables)


def by_mutation(client: Client, *, after: datetime.timedelta, comment: str = "") -> str:
    """Send by mutation; return the stored status."""
    key = ask(client, ISSUE)["issueCaptcha"]["key"]
    row = CaptchaStore.objects.get(hashkey=key)
    row.expiration -= after
    row.save()
    fields = {
        "service": "digidel",
        "rating": 4,
        "comment": comment,
        "captchaKey": key,
        "captchaResponse": right_answer(key),
        "clientId": str(uuid.uuid4()),
    }
    before = set(IncomingSubmission.objects.values_list("pk", flat=True))
    assert ask(client, SUBMIT, input=fields)["submitFeedback"]["received"]
    return IncomingSubmission.objects.exclude(pk__in=before).get().status


def test_slow_visitor_gets_the_usual_challenge(client):
    someone = resident(client)

    letters = check(someone)
    someone.send()

    assert letters == django_settings.CAPTCHA_LENGTH
    assert IncomingSubmission.objects.get().status == "new"


@pytest.mark.parametrize(
    "opened", ["", "now", "1000000000", "1000000000:forged", "x" * 5_000, "future"]
)
def test_haste_or_forged_time_gets_a_harder_challenge(client, opened):
    someone = resident(client)
    now = timezone.now()
    moments = {"now": now, "future": now + datetime.timedelta(days=1)}
    if opened in moments:
        opened = suspicion.sign_opening(someone.fields["client_id"], moments[opened])

    letters = check(someone, opened=opened)
    response = someone.send()

    assert letters == HARDER_LENGTH
    assert response.status_code == 303
    assert IncomingSubmission.objects.get().status == "new"


def test_opening_time_is_carried_through_the_form_and_not_stored(client):
    someone = Resident(client, "digidel")
    someone.open()
    opened = someone.fields["opened"]

    someone.post("check", rating="4")
    assert someone.fields["opened"] == opened
    someone.post("edit")
    assert someone.fields["opened"] == opened
    check(someone)
    someone.send()

    assert IncomingSubmission.objects.exists()
    assert not [place for place, text in canaries.everything_stored() if opened in text]


def test_frequent_visitor_gets_harder_challenges(client):
    # Given one computer with many visitors
    letters = [check(resident(client)) for _ in range(5)]

    # Then
    assert letters == [5, 5, 5, HARDER_LENGTH, HARDER_LENGTH]
    assert check(resident(client, "203.0.113.10")) == 5


def test_shared_computer_of_a_library_is_never_locked_out_nor_quarantined(client):
    statuses = [send(client).status for _ in range(8)]

    assert statuses == ["new"] * 8


def test_haste_and_frequency_quarantine_with_the_usual_page(client):
    for _ in range(3):
        send(client)
    someone = resident(client)
    reopen(someone, timezone.now())
    check(someone, comment="Den fjärde")
    reopen(someone, timezone.now())

    response = someone.send()
    page = client.get(response["Location"])

    assert IncomingSubmission.objects.get(comment="Den fjärde").status == "quarantined"
    assert response.status_code == 303
    assert len(soup(page).select_one(".receipt").text.replace(" ", "")) == 16


def test_honeypot_quarantines(client):
    assert send(client, homepage="http://example.org").status == "quarantined"


def test_words_of_crisis_stay_urgent_in_quarantine(client):
    stored = send(client, comment="Jag orkar inte leva längre.", homepage="x")

    assert stored.status == "quarantined"
    assert stored.urgent


def test_front_end_that_asks_often_gets_harder_challenges(client):
    keys = [ask(client, ISSUE)["issueCaptcha"]["key"] for _ in range(4)]

    assert [len(right_answer(key)) for key in keys] == [5, 5, 5, HARDER_LENGTH]


def test_exempt_front_end_server_is_not_rate_limited(client, settings):
    settings.RATE_LIMIT_EXEMPT = networks([LIBRARY], "RATE_LIMIT_EXEMPT")

    keys = [ask(client, ISSUE)["issueCaptcha"]["key"] for _ in range(6)]

    assert {len(right_answer(key)) for key in keys} == {5}


def test_fast_and_frequent_mutations_are_quarantined(client):
    statuses = [by_mutation(client, after=datetime.timedelta(0)) for _ in range(4)]

    assert statuses == ["new", "new", "new", "quarantined"]
    assert by_mutation(client, after=datetime.timedelta(seconds=5)) == "new"


@pytest.mark.parametrize(("proxies", "letters"), [(0, HARDER_LENGTH), (1, 5)])
def test_forwarded_address_is_used_only_behind_trusted_proxies(client, settings, proxies, letters):
    # Given many visitors behind one proxy
    settings.TRUSTED_PROXIES = proxies
    for n in range(3):
        check(resident(client, HTTP_X_FORWARDED_FOR=f"198.51.100.{n}"))

    # Then
    assert check(resident(client, HTTP_X_FORWARDED_FOR="198.51.100.99")) == letters


@pytest.mark.parametrize(
    ("proxies", "headers"),
    [
        # Without proxies the address of the connection counts.
        (0, [f"198.51.100.{n}" for n in range(4)]),
        # One proxy appends the last address; the outer one of two appends the last but one.
        (1, [f"{n}.{n}.{n}.{n}, 198.51.100.7" for n in range(4)]),
        (2, [f"{n}.{n}.{n}.{n}, 198.51.100.7, 192.0.2.{n}" for n in range(4)]),
        # Fewer entries than proxies, and invalid addresses.
        (2, ["198.51.100.7"] * 4),
        (2, ["unknown, , ;", "' OR 1=1 --, x", ",,,,", f"{',' * 9_000}x, y"]),
        # An IPv6 /64 network is one subscriber.
        (1, [f"2001:db8:1:2::{n}" for n in range(4)]),
    ],
)
def test_forged_addresses_share_one_rate_limit(client, settings, proxies, headers):
    settings.TRUSTED_PROXIES = proxies

    letters = [check(resident(client, HTTP_X_FORWARDED_FOR=each)) for each in headers]

    assert letters == [5, 5, 5, HARDER_LENGTH]


def test_form_works_without_the_cache_and_logs_it_once(client, monkeypatch, caplog):
    # Given
    def fail(*_args, **_kwargs):
        raise OSError("the cache is away")

    for name in ("get", "add", "incr", "set"):
        monkeypatch.setattr(type(cache._connections["default"]), name, fail)

    # When
    with caplog.at_level(logging.ERROR):
        statuses = [send(client, comment=TEXT).status for _ in range(5)]

    # Then
    assert statuses == ["new"] * 5
    assert by_mutation(client, after=datetime.timedelta(0)) == "new"
    told = [each for each in caplog.messages if each.startswith("The cache is down")]
    assert told
    assert len(told) == len(set(told))
    assert not [each for each in caplog.messages if TEXT in each or LIBRARY in each]


def test_counter_expiry_does_not_disclose_its_start():
    throttle, ends = Throttle("ends", period=DAY), set()
    start = 1_000 * DAY

    for passed in (0, 1, 40_000, DAY - 1):
        ends.add(passed + _kept_for(throttle, start + passed))

    assert ends == {DAY}


def _kept_for(throttle: Throttle, now: float) -> int:
    kept = []
    original = cache.add
    try:
        cache.add = lambda key, value, timeout: kept.append(timeout) or True
        throttle.hit(str(now), limit=1, now=now)
    finally:
        cache.add = original
    return kept[0]
