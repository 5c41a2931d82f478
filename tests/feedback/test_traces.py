"""Every table, counter and column that feedback writes is listed, with the reason.

A new table that is changed by sending, reading or answering fails a test until it is listed here;
so does a column with a time, a date or an increasing number.
"""

import datetime
import json
import random
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from feedback.intake.challenges import issue_challenge
from feedback.intake.daily_batch import release_feedback
from feedback.models import IncomingSubmission, Submission
from feedback.urls import urlpatterns
from tests.factories import ServiceFactory, SubmissionAnswerFactory, default_home
from tests.feedback import canaries
from tests.feedback.resident import FORM, Resident, right_answer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.admin_indexes]

DAY = datetime.date(2026, 5, 11)
SUBMIT = """mutation ($input: SubmitFeedbackInput!) {
  submitFeedback(input: $input) { received errors { code } captcha { key } }
}"""
READ = """{ services(first: 5) { nodes {
  name formUrl answers { said } voices(first: 5) { nodes { text } } feedbackSummary { count }
} } }"""
ANSWER = "query ($receipt: String!) { feedbackAnswer(receipt: $receipt) { __typename } }"

SENDING = {
    "feedback_incomingsubmission": "what was said; emptied by the daily batch, which is shuffled",
    "feedback_usedclientid": "that a form was sent; leads to no submission",
}
BATCH = {
    **SENDING,
    "feedback_submission": "what editors read; written by the batch, in random order",
    "feedback_monthlyrollup": "counts of a month",
    "feedback_releaserun": "the day of the last batch; all of its submissions have it in common",
}
ANSWERING = {
    "feedback_submissionanswer": "what an editor wrote, when the editor did",
    "feedback_monthlyrollup": "counts of a month",
    "feedback_submission": "its status",
}
# Columns with a time or an order, and of what.
TELLING = {
    "feedback_incomingsubmission": {"month": "never the day"},
    "feedback_usedclientid": {"month": "never the day"},
    "feedback_submission": {"month": "never the day"},
    "feedback_monthlyrollup": {"id": "of the month's first batch", "month": "never the day"},
    "feedback_releaserun": {"day": "of the batch, and there is one row"},
}
# Issued challenges, including those never answered; deleted when answered.
COUNTERS = {"captcha_captchastore"}
# Of feedback.urls, by name.
ADDRESSES = {
    "services",
    "captcha_picture",
    "captcha_sound",
    "answer",
    "form",
    "thanks",
    "nowhere",
}


def contents() -> dict[str, Counter[str]]:
    """Return the rows of every table, as text."""
    with connection.cursor() as cursor:
        tables = dict.fromkeys(connection.introspection.table_names(cursor))
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            tables[table] = Counter(map(repr, cursor.fetchall()))
    return tables


def counters() -> dict[str, int | None]:
    """Return the last value of every id sequence, by table."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, seq FROM sqlite_sequence")
        else:
            cursor.execute(
                "SELECT t.relname, s.last_value FROM pg_sequences s "
                "JOIN pg_class c ON c.relname = s.sequencename AND c.relkind = 'S' "
                "JOIN pg_depend d ON d.objid = c.oid AND d.deptype IN ('a', 'i') "
                "JOIN pg_class t ON t.oid = d.refobjid"
            )
        return dict(cursor.fetchall())


def telling_columns(table: str) -> set[str]:
    """Return the columns of a table with a time, a date or an increasing number."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f'PRAGMA table_info("{table}")')
            return {
                name
                for _, name, kind, _, _, is_key in cursor.fetchall()
                # An integer key is SQLite's own row number.
                if "date" in kind or "time" in kind or (is_key and "int" in kind.lower())
            }
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND ("
            "data_type LIKE 'time%%' OR data_type = 'date' OR is_identity = 'YES' "
            "OR column_default LIKE 'nextval%%')",
            [table],
        )
        return {name for (name,) in cursor.fetchall()}


@contextmanager
def touching(tables: dict[str, str]) -> Iterator[None]:
    """Assert that the block changes rows of `tables` only, and no other sequence."""
    before, counted = contents(), counters()
    yield
    after, counted_after = contents(), counters()
    touched = {table for table in after if after[table] != before.get(table)}
    moved = {name for name in counted_after if counted_after[name] != counted.get(name)}
    assert touched <= set(tables), f"Touched, and not listed: {touched - set(tables)}"
    assert moved - COUNTERS <= set(tables), f"Counts what nobody listed: {moved}"


