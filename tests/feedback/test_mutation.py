"""Feedback by GraphQL: the same rules, errors as data, a new challenge after each refusal."""

import datetime
import json
import uuid

import pytest
from captcha.models import CaptchaStore
from django.core.cache import cache
from django.test import Client

from feedback.models import IncomingSubmission, Service
from tests.factories import ServiceFactory
from tests.feedback.resident import right_answer

pytestmark = pytest.mark.django_db

ISSUE = "mutation { issueCaptcha { key imageUrl audioUrl question expiresAt } }"
SUBMIT = """
mutation ($input: SubmitFeedbackInput!) {
  submitFeedback(input: $input) {
    received receipt errors { field code message } captcha { key imageUrl question }
  }
}
"""


@pytest.fixture
def service():
    return ServiceFactory(slug="digidel", aspects=["change"])


def ask(client: Client, query: str, **variables):
    return client.post(
        "/graphql/",
        json.dumps({"query": query, "variables": variables}),
        content_type="application/json",
        headers={"Accept": "application/graphql-response+json"},
    )


def arguments(client: Client, **changes):
    key = ask(client, ISSUE).json()["data"]["issueCaptcha"]["key"]
    return {
        "service": "digidel",
        "rating": 4,
        "captchaKey": key,
        "captchaResponse": right_answer(key),
        "clientId": str(uuid.uuid4()),
        **changes,
    }


def submit(client: Client, **changes):
    response = ask(client, SUBMIT, input=arguments(client, **changes))
    assert response.status_code == 200, response.text
    return response.json()["data"]["submitFeedback"]


def test_challenge_has_a_picture_and_a_question_and_not_its_text(client):
    challenge = ask(client, ISSUE).json()["data"]["issueCaptcha"]

    stored = CaptchaStore.objects.get()
    letters, _number = stored.response.split("/")
    assert challenge["key"] == stored.hashkey
    assert letters.upper() not in json.dumps(challenge)
    path = challenge["imageUrl"].removeprefix("http://localhost:8000")
    assert client.get(path)["Content-Type"] == "image/png"
    assert datetime.datetime.fromisoformat(challenge["expiresAt"]) == stored.expiration


@pytest.mark.usefixtures("service")
def test_feedback_is_stored_and_gets_a_receipt(client):
    payload = submit(
        client,
        comment="Bra.",
        aspects=[{"aspect": "CHANGE", "rating": 5}],
        language="en",
    )

    assert payload["received"]
    assert payload["receipt"].isdigit()
    assert payload["errors"] == []
    assert payload["captcha"] is None
    stored = IncomingSubmission.objects.get()
    assert (stored.comment, stored.aspect_ratings, stored.language) == ("Bra.", {"change": 5}, "en")


@pytest.mark.usefixtures("service")
def test_repeat_gets_the_same_receipt(client):
    client_id = str(uuid.uuid4())

    first = submit(client, clientId=client_id)
    again = submit(client, clientId=client_id, captchaResponse="", rating=1)

    assert first["receipt"] == again["receipt"]
    assert IncomingSubmission.objects.count() == 1


