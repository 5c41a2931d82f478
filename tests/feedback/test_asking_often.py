"""Frequent lookups of answers need a challenge, disclose nothing and lock nobody out."""

import pytest
from captcha.models import CaptchaStore
from django.test import Client

from cms.client_address import networks
from feedback.intake import suspicion
from feedback.intake.receipts import grouped
from tests.feedback.reader import ANSWERED, LIMIT, UNKNOWN, ask, ask_api, heading
from tests.feedback.resident import right_answer, soup

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_counters", "answer")]


def use_up(client):
    for _ in range(LIMIT):
        assert ask(UNKNOWN, client).status_code == 200


def test_frequent_lookups_need_a_challenge():
    # Given
    client = Client(REMOTE_ADDR="192.0.2.7")
    use_up(client)

    # When
    asked = ask(ANSWERED, client)
    key = soup(asked).select_one("[name=captcha_key]")["value"]
    read = ask(ANSWERED, client, captcha_key=key, captcha_response=right_answer(key))

    # Then
    assert asked.status_code == 429
    assert soup(asked).select_one("#receipt")["value"] == ANSWERED
    assert "Vi ringer" not in asked.text
    assert heading(read) == "Ditt svar"
    for number in range(3):
        asked = ask(ANSWERED, client)
        key = soup(asked).select_one("[name=captcha_key]")["value"]
        kind = ("letters", "number")[number % 2]
        read = ask(ANSWERED, client, captcha_key=key, captcha_response=right_answer(key, kind))
        assert read.status_code == 200


def test_challenge_page_does_not_depend_on_the_receipt():
    client = Client()
    use_up(client)

    pages = []
    for number in (ANSWERED, UNKNOWN):
        response = ask(number, client)
        page = soup(response)
        for each in page.select("#challenge, #receipt, #question"):
            each.decompose()
        pages.append((response.status_code, str(page)))

    assert pages[0] == pages[1]


def test_one_answered_challenge_allows_one_lookup():
    # Given
    client = Client()
    use_up(client)
    key = soup(ask(ANSWERED, client)).select_one("[name=captcha_key]")["value"]
    letters = right_answer(key)
    assert ask(UNKNOWN, client, captcha_key=key, captcha_response=letters).status_code == 200

    # When it is used a second time
    again = ask(ANSWERED, client, captcha_key=key, captcha_response=letters)

    # Then
    assert again.status_code == 422
    assert "Vi ringer" not in again.text
    assert soup(again).select_one("[name=captcha_key]")["value"] != key


@pytest.mark.parametrize("response", ["", "fel", "passed", "\x00"])
def test_wrong_answer_consumes_the_challenge_and_keeps_the_receipt(response):
    client = Client()
    use_up(client)
    key = soup(ask(ANSWERED, client)).select_one("[name=captcha_key]")["value"]

    refused = ask(grouped(ANSWERED), client, captcha_key=key, captcha_response=response)

    assert refused.status_code == 422
    assert "Vi ringer" not in refused.text
    assert soup(refused).select_one("#receipt")["value"] == grouped(ANSWERED)
    assert not CaptchaStore.objects.filter(hashkey=key).exists()
    assert soup(refused).select_one(".summary a")["href"] == "#answer"


def test_renewing_the_challenge_does_not_count_as_a_lookup():
    client = Client()
    use_up(client)
    key = soup(ask(ANSWERED, client)).select_one("[name=captcha_key]")["value"]

    renewed = ask(ANSWERED, client, step="renew", captcha_key=key, captcha_response="")

    assert renewed.status_code == 200
    assert soup(renewed).select_one("[name=captcha_key]")["value"] != key
    assert "Vi ringer" not in renewed.text


def test_invented_challenge_key_opens_nothing():
    response = ask(ANSWERED, captcha_key="0" * 40, captcha_response="abcde")

    assert response.status_code == 422
    assert "Vi ringer" not in response.text


def test_page_and_api_share_a_rate_limit_with_retry_after():
    client = Client(REMOTE_ADDR="192.0.2.8")
    use_up(client)

    refused = ask_api(ANSWERED, client)

    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= suspicion.HOUR
    (error,) = refused.json()["errors"]
    assert error["extensions"]["code"] == "RATE_LIMITED"
    assert "3 answers per hour" in error["message"]
    assert ANSWERED not in refused.text
    assert ask_api(ANSWERED, Client(REMOTE_ADDR="198.51.100.1")).status_code == 200


def test_each_receipt_of_a_document_is_rate_limited():
    aliases = " ".join(
        f'a{n}: feedbackAnswer(receipt: "{n:016d}") {{ text }}' for n in range(LIMIT + 1)
    )

    refused = ask_api("", query=f"query Read {{ {aliases} }}")

    assert refused.json()["errors"][0]["extensions"]["code"] in {"RATE_LIMITED", "ALIAS_LIMIT"}
    assert "data" not in refused.json()


def test_exempt_server_is_not_rate_limited_for_answers(settings):
    settings.RATE_LIMIT_EXEMPT = networks(["192.0.2.9"], "RATE_LIMIT_EXEMPT")
    client = Client(REMOTE_ADDR="192.0.2.9")

    for _ in range(LIMIT + 2):
        assert ask_api(UNKNOWN, client).status_code == 200


def test_forged_header_shares_one_rate_limit(settings):
    settings.TRUSTED_PROXIES = 0

    for number in range(LIMIT):
        ask(UNKNOWN, Client(HTTP_X_FORWARDED_FOR=f"203.0.113.{number}"))

    assert ask(UNKNOWN, Client(HTTP_X_FORWARDED_FOR="203.0.113.99")).status_code == 429


def test_answer_is_readable_without_the_cache(monkeypatch):
    def fail(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr("cms.throttling.cache.get", fail)
    monkeypatch.setattr("cms.throttling.cache.incr", fail)

    assert heading(ask(ANSWERED)) == "Ditt svar"
