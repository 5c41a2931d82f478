"""`submit_feedback`: what is stored, once, and what is refused."""

import datetime
import uuid

import pytest
from captcha.models import CaptchaStore
from django.db import DatabaseError, connection, transaction

from feedback.intake import receipts
from feedback.intake.challenges import issue_challenge
from feedback.intake.submit import (
    ErrorCode,
    SubmissionRefused,
    SubmissionUnavailable,
    month_of,
    submit_feedback,
)
from feedback.models import IncomingSubmission, UsedClientId
from tests.factories import ServiceFactory, locale
from tests.feedback.resident import right_answer

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 5, 11, 10, 0, tzinfo=datetime.UTC)


def send(**changes):
    """Submit valid feedback with `changes`."""
    key = changes.pop("captcha_key", None) or issue_challenge(changes.get("now", NOW)).key
    arguments = {
        "service": "digidel",
        "rating": 4,
        "captcha_key": key,
        "captcha_response": "",
        "client_id": str(uuid.uuid4()),
        "now": NOW,
        **changes,
    }
    if "captcha_response" not in changes:
        arguments["captcha_response"] = right_answer(key)
    return submit_feedback(**arguments)


def codes(refused) -> list[tuple[str, str]]:
    return [(error.field, error.code.name) for error in refused.value.errors]


@pytest.fixture
def service():
    return ServiceFactory(slug="digidel", aspects=["information", "change"])


def test_only_the_documented_fields_are_stored(service):
    # Given
    client_id = uuid.uuid4()

    # When
    receipt = send(comment="Bra.", aspects={"change": 2}, client_id=str(client_id), language="en")

    # Then
    stored = IncomingSubmission.objects.values().get()
    assert stored.pop("id").version == 4
    assert stored == {
        "service_id": service.pk,
        "rating": 4,
        "aspect_ratings": {"change": 2},
        "comment": "Bra.",
        "language": "en",
        "month": datetime.date(2026, 5, 1),
        "status": "new",
        "flags": [],
        "urgent": False,
        "receipt_hash": receipts.receipt_hash(receipt),
        "batches_waited": 0,
        "read_soon": False,
    }
    assert UsedClientId.objects.values().get() == {
        "client_hash": receipts.client_hash(client_id),
        "month": datetime.date(2026, 5, 1),
    }


@pytest.mark.parametrize(
    ("moment", "month"),
    [
        ("2026-04-30T21:59:59+00:00", datetime.date(2026, 4, 1)),
        ("2026-04-30T22:00:00+00:00", datetime.date(2026, 5, 1)),
        ("2026-12-31T22:59:59+00:00", datetime.date(2026, 12, 1)),
        ("2026-12-31T23:00:00+00:00", datetime.date(2027, 1, 1)),
        ("2026-03-29T01:00:00+00:00", datetime.date(2026, 3, 1)),
    ],
)
def test_month_is_in_local_time(moment, month):
    assert month_of(datetime.datetime.fromisoformat(moment)) == month


@pytest.mark.usefixtures("service")
def test_repeat_returns_the_same_receipt_without_a_challenge():
    client_id = str(uuid.uuid4())
    first = send(client_id=client_id)

    again = send(client_id=client_id, captcha_key="x", captcha_response="", rating=1)

    assert again == first
    assert IncomingSubmission.objects.count() == 1


def test_repeat_is_answered_after_the_service_has_closed(service):
    client_id = str(uuid.uuid4())
    first = send(client_id=client_id)
    service.closes_on = datetime.date(2026, 5, 10)
    service.save()

    assert send(client_id=client_id) == first


@pytest.mark.usefixtures("service")
@pytest.mark.parametrize("rating", [0, 6, 3.5, "4", True, -1, 10**30, [4]])
def test_rating_is_a_whole_number_from_one_to_five(rating):
    with pytest.raises(SubmissionRefused) as refused:
        send(rating=rating)

    assert codes(refused) == [("rating", "RATING_INVALID")]


@pytest.mark.usefixtures("service")
def test_all_errors_are_returned_and_the_challenge_stays_open():
    # Given
    key = issue_challenge(NOW).key

    # When
    with pytest.raises(SubmissionRefused) as refused:
        send(
            captcha_key=key,
            rating=None,
            aspects={"treatment": 3},
            comment="a" * 1_201,
            language="de",
        )

    # Then
    assert codes(refused) == [
        ("rating", "RATING_REQUIRED"),
        ("aspects", "ASPECT_INVALID"),
        ("comment", "COMMENT_TOO_LONG"),
        ("language", "LANGUAGE_INVALID"),
    ]
    assert CaptchaStore.objects.filter(hashkey=key).exists()