@pytest.mark.usefixtures("service")
@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"rating": 0}, "rating", "RATING_INVALID"),
        ({"rating": 6}, "rating", "RATING_INVALID"),
        ({"aspects": [{"aspect": "INFORMATION", "rating": 3}]}, "aspects", "ASPECT_INVALID"),
        ({"aspects": [{"aspect": "CHANGE", "rating": 0}]}, "aspects", "ASPECT_INVALID"),
        ({"comment": "a" * 1_201}, "comment", "COMMENT_TOO_LONG"),
        ({"language": "de"}, "language", "LANGUAGE_INVALID"),
        ({"service": "unknown"}, "service", "SERVICE_UNKNOWN"),
        ({"clientId": "7"}, "clientId", "CLIENT_ID_INVALID"),
        ({"clientId": str(uuid.uuid1())}, "clientId", "CLIENT_ID_INVALID"),
        ({"captchaResponse": "wrong"}, "captchaResponse", "CAPTCHA_WRONG"),
        ({"captchaResponse": ""}, "captchaResponse", "CAPTCHA_REQUIRED"),
        ({"captchaKey": "unknown"}, "captchaResponse", "CAPTCHA_EXPIRED"),
    ],
)
def test_error_names_its_field_and_brings_a_new_challenge(client, changes, field, code):
    payload = submit(client, **changes)

    assert not payload["received"]
    assert payload["receipt"] is None
    assert [(error["field"], error["code"]) for error in payload["errors"]] == [(field, code)]
    assert payload["errors"][0]["message"]
    assert CaptchaStore.objects.filter(hashkey=payload["captcha"]["key"]).exists()
    assert not IncomingSubmission.objects.exists()


@pytest.mark.usefixtures("service")
@pytest.mark.parametrize("rating", [3.5, "4", True, None, 10**12, [4, 5]])
def test_non_integer_rating_is_refused_by_the_schema(client, rating):
    response = ask(client, SUBMIT, input=arguments(client, rating=rating))

    assert response.status_code == 400
    assert "rating" in response.json()["errors"][0]["message"]
    assert not IncomingSubmission.objects.exists()


@pytest.mark.usefixtures("service")
def test_message_is_in_the_language_of_the_input(client):
    swedish = submit(client, captchaResponse="wrong")
    english = submit(client, captchaResponse="wrong", language="en")

    assert swedish["errors"][0]["message"].startswith("Det var inte rätt svar.")
    assert english["errors"][0]["message"].startswith("That was not the right answer.")


@pytest.mark.usefixtures("service")
@pytest.mark.parametrize(
    ("typed", "stored"),
    [("a\x1bb", "ab"), ("a\r\nb", "a\nb"), ("a\u200db", "a\u200db"), ("\u200d", "")],
)
def test_mutation_cleans_text_as_the_page_does(client, typed, stored):
    assert submit(client, comment=typed)["received"]
    assert IncomingSubmission.objects.get().comment == stored


@pytest.mark.usefixtures("service")
@pytest.mark.parametrize(
    "name", ["service", "comment", "captchaKey", "captchaResponse", "clientId"]
)
def test_nul_character_is_refused(client, name):
    response = ask(client, SUBMIT, input=arguments(client, **{name: "a\x00b"}))

    assert response.status_code == 400
    assert "NUL" in response.json()["errors"][0]["message"]


@pytest.mark.usefixtures("service")
def test_lone_surrogate_is_refused(client):
    body = json.dumps({"query": SUBMIT, "variables": {"input": arguments(client)}})
    body = body.replace('"rating": 4', '"rating": 4, "comment": "\\ud800"')

    response = client.post("/graphql/", body, content_type="application/json")

    assert response.status_code == 400
    assert "surrogate" in response.text


@pytest.mark.usefixtures("service")
def test_repeat_gets_the_same_receipt_after_the_cache_was_flushed(client):
    client_id = str(uuid.uuid4())
    first = submit(client, clientId=client_id)

    cache.clear()
    again = submit(client, clientId=client_id)

    assert first["receipt"] == again["receipt"]
    assert IncomingSubmission.objects.count() == 1


@pytest.mark.usefixtures("service")
@pytest.mark.parametrize(
    ("opens_on", "closes_on", "code"),
    [
        (datetime.date(2999, 1, 1), None, "SERVICE_NOT_YET_OPEN"),
        (None, datetime.date(2000, 1, 1), "SERVICE_CLOSED"),
    ],
)
def test_closed_service_is_an_error_at_its_field(client, opens_on, closes_on, code):
    # Given a form that is open in the resident's browser
    given = arguments(client)
    Service.objects.update(opens_on=opens_on, closes_on=closes_on)

    # When
    payload = ask(client, SUBMIT, input=given).json()["data"]["submitFeedback"]

    # Then
    assert [(error["field"], error["code"]) for error in payload["errors"]] == [("service", code)]


