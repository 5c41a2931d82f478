"""A wrong clock, a full disk, and concurrent jobs."""

import datetime
import random
import threading
from collections.abc import Callable
from contextlib import contextmanager

import pytest
from captcha.models import CaptchaStore
from django.core.management import call_command
from django.db import connection
from django.test import Client

from feedback.figures.publication import release_figures
from feedback.intake.daily_batch import release_feedback
from feedback.models import IncomingSubmission, PublishedFigures, ReleaseRun, Submission
from tests.factories import ServiceFactory
from tests.feedback.resident import Resident, right_answer, soup

pytestmark = pytest.mark.django_db(transaction=True)

DAY = datetime.date(2026, 5, 11)
PHONE = "042-10 50 00"


def send(number: int, service: str = "digidel") -> None:
    resident = Resident(Client(), service)
    resident.fill_in(comment=f"Kommentar {number}.")
    assert resident.send().status_code == 303


def at_once(*functions: Callable[[], object]) -> list[object]:
    """Call each function in a thread at the same moment; return the results."""
    barrier, results = threading.Barrier(len(functions)), []

    def run(function: Callable[[], object]) -> None:
        barrier.wait()
        try:
            results.append(function())
        except Exception as error:
            results.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[each]) for each in functions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


# --- Two at once ----------------------------------------------------------------------------------
def test_concurrent_batches_release_each_submission_once():
    ServiceFactory(slug="digidel")
    for number in range(5):
        send(number)

    results = at_once(*(lambda: release_feedback(day=DAY, rng=random.Random(1)) for _ in range(2)))

    assert sorted(map(str, results)) == ["Batch(released=5, waiting=0)", "None"]
    assert Submission.objects.count() == 5
    assert not IncomingSubmission.objects.exists()
    call_command("recompute_rollups", "--check", verbosity=0)


def test_concurrent_publications_publish_each_period_once():
    # Given
    service = ServiceFactory()
    rows = Submission.objects.bulk_create(
        Submission(
            service=service,
            rating=number % 5 + 1,
            language="sv",
            month=datetime.date(2026, 3, 1),
            receipt_hash=f"{number:064x}",
        )
        for number in range(40)
    )
    assert rows
    call_command("recompute_rollups", verbosity=0)

    # When
    results = at_once(*(lambda: len(release_figures(DAY).released) for _ in range(2)))

    # Then
    assert sorted(results) == [0, 1]
    assert PublishedFigures.objects.get().count == 40


# --- The clock ------------------------------------------------------------------------------------
@pytest.mark.parametrize("order", [(10, 11), (11, 10), (11, 10, 11)])
def test_wrong_clock_neither_loses_nor_duplicates_a_batch(order):
    # Given a batch made under a wrong date and later submissions
    ServiceFactory(slug="digidel")
    for number, day in enumerate(order):
        for each in range(3):
            send(10 * number + each)
        release_feedback(day=DAY.replace(day=day), rng=random.Random(number))

    # When the clock is correct again, the next morning
    release_feedback(day=DAY.replace(day=12), rng=random.Random(9))

    # Then
    comments = sorted(Submission.objects.values_list("comment", flat=True))
    expected = {f"Kommentar {10 * n + e}." for n in range(len(order)) for e in range(3)}
    assert len(comments) == len(set(comments))
    assert set(comments) == expected
    assert not IncomingSubmission.objects.exists()
    assert ReleaseRun.objects.count() == 1


def test_month_is_that_of_sending_in_local_time(time_machine):
    # Given the form is opened in the last minute of a month
    ServiceFactory(slug="digidel")
    time_machine.move_to("2026-05-31T21:59:30+00:00", tick=False)
    resident = Resident(Client(), "digidel")
    resident.fill_in()

    # When it is sent in the first minute of the next month, after a clock that was a day fast
    time_machine.move_to("2026-05-31T22:00:30+00:00", tick=False)
    resident.send()

    # Then
    assert IncomingSubmission.objects.get().month == datetime.date(2026, 6, 1)


@pytest.mark.parametrize("days", [-1, 1])
def test_challenges_of_a_wrong_clock_are_deleted_later(time_machine, days):
    # Given
    ServiceFactory(slug="digidel")
    right = datetime.datetime(2026, 5, 11, 10, tzinfo=datetime.UTC)
    time_machine.move_to(right + datetime.timedelta(days=days), tick=False)
    Resident(Client(), "digidel").fill_in()

    # When the clock is set right, and another day has passed
    time_machine.move_to(right + datetime.timedelta(days=1, minutes=31), tick=False)
    call_command("prune_feedback", verbosity=0)

    # Then
    assert not CaptchaStore.objects.exists()


# --- The disk -------------------------------------------------------------------------------------
@contextmanager
def full_disk():
    """Make the database report that there is no room for a submission."""
    table = IncomingSubmission._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # No page is free, and the limit allows no further one.
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA page_count")
            (pages,) = cursor.fetchone()
            cursor.execute(f"PRAGMA max_page_count = {pages}")
            mend = ["PRAGMA max_page_count = 1073741823"]
        else:
            cursor.execute(
                "CREATE FUNCTION disk_is_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                "RAISE EXCEPTION 'could not extend file: No space left on device' "
                "USING ERRCODE = '53100'; END $$"
            )
            cursor.execute(
                f"CREATE TRIGGER disk_is_full BEFORE INSERT ON {table} "
                "EXECUTE FUNCTION disk_is_full()"
            )
            mend = [f"DROP TRIGGER disk_is_full ON {table}", "DROP FUNCTION disk_is_full()"]
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for statement in mend:
                cursor.execute(statement)


def test_full_disk_keeps_text_and_challenge_and_shows_a_contact(settings):
    # Given
    settings.CONTACT_PHONE = PHONE
    ServiceFactory(slug="digidel")
    # More than the free space of a partly filled page.
    comment = "👩‍👩‍👧‍👦" * 600
    resident = Resident(Client(), "digidel")
    resident.fill_in(comment=comment)
    key, answer = resident.fields["captcha_key"], right_answer(resident.fields["captcha_key"])

    # When
    with full_disk():
        response = resident.send(answer, captcha_key=key)

    # Then
    assert response.status_code == 503
    assert comment in soup(response).text
    assert PHONE in response.text
    assert not IncomingSubmission.objects.exists()
    assert CaptchaStore.objects.filter(hashkey=key).exists()

    # When space is available again
    assert resident.send(answer, captcha_key=key).status_code == 303

    # Then
    assert IncomingSubmission.objects.get().comment == comment
