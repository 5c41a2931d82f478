"""Generated submissions: reproducible, and counted as they are stored."""

import datetime
from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from feedback.demo import generation
from feedback.enums import SubmissionStatus
from feedback.models import IncomingSubmission, MonthlyRollup, Service, Submission
from tests.factories import ServiceFactory

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 3, 9)


def generate(count: int, **options: object) -> None:
    services = list(Service.objects.originals().order_by("pk"))
    for _size in generation.generate_submissions(count, today=TODAY, services=services, **options):
        pass


def recount() -> str:
    told = StringIO()
    call_command("recompute_rollups", "--check", stdout=told)
    return told.getvalue()


def test_generated_submissions_are_of_closed_months_and_counted():
    # Given
    services = [ServiceFactory() for _ in range(3)]

    # When
    generate(700, months=6)

    # Then
    rows = list(Submission.objects.all())
    assert len(rows) == 700
    assert {row.month for row in rows} == {
        datetime.date(2025, month, 1) for month in (9, 10, 11, 12)
    } | {datetime.date(2026, 1, 1), datetime.date(2026, 2, 1)}
    assert {row.service_id for row in rows} == {service.pk for service in services}
    assert {row.rating for row in rows} == {1, 2, 3, 4, 5}
    assert {row.language for row in rows} == {"sv", "en"}
    assert {row.status for row in rows} == set(SubmissionStatus.values)
    assert any(row.flags for row in rows)
    assert any(row.aspect_ratings for row in rows)
    assert any(not row.comment for row in rows)
    assert max(len(row.comment) for row in rows) > 4 * min(
        len(row.comment) for row in rows if row.comment
    )
    assert not IncomingSubmission.objects.exists()
    assert "0 months equal" in recount()
    counted = sum(sum(row.counts["ratings"]) for row in MonthlyRollup.objects.all())
    assert (
        counted
        == Submission.objects.exclude(
            status__in=[SubmissionStatus.QUARANTINED, SubmissionStatus.REJECTED]
        ).count()
    )


def test_generation_depends_on_the_seed():
    ServiceFactory()

    def made(**options: object) -> set[tuple]:
        Submission.objects.all().delete()
        generate(60, **options)
        return set(Submission.objects.values_list("pk", "comment", "month", "receipt_hash"))

    assert made(seed=7) == made(seed=7)
    assert not {pk for pk, *_ in made(seed=7)} & {pk for pk, *_ in made(seed=8)}


def test_interrupted_generation_is_counted(monkeypatch):
    ServiceFactory()
    monkeypatch.setattr(generation, "CHUNK", 20)
    chunks = generation.generate_submissions(200, today=TODAY, services=list(Service.objects.all()))

    next(chunks)
    next(chunks)
    chunks.close()

    assert 0 < Submission.objects.count() < 200
    assert "0 months equal" in recount()


@pytest.mark.slow
def test_newer_months_have_more():
    ServiceFactory()

    generate(3_000, months=12)

    by_month = Counter(Submission.objects.values_list("month", flat=True))
    in_order = [by_month[month] for month in sorted(by_month)]
    assert len(in_order) == 12
    assert in_order == sorted(in_order)


def test_generation_in_production_needs_a_flag(settings):
    settings.DEBUG = False
    ServiceFactory()

    with pytest.raises(CommandError, match="--mix-with-real"):
        call_command("generate_submissions", "10")

    assert not Submission.objects.exists()

    call_command("generate_submissions", "10", "--mix-with-real", stdout=StringIO())

    assert Submission.objects.count() == 10


@pytest.mark.parametrize("arguments", [["0"], ["-1"], ["10", "--months=0"]])
def test_invalid_numbers_are_refused(settings, arguments):
    settings.DEBUG = True
    ServiceFactory()

    with pytest.raises(CommandError, match="at least 1"):
        call_command("generate_submissions", *arguments)


def test_generation_without_services_is_refused(settings):
    settings.DEBUG = True

    with pytest.raises(CommandError, match="no service"):
        call_command("generate_submissions", "10")
