"""The holder of a receipt reads the answer; nobody else learns anything."""

import json
import random
import re
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from feedback.handling import status as handling
from feedback.intake import suspicion
from feedback.intake.daily_batch import release_feedback
from feedback.intake.receipts import grouped, parse_receipt, receipt_hash, receipt_of
from feedback.models import IncomingSubmission
from feedback.resident import answer_page
from tests.factories import ServiceFactory, SubmissionAnswerFactory, SubmissionFactory
from tests.feedback.reader import (
    ANSWERED,
    PAGE,
    QUERY,
    UNKNOWN,
    WAITING,
    api_answer,
    ask,
    ask_api,
    heading,
)
from tests.feedback.resident import FORM, Resident, errors_of, soup
from tests.feedback.test_order import DAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_counters", "answer")]


# --- Reading --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        ANSWERED,
        grouped(ANSWERED),
        " 1111-2222–3333—4444\n",
        "１１１１ ２２２２ ３３３３ ４４４４",
        "1111\u20112222\u22123333\u00a04444",
        "1\u200b111222233334444\ufeff",
    ],
)
def test_receipt_is_read_in_any_notation(typed):
    assert heading(ask(typed)) == "Ditt svar"
    assert api_answer(typed)["serviceSlug"] == "digidel"


def test_page_shows_the_answer_and_nothing_of_what_was_sent():
    response = ask(ANSWERED)

    assert response.status_code == 200
    page = soup(response)
    told = [" ".join(each.text.split()) for each in page.select("dd")]
    assert told == [
        "Digidel",
        "Ändrat",
        "Vi ringer <b>upp</b> nu. Samma dag.",
        "Det gick.",
        "4 maj 2026",
    ]
    assert "Hemlig kommentar" not in response.text
    assert ANSWERED not in response.text
    assert "2026-04" not in response.text
    assert "april" not in response.text


def test_api_returns_the_same_answer():
    assert api_answer(ANSWERED) == {
        "serviceName": "Digidel",
        "serviceSlug": "digidel",
        "outcome": "CHANGED",
        "text": "Vi ringer <b>upp</b> nu.\n\nSamma dag.",
        "reason": "Det gick.",
        "answeredOn": "2026-05-04",
        "language": "sv",
    }


def test_page_speaks_english_and_marks_the_language_of_the_answer():
    response = ask(ANSWERED, query="?lang=en")

    assert heading(response) == "Your answer"
    assert response["Content-Language"] == "en"
    assert {each["lang"] for each in soup(response).select("dd[lang]")} == {"sv"}


def test_receipt_of_the_thank_you_page_opens_the_answer(answer, monkeypatch):
    # Given
    monkeypatch.setattr(suspicion, "ANSWERS_AN_HOUR", 100)
    resident = Resident(Client(), "digidel")
    resident.fill_in(comment="Från början till slut")
    number = resident.receipt(resident.send())
    waiting = ask(number)

    # When it reaches the editors, and one of them answers
    release_feedback(day=DAY, rng=random.Random(3), everything=True)
    before = ask(number)
    submission = answer.submission.__class__.objects.get(receipt_hash=receipt_hash(number))
    reply = SubmissionAnswerFactory(submission=submission, text="Tack, vi ändrar.")
    read = ask(number)
    reply.unpublish()
    withdrawn = ask(number)

    # Then
    assert "Tack, vi ändrar." in read.text
    assert waiting.content == before.content == withdrawn.content
    assert "Tack, vi ändrar." not in withdrawn.text


# --- Nothing to tell apart ------------------------------------------------------------------------


def without_an_answer(answer):
    """Return receipts without a readable answer, each for another reason."""
    service = answer.submission.service
    incoming, draft, quarantined, shared, coming_again = (f"{n}" * 16 for n in range(1, 6))
    IncomingSubmission.objects.create(
        service=service,
        rating=4,
        language="sv",
        month=answer.submission.month,
        receipt_hash=receipt_hash(incoming),
    )
    SubmissionAnswerFactory(
        submission=SubmissionFactory(service=service, receipt_hash=receipt_hash(draft)),
        live=False,
    )
    in_quarantine = SubmissionFactory(service=service, receipt_hash=receipt_hash(quarantined))
    SubmissionAnswerFactory(submission=in_quarantine)
    handling.set_status([in_quarantine.pk], "quarantined")
    for _ in range(2):
        twice = SubmissionFactory(service=service, receipt_hash=receipt_hash(shared))
        SubmissionAnswerFactory(submission=twice)
    once = SubmissionFactory(service=service, receipt_hash=receipt_hash(coming_again))
    SubmissionAnswerFactory(submission=once)
    IncomingSubmission.objects.create(
        service=service,
        rating=4,
        language="sv",
        month=answer.submission.month,
        receipt_hash=receipt_hash(coming_again),
    )
    return [UNKNOWN, WAITING, incoming, draft, quarantined, shared, coming_again]


