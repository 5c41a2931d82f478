"""Rollups and published figures: consistent, final, and at a constant cost."""

import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import ProtectedError

from feedback.enums import SubmissionStatus
from feedback.figures import rollups
from feedback.figures.publication import FeedbackSummary, feedback_summaries, release_figures
from feedback.handling.status import set_status
from feedback.models import IncomingSubmission, Service, Submission
from feedback.models.figures import FiguresAreFrozen, MonthlyRollup, PublishedFigures
from feedback.statistics.disclosure import Group
from feedback.statistics.tallies import Tally
from tests.factories import ServiceFactory, SubmissionFactory, locale

pytestmark = pytest.mark.django_db

APRIL = datetime.date(2026, 4, 1)
MAY = datetime.date(2026, 5, 1)
APRIL_IS_CLOSED = datetime.date(2026, 5, 10)
MAY_IS_CLOSED = datetime.date(2026, 6, 10)


def submissions(service, *ratings, month=APRIL, **fields):
    rows = [
        SubmissionFactory(service=service, rating=rating, month=month, **fields)
        for rating in ratings
    ]
    rollups.add(rows)
    return rows


def summary_of(service: Service) -> FeedbackSummary | None:
    return feedback_summaries([service]).get(service.pk)


# --- Rollups --------------------------------------------------------------------------------------


def test_rollup_counts_what_was_added():
    # Given two submissions of April, one of May, with an aspect
    service = ServiceFactory()
    submissions(service, 4, 2)
    submissions(service, 5, month=MAY, aspect_ratings={"change": 3})

    # When they are read
    monthly = rollups.monthly_tallies([service.pk])[service.pk]

    # Then
    assert monthly == {
        APRIL: Tally((0, 1, 0, 1, 0)),
        MAY: Tally((0, 0, 0, 0, 1), {"change": (0, 0, 1, 0, 0)}),
    }


def test_erased_submission_is_not_counted():
    # Given three submissions
    service = ServiceFactory()
    erased, *_others = submissions(service, 1, 4, 4)

    # When one is erased
    rollups.remove([erased])
    erased.delete()

    # Then the rollup is what the others say
    assert rollups.monthly_tallies([service.pk])[service.pk] == {APRIL: Tally((0, 0, 0, 2, 0))}
    assert rollups.recount(service.pk, correct=False) == []


def test_released_from_quarantine_submission_is_counted():
    # Given a quarantined submission
    service = ServiceFactory()
    [suspect] = submissions(service, 5, status=SubmissionStatus.QUARANTINED)
    assert rollups.monthly_tallies([service.pk]) == {}

    # When an editor clears it, reviews it, and puts it back
    counted = []
    for status in ("new", "in_review", "quarantined"):
        set_status([suspect.pk], status)
        counted.append(rollups.monthly_tallies([service.pk])[service.pk][APRIL].count)

    # Then it counts in the meantime
    assert counted == [1, 1, 0]


def test_aged_out_month_stays_counted():
    # Given a month that is settled, whose submissions are then deleted
    service = ServiceFactory()
    submissions(service, 4, 4)
    rollups.settle([service.pk], until=APRIL)
    Submission.objects.all().delete()

    # When all is counted anew
    differences = rollups.recount(service.pk)

    # Then the settled month is as it was
    assert differences == []
    assert rollups.monthly_tallies([service.pk])[service.pk][APRIL].count == 2


@pytest.mark.parametrize("number", [1, 50])
def test_query_count_of_a_batch_is_constant(number, django_assert_num_queries):
    # Given a batch for a service that has rollups already
    service = ServiceFactory()
    submissions(service, 3)
    batch = SubmissionFactory.create_batch(number, service=service)

    # Then counting it takes what one takes: a savepoint, two reads and a write
    with django_assert_num_queries(5):
        rollups.add(batch)