def send_by_every_way() -> list[str]:
    """Send by every interface, with errors on the way; return the receipts."""
    receipts = []
    for comment in ("Bra.", "Ring 070-174 06 05.", "Jag orkar inte leva så här."):
        resident = Resident(Client(), "digidel")
        resident.fill_in(comment=comment)
        if "orkar" not in comment:
            # Words of crisis need no answer.
            resident.send("fel svar")
        receipts.append(resident.receipt(resident.send()))
        # Back, and sent once more.
        resident.post("check")
    trapped = Resident(Client(), "digidel")
    trapped.fill_in(comment="Köp nu!", homepage="https://example.org")
    trapped.send()
    key = issue_challenge(timezone.now()).key
    fields = {
        "service": "digidel",
        "rating": 2,
        "comment": "Sämre.",
        "captchaKey": key,
        "captchaResponse": right_answer(key),
        "clientId": str(uuid.uuid4()),
    }
    for _twice in range(2):
        answer = ask(SUBMIT, {"input": fields})
        assert answer["data"]["submitFeedback"]["received"]
    return receipts


def ask(query: str, variables: dict | None = None) -> dict:
    return (
        Client()
        .post(
            "/graphql/",
            json.dumps({"query": query, "variables": variables or {}}),
            content_type="application/json",
        )
        .json()
    )


def read_everything() -> None:
    """Read every page of feedback, and its public data."""
    client = Client()
    resident = Resident(client, "digidel")
    resident.fill_in()
    key = resident.fields["captcha_key"]
    sent = resident.send()
    client.get(sent["Location"])
    for address in (
        "/feedback/",
        "/feedback/digidel/",
        "/feedback/digidel/?lang=en",
        f"/feedback/captcha/{key}.png",
        f"/feedback/captcha/{key}.wav",
        "/feedback/digidel/tack/x/",
        "/feedback/nowhere/at/all",
        "/feedback/svar/",
        "/open-data/",
        "/open-data/feedback.json",
        "/open-data/feedback.csv",
    ):
        assert client.get(address).status_code < 500, address
    assert "errors" not in ask(READ)


def test_sending_writes_only_the_listed_tables():
    ServiceFactory(slug="digidel")

    with touching(SENDING):
        send_by_every_way()

    assert IncomingSubmission.objects.count() == 5
    assert not Submission.objects.exists()


def test_reading_an_answer_writes_only_rate_limits():
    default_home()
    ServiceFactory(slug="digidel")

    with touching(SENDING):
        read_everything()
    with touching({}):
        Client().get("/feedback/digidel/")
        ask(READ)


def test_every_url_is_covered_by_the_readability_test():
    named = {pattern.name for pattern in urlpatterns}

    assert named == ADDRESSES, "Let read_everything() read it, then list it."


def test_batch_and_answer_write_only_the_listed_tables():
    ServiceFactory(slug="digidel")
    receipts = send_by_every_way()

    with touching(BATCH):
        release_feedback(day=DAY, rng=random.Random(7))
    assert not IncomingSubmission.objects.exists()
    with touching(ANSWERING):
        for submission in Submission.objects.exclude(status="quarantined"):
            SubmissionAnswerFactory(submission=submission)
    with touching({}):
        for receipt in receipts:
            body = urlencode({"receipt": receipt})
            page = Client().post("/feedback/svar/", body, content_type=FORM)
            assert "We call back" in page.text
            answer = ask(ANSWER, {"receipt": receipt})
            assert answer["data"]["feedbackAnswer"], answer


@pytest.mark.parametrize("table", BATCH)
def test_columns_with_a_time_or_an_order_are_listed(table):
    assert telling_columns(table) == set(TELLING[table])


def test_id_counters_disclose_challenges_but_not_submissions():
    """Two who send on one day: neither row, nor any counter, says which came first."""
    # Given
    ServiceFactory(slug="digidel")
    send_by_every_way()
    before = counters()

    # When
    for comment in ("Först.", "Sedan."):
        resident = Resident(Client(), "digidel")
        resident.fill_in(comment=comment)
        resident.send()

    # Then
    moved = {name: value for name, value in counters().items() if value != before.get(name)}
    assert set(moved) <= COUNTERS
    values = [str(value) for value in moved.values()]
    told = [
        text
        for place, text in canaries.everything_stored()
        if place in {f"table {name}" for name in SENDING} and any(v in text.split() for v in values)
    ]
    assert told == []