def test_every_receipt_without_an_answer_gets_the_same_page_and_queries(answer, monkeypatch):
    # Given
    monkeypatch.setattr(suspicion, "ANSWERS_AN_HOUR", 100)
    numbers = without_an_answer(answer)

    # When
    pages, asked, headers = set(), set(), set()
    for number in numbers:
        with CaptureQueriesContext(connection) as queries:
            response = ask(number)
        pages.add((response.status_code, response.content))
        headers.add(tuple(sorted(response.headers.items())))
        asked.add(shape_of(queries))

    # Then
    assert len(pages) == len(headers) == len(asked) == 1
    assert "Det finns inget svar än" in pages.pop()[1].decode()

    # and the answered one asks the same
    with CaptureQueriesContext(connection) as queries:
        ask(ANSWERED)
    assert asked == {shape_of(queries)}


def test_every_receipt_without_an_answer_is_null_in_the_api(answer, monkeypatch):
    # Given
    monkeypatch.setattr(suspicion, "ANSWERS_AN_HOUR", 100)
    numbers = without_an_answer(answer)
    ask_api(UNKNOWN)

    # When
    answers, asked = set(), set()
    for number in numbers:
        with CaptureQueriesContext(connection) as queries:
            response = ask_api(number)
        answers.add((response.status_code, response.content, str(sorted(response.headers.items()))))
        asked.add(shape_of(queries))

    # Then
    assert len(answers) == len(asked) == 1
    assert json.loads(answers.pop()[1]) == {"data": {"feedbackAnswer": None}}
    with CaptureQueriesContext(connection) as queries:
        assert ask_api(ANSWERED).json()["data"]["feedbackAnswer"]
    assert asked == {shape_of(queries)}


def shape_of(queries):
    """Return the SQL statements without their values."""
    statements = [re.sub(r"'[0-9a-f]{64}'", "'hash'", each["sql"]) for each in queries]
    assert sum("feedback_submissionanswer" in each for each in statements) == 1
    assert not any(ANSWERED in each or UNKNOWN in each for each in statements)
    return tuple(statements)


def test_hash_or_partial_receipt_opens_nothing():
    for text in (receipt_hash(ANSWERED), ANSWERED[:15], ANSWERED + "0", "%", "________________"):
        response = ask(text)
        assert response.status_code == 422
        assert "Vi ringer" not in response.text


# --- What is no number ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Skriv numret som du fick när du skickade."),
        ("1234 5678", "Numret har 16 siffror. Kontrollera att alla är med."),
        ("１" * 17, "Numret har 16 siffror. Kontrollera att alla är med."),
        ("²" * 16, "Numret har 16 siffror. Kontrollera att alla är med."),
        ("1\x00" * 9, "Numret har 16 siffror. Kontrollera att alla är med."),
        ("<script>alert(1)</script>", "Numret har 16 siffror. Kontrollera att alla är med."),
        ("7" * 50_000, "Numret har 16 siffror. Kontrollera att alla är med."),
    ],
)
def test_invalid_receipt_is_an_error_at_the_field(typed, message):
    response = ask(typed)

    assert response.status_code == 422
    assert errors_of(response) == [message]
    page = soup(response)
    assert page.title.text.strip().startswith("Fel:")
    assert page.select_one(".summary a")["href"] == "#receipt"
    field = page.select_one("#receipt")
    assert "receipt-error" in field["aria-describedby"]
    assert typed.startswith(field["value"].strip()[:10].strip("\ufffd"))
    assert "<script>alert" not in response.text


@pytest.mark.parametrize("typed", ["", "1234", "x" * 5000, "²" * 16, "<b>"])
def test_api_error_names_the_argument_without_its_value(typed):
    (error,) = ask_api(typed).json()["errors"]

    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert error["message"].startswith("Argument 'receipt' must have the sixteen digits")
    assert not typed or typed not in error["message"]