@pytest.mark.parametrize("number", [1, 50])
def test_dashboard_reads_rollups_in_one_query(number, django_assert_num_queries):
    services = ServiceFactory.create_batch(2)
    for service in services:
        submissions(service, *[4] * number)

    with django_assert_num_queries(1):
        found = rollups.monthly_tallies([service.pk for service in services])

    assert [monthly[APRIL].count for monthly in found.values()] == [number, number]


def test_command_finds_and_corrects_differences():
    # Given a submission that was never counted, and a count without its submission
    service = ServiceFactory()
    SubmissionFactory(service=service, month=APRIL)
    MonthlyRollup.objects.create(
        service=service, month=MAY, counts=Tally((7, 0, 0, 0, 0)).as_json()
    )

    # When they are compared, then mended, then compared
    with pytest.raises(CommandError, match="2 months differ"):
        call_command("recompute_rollups", "--check", stdout=StringIO())
    call_command("recompute_rollups", stdout=StringIO())
    out = StringIO()
    call_command("recompute_rollups", "--check", stdout=out)

    # Then they are equal
    assert "0 months equal" in out.getvalue()
    assert rollups.monthly_tallies([service.pk])[service.pk] == {
        APRIL: Tally((0, 0, 0, 1, 0)),
        MAY: Tally(),
    }


# --- Releases -------------------------------------------------------------------------------------


def test_complete_period_is_published_once():
    # Given twenty submissions in April
    service = ServiceFactory(aspects=["change"])
    submissions(service, *[2] * 10, *[5] * 10, aspect_ratings={"change": 4})

    # When the job runs twice
    first = release_figures(APRIL_IS_CLOSED)
    second = release_figures(APRIL_IS_CLOSED)

    # Then the first run has released it, with the month and not the day
    assert [period.count for _service, period in first.released] == [20]
    assert second.released == []
    figures = PublishedFigures.objects.get()
    assert (figures.first_month, figures.last_month, figures.released_in) == (None, APRIL, MAY)
    assert figures.period.ratings == (Group((1, 2, 3), 10, 10), Group((4, 5), 10, 10))
    assert figures.period.aspects == {"change": (Group((0, 1, 2, 3), 0, 9), Group((4, 5), 11, 20))}


def test_published_figures_survive_late_and_erased_submissions():
    # Given a released April
    service = ServiceFactory()
    rows = submissions(service, *[1] * 15, *[5] * 15)
    release_figures(APRIL_IS_CLOSED)
    before = summary_of(service)

    # When one of April is erased, thirty come to it late, and nineteen come in May
    rollups.remove(rows[:1])
    rows[0].delete()
    submissions(service, *[3] * 30)
    submissions(service, *[4] * 19, month=MAY)
    release_figures(MAY_IS_CLOSED)

    # Then nothing is published that could be subtracted from what was
    assert summary_of(service) == before


def test_published_figures_can_be_neither_changed_nor_deleted():
    # Given a release
    service = ServiceFactory()
    submissions(service, *[4] * 20)
    release_figures(APRIL_IS_CLOSED)
    figures = PublishedFigures.objects.get()

    # Then the rows refuse, and so does the service that they belong to
    with pytest.raises(FiguresAreFrozen):
        figures.save()
    with pytest.raises(FiguresAreFrozen):
        figures.delete()
    with pytest.raises(FiguresAreFrozen):
        PublishedFigures.objects.update(count=1)
    with pytest.raises(FiguresAreFrozen):
        PublishedFigures.objects.all().delete()
    with pytest.raises(ProtectedError):
        service.delete()


def test_month_waits_for_its_incoming_submissions():
    # Given a full April, of which one submission is not in a daily batch yet
    service = ServiceFactory()
    submissions(service, *[4] * 20)
    incoming = IncomingSubmission.objects.create(
        service=service, rating=1, language="sv", month=APRIL, receipt_hash="0" * 64
    )

    # When the job runs, and again when the batch has gone
    report = release_figures(APRIL_IS_CLOSED)
    incoming.delete()
    later = release_figures(APRIL_IS_CLOSED)

    # Then it is released the second time
    assert (report.released, report.waiting) == ([], [service])
    assert len(later.released) == 1


