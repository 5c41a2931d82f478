"""Counts of answered submissions and of their waits, kept consistent with the answers."""

import datetime

import pytest
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Revision

from feedback.figures import rollups
from feedback.handling import moderation
from feedback.handling import status as handling
from feedback.handling.answers import CannotBeAnswered
from feedback.models import MonthlyRollup, Submission, SubmissionAnswer
from feedback.retention.erasure import erase
from feedback.statistics.tallies import Tally, months_waited
from tests.factories import (
    PUBLISHED_AT,
    STOCKHOLM,
    ServiceFactory,
    SubmissionAnswerFactory,
    SubmissionFactory,
)

pytestmark = pytest.mark.django_db

APRIL, MAY = datetime.date(2026, 4, 1), datetime.date(2026, 5, 1)


def tally_of(service, month=APRIL) -> Tally:
    return rollups.monthly_tallies([service.pk]).get(service.pk, {}).get(month, Tally())


def status_of(submission) -> str:
    return Submission.objects.values_list("status", flat=True).get(pk=submission.pk)


def counted(*submissions) -> None:
    rollups.add(submissions)


def is_right(service) -> bool:
    return not rollups.recount(service.pk, correct=False)


@pytest.fixture
def submission():
    found = SubmissionFactory()
    counted(found)
    return found


def test_answer_is_counted_in_the_submissions_month(submission):
    SubmissionAnswerFactory(submission=submission)

    tally = tally_of(submission.service)
    assert (tally.count, tally.answered, dict(tally.waits)) == (1, 1, {1: 1})
    assert status_of(submission) == "answered"
    assert is_right(submission.service)


@pytest.mark.parametrize(
    ("moment", "months"),
    [
        (datetime.datetime(2026, 4, 30, 23, 59, tzinfo=STOCKHOLM), 0),
        # The month is Sweden's, also where UTC is a day behind.
        (datetime.datetime(2026, 5, 1, 0, 30, tzinfo=STOCKHOLM), 1),
        (datetime.datetime(2027, 1, 1, 0, 0, tzinfo=STOCKHOLM), 9),
        # Of a wrong clock.
        (datetime.datetime(2026, 3, 1, 0, 0, tzinfo=STOCKHOLM), 0),
    ],
)
def test_wait_is_counted_in_months_of_the_calendar(submission, moment, months):
    SubmissionAnswerFactory(submission=submission, first_published_at=moment)

    assert dict(tally_of(submission.service).waits) == {months: 1}
    assert is_right(submission.service)


def test_draft_counts_nothing_and_changes_no_status(submission):
    SubmissionAnswerFactory(submission=submission, live=False, first_published_at=None)

    assert tally_of(submission.service).answered == 0
    assert status_of(submission) == "new"


def test_answer_published_again_still_counts_from_the_first_time(submission):
    answer = SubmissionAnswerFactory(submission=submission)
    answer.unpublish()
    withdrawn = tally_of(submission.service).answered, status_of(submission)

    answer.save_revision().publish()

    assert withdrawn == (0, "in_review")
    assert dict(tally_of(submission.service).waits) == {1: 1}
    assert status_of(submission) == "answered"
    assert is_right(submission.service)


def test_draft_change_keeps_the_published_answer(submission):
    answer = SubmissionAnswerFactory(submission=submission)

    answer.text = "Another text."
    answer.save_revision()

    kept = SubmissionAnswer.objects.get()
    assert (kept.live, kept.text) == (True, "We call back on the same day now.")
    assert tally_of(submission.service).answered == 1


def test_withdrawn_answer_restores_the_previous_status(submission):
    # Given an answer with a public version
    moderation.publish(submission.pk, "Text", "Reason")
    answer = SubmissionAnswerFactory(submission=submission)
    assert status_of(submission) == "answered"

    # When
    answer.unpublish()

    # Then
    assert status_of(submission) == "published"


def test_withdrawal_keeps_a_later_status(submission):
    answer = SubmissionAnswerFactory(submission=submission)
    handling.set_status([submission.pk], "archived")

    answer.unpublish()

    assert status_of(submission) == "archived"


def test_later_public_version_keeps_the_answered_status(submission):
    SubmissionAnswerFactory(submission=submission)

    moderation.publish(submission.pk, "Text", "Reason")

    assert status_of(submission) == "answered"