def test_answer_field_requires_post_and_forbids_caching():
    inline = QUERY.replace("($receipt: String!)", "").replace("$receipt", f'"{ANSWERED}"')

    read = ask_api(ANSWERED)
    by_get = Client().get("/graphql/", {"query": inline})

    assert read["Cache-Control"] == "no-store"
    assert "ETag" not in read
    assert by_get.status_code == 405
    assert by_get.json()["errors"][0]["extensions"]["code"] == "POST_ONLY"


def test_receipt_form_sets_no_cookie_and_no_query():
    response = Client().get(PAGE)

    form = soup(response).select_one("form")
    assert response.status_code == 200
    assert form["method"] == "post"
    assert form["action"] == ""
    assert not response.cookies
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "no-referrer"


def test_receipt_in_the_url_is_ignored():
    with CaptureQueriesContext(connection) as queries:
        response = Client().get(PAGE, {"receipt": ANSWERED})

    assert ANSWERED not in response.text
    assert not [each for each in queries if "feedback_" in each["sql"]]


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_not_allowed(method):
    assert getattr(Client(), method)(PAGE).status_code == 405


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ({"content_type": "application/json"}, 415),
        ({"content_type": FORM, "HTTP_SEC_FETCH_SITE": "cross-site"}, 403),
    ],
)
def test_cross_site_and_malformed_forms_get_instructions(options, status):
    assert Client().post(PAGE, "receipt=1", **options).status_code == status


def test_reserved_slug_is_refused():
    with pytest.raises(ValidationError):
        ServiceFactory.build(slug="svar").clean()


# --- Faults ---------------------------------------------------------------------------------------


def test_receipt_is_kept_if_the_database_fails(monkeypatch):
    def fail(_receipt):
        raise DatabaseError("away")

    monkeypatch.setattr(answer_page, "find_answer", fail)

    response = ask(grouped(ANSWERED))

    assert response.status_code == 503
    assert response["Retry-After"] == "60"
    form = soup(response).select_one("form")
    assert form.select_one("[name=receipt]")["value"] == grouped(ANSWERED)
    assert form.select_one("button")["value"] == "show"


# --- On the way there -----------------------------------------------------------------------------


def test_pages_link_to_the_answer():
    resident = Resident(Client(), "digidel")
    resident.fill_in()
    thanks = Client().get(resident.send()["Location"])

    for page in (thanks, Client().get("/feedback/")):
        assert soup(page).select_one(f'a[href="{PAGE}"]')


def test_receipt_is_kept_when_the_language_changes():
    page = soup(Client().get(PAGE))
    button = page.select_one("nav button[lang=en]")
    assert (button["form"], button["formaction"]) == (page.form["id"], "?lang=en")

    english = ask("1234", query="?lang=en", step="language")

    assert english.status_code == 200
    assert soup(english).select_one("#receipt")["value"] == "1234"
    assert soup(english).html["lang"] == "en"


def test_typed_text_is_kept_when_the_language_changes():
    # Given
    resident = Resident(Client(), "digidel")
    page = soup(resident.open())
    button = page.select_one("nav button[lang=en]")

    # When
    resident.address += button["formaction"]
    english = resident.post(button["value"], rating="2", comment="Det jag skrev")

    # Then
    kept = soup(english)
    assert kept.html["lang"] == "en"
    assert kept.select_one("#comment").text.strip() == "Det jag skrev"
    assert kept.select_one("#rating-2").has_attr("checked")
    assert (
        kept.select_one("[name=client_id]")["value"] == page.select_one("[name=client_id]")["value"]
    )


def test_enter_key_does_not_press_the_language_button():
    """The first button of a form is what the key presses."""
    resident = Resident(Client(), "digidel")
    pages = [resident.open(), resident.post("check", rating="3"), Client().get(PAGE)]

    for response in pages:
        page = soup(response)
        buttons = page.select('[form="entry"], form#entry button')
        assert not buttons[0].has_attr("formaction")
        assert buttons[0]["value"] == page.select_one("form#entry button")["value"]


@pytest.mark.parametrize("text", ["1" * 16, "0000 0000 0000 0000"])
def test_grouped_receipt_is_parsed(text):
    assert parse_receipt(grouped(parse_receipt(text))) == parse_receipt(text)
    assert len(receipt_of(uuid.uuid4())) == 16