def test_quarantined_submissions_fill_no_period():
    service = ServiceFactory()
    submissions(service, *[4] * 19)
    submissions(service, 1, status=SubmissionStatus.QUARANTINED)

    assert release_figures(APRIL_IS_CLOSED).released == []


def test_wrong_rollup_is_corrected_before_publication(caplog):
    # Given twenty submissions, of which only one was counted
    service = ServiceFactory()
    submissions(service, 4)
    SubmissionFactory.create_batch(19, service=service, rating=4, month=APRIL)

    # When figures are released
    report = release_figures(APRIL_IS_CLOSED)

    # Then all twenty are in them, and the log says what was wrong
    assert [period.count for _service, period in report.released] == [20]
    assert "2026-04 was wrong" in caplog.text


def test_dry_run_reports_and_changes_nothing(time_machine):
    # Given a full April
    time_machine.move_to(datetime.datetime(2026, 5, 10, 12, tzinfo=datetime.UTC))
    service = ServiceFactory(name="Fountain House")
    submissions(service, *[4] * 20)

    # When the job runs dry, then in earnest
    dry, real = StringIO(), StringIO()
    call_command("release_figures", "--dry-run", stdout=dry)
    assert not PublishedFigures.objects.exists()
    call_command("release_figures", stdout=real)

    # Then both tell the same
    line = "Fountain House: 20 submissions, from the start to 2026-04"
    assert line in dry.getvalue()
    assert line in real.getvalue()
    assert PublishedFigures.objects.count() == 1


@pytest.mark.parametrize("number", [20, 60])
def test_query_count_of_a_release_is_constant(number, django_assert_num_queries):
    service = ServiceFactory()
    submissions(service, *[4] * number)

    with django_assert_num_queries(18):
        release_figures(APRIL_IS_CLOSED)


# --- What the API reads ---------------------------------------------------------------------------


def test_summary_is_of_all_periods_together():
    # Given an April of 20 and a May of 40
    service = ServiceFactory()
    submissions(service, *[1] * 10, *[5] * 10)
    submissions(service, *[1] * 10, *[5] * 30, month=MAY)
    release_figures(MAY_IS_CLOSED)

    # When it is summed up
    summary = summary_of(service)

    # Then
    assert summary.count == 60
    assert summary.share.at_least == summary.share.at_most == 40 / 60
    assert [period.last_month for period in summary.periods] == [APRIL, MAY]


def test_translation_shows_the_figures_of_its_original():
    service = ServiceFactory()
    translation = service.copy_for_translation(locale("en"))
    translation.save()
    submissions(service, *[4] * 20)
    release_figures(APRIL_IS_CLOSED)

    assert summary_of(translation) == summary_of(service)
    assert summary_of(translation) is not None


def test_service_without_published_figures_has_no_summary():
    service = ServiceFactory()
    submissions(service, *[4] * 19)
    release_figures(APRIL_IS_CLOSED)

    assert summary_of(service) is None


@pytest.mark.parametrize("number", [1, 10])
def test_summaries_take_one_query(number, django_assert_num_queries):
    services = ServiceFactory.create_batch(number)
    for service in services:
        submissions(service, *[4] * 20)
    release_figures(APRIL_IS_CLOSED)

    with django_assert_num_queries(1):
        found = feedback_summaries(services)

    assert len(found) == number


def test_aspects_are_in_the_order_of_the_form():
    # Given PostgreSQL sorts the keys of what it keeps by their length
    service = ServiceFactory(aspects=["information", "treatment", "change"])
    submissions(service, *[2] * 10, *[5] * 10, aspect_ratings={"change": 4})

    # When
    release_figures(APRIL_IS_CLOSED)

    # Then
    (period,) = summary_of(service).periods
    assert list(period.aspects) == ["information", "treatment", "change"]
