"""After the daily batch no stored value discloses the order of submissions."""

import datetime
import logging
import random

import pytest
from django.db import connection
from django.test import Client

from feedback.intake.daily_batch import release_feedback
from feedback.models import IncomingSubmission, Submission
from tests.factories import ServiceFactory
from tests.feedback import canaries
from tests.feedback.resident import Resident

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.admin_indexes]

DAY = datetime.date(2026, 5, 11)
COMMENTS = [f"Ordning {word}" for word in ("ett", "två", "tre", "fyra", "fem", "sex", "sju")]


@pytest.fixture
def receipts() -> list[str]:
    """Send one after the other, and release them; return the receipts in that order."""
    ServiceFactory(slug="digidel")
    numbers = []
    for comment in COMMENTS:
        resident = Resident(Client(), "digidel")
        resident.fill_in(comment=comment)
        numbers.append(resident.receipt(resident.send()))
    assert release_feedback(day=DAY, rng=random.Random(7)) == (len(COMMENTS), 0)
    return numbers


def column(name: str, table: str = "feedback_submission", order: str = "") -> list:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {name} FROM {table} {order and 'ORDER BY ' + order}")
        return [value for (value,) in cursor.fetchall()]


def test_batch_rows_have_random_order_and_one_transaction(receipts):
    is_postgresql = connection.vendor == "postgresql"
    physical = column("comment", order="ctid" if is_postgresql else "rowid")

    assert sorted(physical) == sorted(COMMENTS)
    assert physical not in (COMMENTS, COMMENTS[::-1])
    if is_postgresql:
        assert len(set(column("xmin::text"))) == 1
        assert len(set(column("cmin::text"))) == 1
    assert not IncomingSubmission.objects.exists()


def test_no_other_table_refers_to_a_submission(receipts):
    # Given the data about each of them
    signs = [
        value
        for row in Submission.objects.all()
        for value in (row.comment, str(row.pk), row.pk.hex, row.receipt_hash)
    ]

    # When
    elsewhere = [
        place
        for place, text in canaries.everything_stored()
        if place != "table feedback_submission"
        and any(sign in text for sign in [*signs, *receipts])
    ]

    # Then
    assert elsewhere == []


def test_no_stored_value_depends_on_the_order_of_sending(receipts):
    rows = {row.comment: row for row in Submission.objects.all()}
    in_order = [rows[comment] for comment in COMMENTS]

    for name in [field.attname for field in Submission._meta.concrete_fields]:
        values = [str(getattr(row, name)) for row in in_order]
        gets_inbox_mail = name == "comment" or len(set(values)) == 1
        assert gets_inbox_mail or values not in (sorted(values), sorted(values, reverse=True)), name


def test_sending_writes_no_row_with_a_time_or_a_counter(receipts):
    """Tables that count or tell a time gain nothing but open challenges, which are gone."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
    told = {
        table: column("count(*)", f'"{table}"')[0]
        for table in tables
        if table.startswith(("django_tasks", "wagtailcore_referenceindex", "django_session"))
        or table in {"wagtailcore_modellogentry", "wagtailcore_pagelogentry"}
        or table in {"wagtailcore_revision", "captcha_captchastore", "django_admin_log"}
    }

    assert {"wagtailcore_modellogentry", "captcha_captchastore"} <= set(told)
    before = told.copy()
    resident = Resident(Client(), "digidel")
    resident.fill_in(comment="En till")
    resident.send()
    after = {table: column("count(*)", f'"{table}"')[0] for table in told}
    assert after == before
    assert after["captcha_captchastore"] == 0


def test_log_contains_neither_comment_nor_service(caplog):
    # Given
    ServiceFactory(slug="digidel")
    said = []

    # When
    for comment in COMMENTS[:2]:
        caplog.clear()
        with caplog.at_level(logging.DEBUG):
            resident = Resident(Client(), "digidel")
            resident.fill_in(comment=comment)
            resident.send()
        said.append(
            [
                each.getMessage()
                for each in caplog.records
                if not each.name.startswith(("django.db", "django.template", "asyncio", "PIL"))
            ]
        )

    # Then
    assert not [text for lines in said for text in lines if "Ordning" in text or "digidel" in text]
