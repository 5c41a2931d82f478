"""The mutation that screens a comment before it is sent."""

import json
import time
import uuid

import pytest
from django.db import DatabaseError
from django.test import Client

from cms.response_cache.version import read_version
from feedback.models import HelpLine, IncomingSubmission
from tests.factories import ServiceFactory
from tests.feedback.test_mutation import arguments, ask

pytestmark = pytest.mark.django_db

SCREEN = """mutation ($comment: String!, $language: String) {
  screenComment(comment: $comment, language: $language) {
    hasPersonalData passages { text found label } helpLines { reason name phone hours url }
  }
}"""
SUBMIT = """mutation ($input: SubmitFeedbackInput!) {
  submitFeedback(input: $input) { received errors { code } helpLines { name phone } }
}"""
URGENT = "Jag orkar inte leva längre."


def screened(client: Client, comment: str, language: str = "sv") -> dict:
    response = ask(client, SCREEN, comment=comment, language=language)
    assert response.status_code == 200, response.text
    return response.json()["data"]["screenComment"]


def submitted(client: Client, **changes) -> dict:
    response = ask(client, SUBMIT, input=arguments(client, **changes))
    assert response.status_code == 200, response.text
    return response.json()["data"]["submitFeedback"]


def test_personal_data_is_marked_with_labels(client):
    screening = screened(client, "Ring 070-174 06 05,\r\neller skriv: a@example.org ")

    assert screening["hasPersonalData"]
    assert screening["passages"] == [
        {"text": "Ring ", "found": None, "label": None},
        {"text": "070-174 06 05", "found": "PHONE", "label": "Telefonnummer"},
        {"text": ",\neller skriv: ", "found": None, "label": None},
        {"text": "a@example.org", "found": "EMAIL", "label": "E-postadress"},
    ]
    assert screening["helpLines"] == []


def test_passages_are_the_cleaned_comment(client):
    ServiceFactory(slug="digidel")
    comment = " e\u0301n \u202esvår\ttext\r\n\r\n🙂 <b>19811218-9876</b> "

    passages = screened(client, comment)["passages"]
    assert submitted(client, comment=comment)["received"]

    assert "".join(each["text"] for each in passages) == IncomingSubmission.objects.get().comment


@pytest.mark.parametrize("comment", ["", " \r\n", "\u200b"])
def test_screening_of_invisible_text_finds_nothing(client, comment):
    assert screened(client, comment) == {
        "hasPersonalData": False,
        "passages": [],
        "helpLines": [],
    }


@pytest.mark.parametrize(
    ("language", "expected"), [("sv", "sv"), ("en", "en"), ("de", "sv"), ("", "sv")]
)
def test_words_of_crisis_return_help_lines_in_the_language(client, language, expected):
    # Given
    HelpLine.objects.all().delete()
    HelpLine.objects.create(
        language="sv", reason="Genast", name="Jouren", phone="020-1", hours="Dygnet runt"
    )
    HelpLine.objects.create(
        language="en", reason="At once", name="Helpers", url="https://help.example.org"
    )

    # When
    screening = screened(client, URGENT, language)

    # Then
    shown = {
        "sv": {
            "reason": "Genast",
            "name": "Jouren",
            "phone": "020-1",
            "hours": "Dygnet runt",
            "url": None,
        },
        "en": {
            "reason": "At once",
            "name": "Helpers",
            "phone": None,
            "hours": None,
            "url": "https://help.example.org",
        },
    }
    assert screening["helpLines"] == [shown[expected]]
    assert not screening["hasPersonalData"]
    assert [each["found"] for each in screening["passages"]] == [None]


def test_default_help_lines_are_used_if_the_database_fails(client, monkeypatch):
    def away() -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr("feedback.intake.crisis.crisis_phrases", away)

    assert "112" in {line["phone"] for line in screened(client, URGENT)["helpLines"]}


@pytest.mark.parametrize(
    ("changes", "received"),
    # No answer to a challenge is asked of somebody in need.
    [({}, True), ({"captchaResponse": ""}, True), ({"rating": 9}, False)],
)
def test_payload_has_help_lines_received_or_not(client, changes, received):
    ServiceFactory(slug="digidel")

    urgent = submitted(client, comment=URGENT, **changes)
    harmless = submitted(client, comment="Bra.", **changes)

    assert urgent["received"] is received
    assert "112" in {line["phone"] for line in urgent["helpLines"]}
    assert harmless["helpLines"] == []


def test_repeat_has_the_help_lines_again(client):
    ServiceFactory(slug="digidel")
    client_id = str(uuid.uuid4())

    for _ in range(2):
        payload = submitted(client, comment=URGENT, clientId=client_id)
        assert (payload["received"], bool(payload["helpLines"])) == (True, True)


def test_screening_stores_nothing_and_is_not_cached(client, django_assert_max_num_queries):
    before = read_version()

    with django_assert_max_num_queries(3) as queries:
        response = ask(client, SCREEN, comment=URGENT)

    assert not [each for each in queries if not each["sql"].startswith("SELECT")]
    assert "no-store" in response["Cache-Control"]
    assert "ETag" not in response
    assert not response.cookies
    assert read_version() == before


def test_screening_requires_post(client):
    response = client.get(
        "/graphql/", {"query": SCREEN, "variables": json.dumps({"comment": "Hej"})}
    )

    assert response.status_code == 405


@pytest.mark.parametrize(
    "text",
    ["a@", "1 ", "070-", "0701740605 ", "självmor ", "ab.", "\u0301", "19811218-987", "🙂"],
)
def test_long_text_is_screened_quickly(client, text):
    # Longer than a comment may be, as long as variables may be
    comment = text * (25_000 // len(json.dumps(text, ensure_ascii=False).encode()))

    started = time.process_time()
    screened(client, comment)

    assert time.process_time() - started < 2