@pytest.mark.usefixtures("service")
def test_two_submissions_in_one_document_are_refused_and_neither_is_stored(client):
    query = """mutation ($one: SubmitFeedbackInput!, $two: SubmitFeedbackInput!) {
      one: submitFeedback(input: $one) { received }
      two: submitFeedback(input: $two) { received }
    }"""

    response = ask(client, query, one=arguments(client), two=arguments(client))

    assert response.status_code == 400
    assert not IncomingSubmission.objects.exists()


@pytest.mark.usefixtures("service")
def test_batch_of_submissions_is_refused(client):
    one = {"query": SUBMIT, "variables": {"input": arguments(client)}}

    response = client.post("/graphql/", json.dumps([one] * 3), content_type="application/json")

    assert response.status_code == 400
    assert not IncomingSubmission.objects.exists()


@pytest.mark.usefixtures("service")
def test_submission_of_ten_megabytes_is_refused_before_it_is_parsed(client):
    response = ask(client, SUBMIT, input=arguments(client, comment="a" * 10_000_000))

    assert response.status_code == 413
    assert not IncomingSubmission.objects.exists()


@pytest.mark.usefixtures("service")
@pytest.mark.parametrize(
    ("comment", "code"),
    [
        ("👩‍👩‍👧‍👦" * 600, None),
        ("e\u0301" * 1_200, None),
        ("a\r\n" * 600, None),
        ("🇸🇪" * 1_201, "COMMENT_TOO_LONG"),
        ("Z" + "\u0335" * 4_800, "COMMENT_TOO_LONG"),
    ],
)
def test_comment_length_counts_visible_characters(client, comment, code):
    payload = submit(client, comment=comment)

    assert [error["code"] for error in payload["errors"]] == ([code] if code else [])


@pytest.mark.usefixtures("service")
def test_hundred_submissions_in_one_document_are_refused(client):
    fields = " ".join(f"a{n}: issueCaptcha {{ key }}" for n in range(100))

    response = ask(client, f"mutation {{ {fields} }}")

    assert response.status_code == 400
    assert not CaptchaStore.objects.exists()


@pytest.mark.usefixtures("service")
@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded"])
def test_mutation_by_another_website_is_refused(client, content_type):
    # Given the requests that a browser sends across origins without and with a preflight
    body = json.dumps({"query": SUBMIT, "variables": {"input": arguments(client)}})
    origin = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}

    # When
    response = client.post("/graphql/", body, content_type=content_type, headers=origin)
    asked = client.options("/graphql/", headers={**origin, "Access-Control-Request-Method": "POST"})

    # Then
    assert response.status_code == 415
    assert "Access-Control-Allow-Origin" not in asked
    assert not IncomingSubmission.objects.exists()


def test_mutation_is_not_carried_out_by_get(client):
    assert client.get("/graphql/", {"query": ISSUE}).status_code == 405
    assert not CaptchaStore.objects.exists()


@pytest.mark.usefixtures("service")
def test_answer_page_sets_no_cookie_and_is_not_cached(client):
    response = ask(client, SUBMIT, input=arguments(client))

    assert not response.cookies
    assert response["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("service")
def test_failing_database_is_reported_and_can_be_retried(client, monkeypatch):
    from django.db import OperationalError

    given = arguments(client)

    def fail(*args, **kwargs):
        raise OperationalError("server closed the connection")

    with monkeypatch.context() as patched:
        patched.setattr(IncomingSubmission, "save_base", fail)
        failed = ask(client, SUBMIT, input=given).json()["data"]["submitFeedback"]
    again = ask(client, SUBMIT, input=given).json()["data"]["submitFeedback"]

    assert [error["code"] for error in failed["errors"]] == ["UNAVAILABLE"]
    assert again["received"]
