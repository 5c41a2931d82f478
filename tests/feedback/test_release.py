"""The daily batch."""

import datetime
import random
from collections.abc import Iterable

import pytest
from django.core.management import call_command
from django.utils.module_loading import import_string

from feedback.figures import rollups
from feedback.intake.daily_batch import release_feedback
from feedback.models import IncomingSubmission, Service, Submission, UsedClientId
from feedback.retention.pruning import prune
from tests.factories import OrganisationFactory, ServiceFactory

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 5, 11)


def receive(service: Service, number: int = 1, **fields) -> list[IncomingSubmission]:
    return [
        IncomingSubmission.objects.create(
            **{
                "service": service,
                "rating": 1 + n % 5,
                "comment": f"Nummer {n}",
                "language": "sv",
                "month": datetime.date(2026, 5, 1),
                "receipt_hash": f"{n:064x}",
                **fields,
            }
        )
        for n in range(number)
    ]


def release(days: Iterable[int] = (0,), seed: int = 1):
    return [
        release_feedback(day=DAY + datetime.timedelta(days=n), rng=random.Random(seed))
        for n in days
    ][-1]


def test_batch_needs_three_submissions():
    few, enough = ServiceFactory(), ServiceFactory()
    receive(few, 2)
    receive(enough, 3)

    batch = release()

    assert batch == (3, 2)
    assert set(Submission.objects.values_list("service", flat=True)) == {enough.pk}


def test_services_of_an_administration_are_batched_together():
    administration = OrganisationFactory(kind="administration")
    for _ in range(3):
        receive(ServiceFactory(administration=administration))

    assert release() == (3, 0)


def test_small_batch_is_released_after_a_week():
    receive(ServiceFactory(), 2)

    assert release(range(6)) == (0, 2)
    assert release([6]) == (2, 0)


def test_second_batch_on_a_day_does_nothing():
    receive(ServiceFactory(), 1)
    for _ in range(20):
        release()

    assert release() is None
    assert IncomingSubmission.objects.get().batches_waited == 1


def test_urgent_submission_waits_for_a_batch():
    receive(ServiceFactory(), urgent=True, flags=["crisis"])

    assert release() == (0, 1)


def test_urgent_submission_is_released_alone_if_the_resident_asked():
    service = ServiceFactory()
    receive(service, urgent=True, flags=["crisis"], read_soon=True)
    receive(service)

    assert release() == (1, 1)
    assert Submission.objects.get().urgent


def test_batch_copies_every_field_but_the_id():
    # Given
    sent = receive(
        ServiceFactory(), 3, aspect_ratings={"change": 2}, flags=["phone"], status="quarantined"
    )
    said = {
        name: getattr(sent[0], name)
        for name in (
            "service_id",
            "aspect_ratings",
            "language",
            "month",
            "flags",
            "status",
            "urgent",
        )
    }

    # When
    release()

    # Then
    released = Submission.objects.all()
    assert {row.comment for row in released} == {row.comment for row in sent}
    assert {row.receipt_hash for row in released} == {row.receipt_hash for row in sent}
    assert not {row.pk for row in released} & {row.pk for row in sent}
    assert all(row.pk.version == 4 for row in released)
    for name, value in said.items():
        assert getattr(released[0], name) == value
    assert not IncomingSubmission.objects.exists()


def test_rows_are_written_in_random_order():
    # Given the same arrivals, released with different random numbers
    orders = set()
    for seed in range(4):
        Submission.objects.all().delete()
        service = ServiceFactory()
        receive(service, 8)

        # When
        release([seed], seed=seed)

        # Then
        orders.add(tuple(physical_order()))
    assert len(orders) == 4
    assert tuple(f"Nummer {n}" for n in range(8)) not in orders


def physical_order() -> list[str]:
    from django.db import connection

    column = "ctid" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT comment FROM feedback_submission ORDER BY {column}")
        return [comment for (comment,) in cursor.fetchall()]


def test_only_released_submissions_are_counted():
    counted, waiting = ServiceFactory(), ServiceFactory()
    receive(counted, 3)
    receive(waiting, 2)

    release()

    assert rollups.monthly_tallies([counted.pk])
    assert not rollups.monthly_tallies([waiting.pk])
    assert not rollups.recount(counted.pk, correct=False)


def test_command_can_release_everything_at_once(capsys):
    receive(ServiceFactory(), 1)

    call_command("release_feedback", "--now")

    assert Submission.objects.count() == 1
    assert "Released 1" in capsys.readouterr().out


def test_scheduler_releases_once_a_day_and_prunes():
    jobs = {job.command: job.cron for job in import_string("cms.scheduling.jobs.PERIODIC_JOBS")}

    minute, hour, *rest = jobs["release_feedback"].split()
    assert minute.isdigit()
    assert hour.isdigit()
    assert rest == ["*", "*", "*"]
    assert "prune_feedback" in jobs


def test_client_ids_are_deleted_after_the_next_month():
    for month in (3, 4, 5):
        UsedClientId.objects.create(client_hash=str(month), month=datetime.date(2026, month, 1))

    prune(datetime.datetime(2026, 5, 31, 12, tzinfo=datetime.UTC))

    assert set(UsedClientId.objects.values_list("client_hash", flat=True)) == {"4", "5"}


TEXT = "Jag vill att alla röstar på mitt förslag om en ny park vid vattnet."


def test_repeated_text_is_quarantined_from_the_third_time_on():
    # Given the same words with other spaces, letters and digits, about several services
    texts = [TEXT, TEXT.upper(), f"  {TEXT}  1!", TEXT.replace(" ", "\n"), f"{TEXT} Och mer."]
    for text in texts:
        receive(ServiceFactory(), comment=text)

    # When
    release_feedback(day=DAY, rng=random.Random(1), everything=True)

    # Then
    rows = Submission.objects.values_list("comment", "status")
    assert sorted(status for text, status in rows if "mer" not in text) == [
        "new",
        "new",
        "quarantined",
        "quarantined",
    ]
    assert [status for text, status in rows if "mer" in text] == ["new"]


def test_short_texts_may_repeat():
    receive(ServiceFactory(), 5, comment="Tack för hjälpen!")

    release()

    assert Submission.objects.filter(status="new").count() == 5


def test_repeated_text_that_waits_for_the_batch_is_quarantined():
    for _ in range(2):
        receive(ServiceFactory(), 2, comment=TEXT)

    release()

    assert IncomingSubmission.objects.filter(status="quarantined").count() == 2