@pytest.mark.usefixtures("service")
@pytest.mark.parametrize("slug", ["unknown", "", "\x00", "a" * 1_000, "\ud800"])
def test_unknown_service_is_refused(slug):
    with pytest.raises(SubmissionRefused) as refused:
        send(service=slug)

    assert codes(refused) == [("service", "SERVICE_UNKNOWN")]


@pytest.mark.parametrize(
    ("opens_on", "closes_on", "code"),
    [
        (datetime.date(2026, 5, 12), None, ErrorCode.SERVICE_NOT_YET_OPEN),
        (None, datetime.date(2026, 5, 10), ErrorCode.SERVICE_CLOSED),
        (datetime.date(2026, 5, 11), datetime.date(2026, 5, 11), None),
    ],
)
def test_service_is_open_from_its_first_to_its_last_day(opens_on, closes_on, code):
    ServiceFactory(slug="digidel", opens_on=opens_on, closes_on=closes_on)

    if code is None:
        assert send()
    else:
        with pytest.raises(SubmissionRefused) as refused:
            send()
        assert codes(refused) == [("service", code.name)]


def test_feedback_on_a_translation_belongs_to_the_row_in_the_default_language(service):
    english = service.copy_for_translation(locale("en"))
    english.slug = "digital-help"
    english.save()

    send(service="digital-help", language="en")

    assert IncomingSubmission.objects.get().service == service


@pytest.mark.usefixtures("service")
def test_consumed_challenge_cannot_be_rolled_back():
    with transaction.atomic(), pytest.raises(RuntimeError), transaction.atomic():
        send()


@pytest.mark.usefixtures("service")
def test_flags_are_stored_for_the_editor():
    send(comment="Jag vill inte leva. 19811218-9876")

    stored = IncomingSubmission.objects.get()
    assert stored.flags == ["identity_number", "crisis"]
    assert stored.urgent


@pytest.mark.usefixtures("service")
@pytest.mark.django_db(transaction=True)
def test_failed_insert_keeps_the_challenge_and_quotes_nothing(caplog, monkeypatch):
    # Given
    key, client_id = issue_challenge(NOW).key, str(uuid.uuid4())
    answer = right_answer(key)
    save = IncomingSubmission.save_base

    def fail(self, *args, **kwargs):
        raise DatabaseError(f"Failing row contains ({self.comment})")

    monkeypatch.setattr(IncomingSubmission, "save_base", fail)

    # When
    with pytest.raises(SubmissionUnavailable) as unavailable:
        send(captcha_key=key, client_id=client_id, comment="Hemligt.")

    # Then
    assert unavailable.value.__context__ is None
    assert unavailable.value.__cause__ is None
    assert "Hemligt" not in caplog.text
    assert "DatabaseError" in caplog.text
    assert not UsedClientId.objects.exists()
    monkeypatch.setattr(IncomingSubmission, "save_base", save)
    assert send(captcha_key=key, captcha_response=answer, client_id=client_id)


@pytest.mark.usefixtures("service")
def test_saving_writes_no_queue_index_or_log_rows():
    # Given
    kept = {
        table for table in connection.introspection.table_names() if not table.startswith("sqlite_")
    }

    def sizes() -> dict[str, int]:
        with connection.cursor() as cursor:
            found = {}
            for table in kept:
                cursor.execute(f'SELECT count(*) FROM "{table}"')
                found[table] = cursor.fetchone()[0]
        return found

    before = sizes()

    # When
    send(comment="Bra.")

    # Then
    after = sizes()
    assert {table for table in kept if before[table] != after[table]} == {
        "feedback_incomingsubmission",
        "feedback_usedclientid",
    }


def test_receipt_is_read_as_people_type_it():
    receipt = "1234567890123456"

    for typed in ("1234 5678 9012 3456", " 1234-5678–9012-3456 ", "１２３４567890123456"):
        assert receipts.parse_receipt(typed) == receipt
    for typed in ("Nr: 1O34 5678 9o12 3456.", "nummer 1034 5678 9012 3456", "no.1034567890123456"):
        assert receipts.parse_receipt(typed) == "1034567890123456"
    assert receipts.parse_receipt("O123 4567 8901 2345") == "0123456789012345"
    for typed in ("nr", "No: O", "Anna 1234 5678 9012 3456"):
        assert receipts.parse_receipt(typed) is None
    for typed in ("", "123", "1234 5678 9012 345x", "12345678901234567"):
        assert receipts.parse_receipt(typed) is None


def test_hashes_need_the_key(settings):
    client_id = uuid.uuid4()
    before = (receipts.client_hash(client_id), receipts.receipt_of(client_id))
    settings.FEEDBACK_KEY = "another key"

    assert receipts.client_hash(client_id) != before[0]
    assert receipts.receipt_of(client_id) != before[1]