def test_quarantine_withdraws_the_answer_and_its_count(submission):
    SubmissionAnswerFactory(submission=submission)

    handling.set_status([submission.pk], "quarantined")

    answer = SubmissionAnswer.objects.get()
    assert not answer.live
    assert tally_of(submission.service) == Tally()
    assert is_right(submission.service)

    # and out of it again, it is not public by itself
    handling.set_status([submission.pk], "new")
    assert tally_of(submission.service).answered == 0
    assert is_right(submission.service)


def test_publishing_an_answer_in_quarantine_is_refused():
    submission = SubmissionFactory(status="quarantined")
    draft = SubmissionAnswerFactory(submission=submission, live=False, first_published_at=None)
    revision = draft.save_revision()

    with pytest.raises(CannotBeAnswered):
        revision.publish()

    assert not SubmissionAnswer.objects.get().live
    assert status_of(submission) == "quarantined"


def test_erasure_deletes_the_answer_its_revisions_and_its_count(submission):
    other = SubmissionFactory(service=submission.service)
    counted(other)
    for each in (submission, other):
        SubmissionAnswerFactory(submission=each).save_revision()

    erase(submission.pk)

    assert SubmissionAnswer.objects.get().submission == other
    assert Revision.objects.count() == 1
    tally = tally_of(submission.service)
    assert (tally.count, tally.answered) == (1, 1)
    assert is_right(submission.service)


def test_settled_month_keeps_its_answers_when_the_submissions_are_gone(submission):
    SubmissionAnswerFactory(submission=submission)

    rollups.settle([submission.service.pk], APRIL)
    Submission.objects.all().delete()
    call_command("recompute_rollups")

    assert not SubmissionAnswer.objects.exists()
    assert tally_of(submission.service).answered == 1
    assert is_right(submission.service)


def test_wrong_counts_are_found_and_corrected(submission, capsys):
    SubmissionAnswerFactory(submission=submission)
    MonthlyRollup.objects.update(counts=Tally((0, 0, 0, 1, 0), waits={4: 2}).as_json())

    call_command("recompute_rollups")

    assert "'waits': {'1': 1}" in capsys.readouterr().out
    assert dict(tally_of(submission.service).waits) == {1: 1}


def test_figures_of_several_months_and_services_are_those_of_all_together():
    # Given waits of 1, 1, 0, 3, 8 and two that nobody has answered
    first, second = ServiceFactory.create_batch(2)
    waits = [(first, APRIL, 5), (first, APRIL, 5), (second, MAY, 5), (second, APRIL, 7)]
    for service, month, answered in [*waits, (first, APRIL, 12)]:
        submission = SubmissionFactory(service=service, month=month)
        counted(submission)
        moment = PUBLISHED_AT.replace(month=answered)
        SubmissionAnswerFactory(submission=submission, first_published_at=moment)
    counted(*SubmissionFactory.create_batch(2, service=first))

    # When
    tallies = rollups.monthly_tallies([first.pk, second.pk])
    total = sum((tally for by_month in tallies.values() for tally in by_month.values()), Tally())

    # Then
    assert (total.count, total.answered) == (7, 5)
    assert total.share_answered() == 5 / 7
    assert total.median_wait() == 1
    assert total.median_wait(minimum=6) is None
    assert tallies[second.pk][MAY].share_answered() is None


def test_tallies_are_read_in_one_query(django_assert_num_queries):
    service = ServiceFactory()
    for number in range(12):
        submission = SubmissionFactory(service=service)
        counted(submission)
        if number % 2:
            SubmissionAnswerFactory(submission=submission)

    with django_assert_num_queries(1):
        tally = tally_of(service)

    assert tally.share_answered() == 0.5


@pytest.mark.parametrize("number", [1, 12])
def test_query_count_of_a_recount_is_constant(number, django_assert_num_queries):
    service = ServiceFactory()
    for _ in range(number):
        submission = SubmissionFactory(service=service)
        counted(submission)
        SubmissionAnswerFactory(submission=submission)

    with django_assert_num_queries(5):
        assert is_right(service)


def test_months_waited_are_never_below_none():
    assert months_waited(MAY, APRIL) == 0
    assert months_waited(datetime.date(2025, 12, 1), datetime.date(2026, 1, 31)) == 1


def test_editor_cannot_choose_the_status_answered(social):
    url = reverse("submissions:edit", args=[social.submission.pk])

    response = social.client.post(url, {"status": "answered"})

    assert response.status_code == 200
    assert status_of(social.submission) == "new"
