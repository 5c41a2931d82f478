"""Retention: what is aged out and when, who decides it, and that the figures stay."""

import datetime
import random
from io import StringIO
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from feedback.figures import rollups
from feedback.figures.publication import release_figures
from feedback.intake.daily_batch import release_feedback
from feedback.intake.receipts import receipt_hash
from feedback.models import (
    ArchiveDelivery,
    FeedbackLogEntry,
    IncomingSubmission,
    MonthlyRollup,
    PublishedFigures,
    RetentionRule,
    Submission,
    SubmissionAnswer,
    SubmissionNote,
    Voice,
)
from feedback.models.exports import Export
from feedback.retention import ageing
from tests.factories import SubmissionAnswerFactory
from tests.feedback.resident import FORM, soup
from tests.feedback.retention import OLD, RULE, TODAY, YOUNG, old_submissions, page
from tests.feedback.staff import Staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(time_machine: Any) -> None:
    time_machine.move_to(datetime.datetime(2026, 11, 26, 12, tzinfo=datetime.UTC))


def let_age_out(staff: Staff, until: datetime.date = OLD, **fields: str) -> Any:
    given = {"until": until.isoformat(), "understood": "on", **fields}
    return staff.client.post(page("age_out", staff), given, follow=True)


def command(*args: str) -> str:
    out = StringIO()
    call_command("age_out_feedback", *args, stdout=out, stderr=out)
    return out.getvalue()


def figures_shown(staff: Staff, name: str) -> str:
    """Return the dashboard's figures of all months."""
    pk = staff.service.pk if name == "service" else staff.organisation.pk
    address = reverse(f"feedback_dashboard:{name}", args=[pk])
    text: str = staff.client.get(f"{address}?period=all").text
    start, end = text.index("<main"), text.index("</main>")
    assert "figures" in text[start:end]
    return text[start:end]


def test_ageing_out_deletes_everything_derived(social, rule):
    # Given
    [row] = old_submissions(social)
    SubmissionNote.objects.create(submission=row, author=social.user, text="Anteckning")
    social.client.post(
        reverse("submissions:moderate", args=[row.pk]),
        {"text": "Offentligt", "reason": "Sagt i förtroende", "do": "publish"},
    )
    SubmissionAnswerFactory(submission=row, text="Vi har ändrat")
    Voice.objects.update(is_public=True)

    # When
    shown = social.client.get(page("retention", social)).text
    response = let_age_out(social)

    # Then
    assert "1 synpunkt från månader till och med oktober 2025" in shown
    assert "Gallrade synpunkter: 1, från månader till och med oktober 2025" in response.text
    assert [each.comment for each in Submission.objects.all()] == ["Hemligt om social"]
    for model in (SubmissionNote, Voice, SubmissionAnswer):
        assert not model.objects.exists()
    assert "Gammalt" not in social.client.get("/admin/submissions/", {"q": "Gam"}).text
    kept = str(list(FeedbackLogEntry.objects.values_list("label", "data")))
    for word in ("Gammalt", "Anteckning", "Offentligt", "förtroende", "Vi har ändrat"):
        assert word not in kept


def test_retention_counts_whole_months(social, rule):
    # Given October 2025 and the following month, in November 2026
    old_submissions(social)

    # Then
    assert rule.last_due(datetime.date(2026, 10, 31)) == datetime.date(2025, 9, 1)
    assert rule.last_due(datetime.date(2026, 11, 1)) == OLD
    assert rule.due_in(OLD) == datetime.date(2026, 11, 1)
    assert rule.due_in(YOUNG) == datetime.date(2026, 12, 1)


def test_figures_are_the_same_before_and_after(social, rule, client):
    # Given
    for rating in (1, 2, 3, 4, 5) * 5:
        old_submissions(social, rating=rating, aspect_ratings={"treatment": rating})
    for row in Submission.objects.filter(month=OLD)[:7]:
        SubmissionAnswerFactory(submission=row, text="Ja")
    release_figures(TODAY)
    tallies = rollups.monthly_tallies([social.service.pk])
    dashboard = [figures_shown(social, name) for name in ("service", "administration")]
    data = client.get("/open-data/feedback.json").json()
    assert PublishedFigures.objects.exists()
    assert tallies[social.service.pk][OLD].answered == 7

    # When
    let_age_out(social)

    # Then
    assert not Submission.objects.filter(month=OLD).exists()
    assert rollups.monthly_tallies([social.service.pk]) == tallies
    assert rollups.recount(social.service.pk) == []
    assert rollups.monthly_tallies([social.service.pk]) == tallies
    assert client.get("/open-data/feedback.json").json() == data
    assert [figures_shown(social, name) for name in ("service", "administration")] == dashboard
    assert release_figures(TODAY).released == []


def test_receipt_opens_nothing_after_erasure(social, rule):
    # Given
    number = "1111222233334444"
    [row] = old_submissions(social, receipt_hash=receipt_hash(number))
    SubmissionAnswerFactory(submission=row, text="Vi ringer upp nu.")

    def read(receipt: str) -> Any:
        data = urlencode({"receipt": receipt, "step": "show"})
        return Client().post("/feedback/svar/", data, content_type=FORM)

    assert "Vi ringer upp nu." in read(number).text

    # When
    let_age_out(social)

    # Then it is answered like an unknown number
    known, unknown = read(number), read("9999888877776666")
    assert known.status_code == unknown.status_code
    assert [soup(each).main.text for each in (known, unknown)] == [soup(unknown).main.text] * 2


def test_aged_out_months_can_still_be_published(social, rule):
    old_submissions(social, 30)

    let_age_out(social)
    [(service, period)] = release_figures(TODAY).released

    assert (service, period.count) == (social.service, 30)


def test_nothing_ages_out_without_a_decision(social, rule):
    # Given
    old_submissions(social)
    RetentionRule.objects.update(decision="", decided_on=None)

    # When
    response = let_age_out(social)

    # Then
    assert "inget beslut" in response.text
    assert Submission.objects.filter(month=OLD).exists()
    with pytest.raises(CommandError):
        command("--administration", social.organisation.slug)
    assert "sparas för gott" in social.client.get(page("retention", social)).text

    # nor without a rule
    RetentionRule.objects.all().delete()
    assert "inget beslut" in let_age_out(social).text
    with pytest.raises(CommandError):
        command("--administration", social.organisation.slug)
    assert Submission.objects.filter(month=OLD).exists()


@pytest.mark.parametrize("until", [YOUNG, datetime.date(2026, 11, 1), datetime.date(9000, 12, 31)])
def test_nothing_ages_out_before_the_decided_time(social, rule, until):
    old_submissions(social)

    response = let_age_out(social, until)

    assert "För tidigt" in response.text
    assert "AN 2024/7 § 12" in response.text
    assert Submission.objects.count() == 2
    with pytest.raises(CommandError):
        command("--administration", social.organisation.slug, "--until", f"{until:%Y-%m}")
    assert Submission.objects.count() == 2


def test_command_prints_when_ageing_out_is_allowed(social, rule):
    err = StringIO()

    with pytest.raises(CommandError):
        call_command(
            "age_out_feedback",
            "--administration",
            social.organisation.slug,
            "--until",
            "2025-11",
            stderr=err,
        )

    assert "may age out in 2026-12 at the earliest" in err.getvalue()


@pytest.mark.parametrize("until", ["2025", "2025-13", "x", "2025-1", "0000-01", "٢٠٢٥-٠١"])
def test_command_refuses_anything_but_a_month(social, rule, until):
    with pytest.raises(CommandError, match="is not a month"):
        command("--administration", social.organisation.slug, "--until", until)


def test_dry_run_of_the_command_prints_and_changes_nothing(social, rule):
    old_submissions(social, 3)

    said = command("--administration", social.organisation.slug, "--dry-run")

    assert f"{social.service.name}, 2025-10: 3 submissions" in said
    assert "3 submissions up to 2025-10 would age out" in said
    assert Submission.objects.count() == 4
    assert not MonthlyRollup.objects.filter(settled=True).exists()
    assert not FeedbackLogEntry.objects.exists()


def test_scheduler_ages_out_enabled_administrations(social, labour, rule):
    # Given
    old_submissions(social)
    old_submissions(labour)
    RetentionRule.objects.create(
        administration=labour.organisation,
        months_to_keep=12,
        minimum_months=12,
        decision="AN 1",
        decided_on=OLD,
        is_on=True,
    )

    # When
    command("--scheduled")

    # Then
    [kept] = Submission.objects.filter(month=OLD)
    assert kept.service == social.service
    entry = FeedbackLogEntry.objects.get()
    assert (entry.action, entry.user, entry.administration) == (
        "feedback.age_out",
        None,
        labour.organisation,
    )


def test_ageing_out_leaves_other_administrations(social, labour, rule):
    old_submissions(social)
    old_submissions(labour)

    let_age_out(social)

    assert Submission.objects.filter(service=labour.service, month=OLD).exists()
    assert not MonthlyRollup.objects.filter(service=labour.service, settled=True).exists()
    assert not FeedbackLogEntry.objects.filter(administration=labour.organisation).exists()


def test_interrupted_run_is_continued_and_logged_once(social, rule, monkeypatch):
    # Given a worker that was killed after the first batch
    monkeypatch.setattr(ageing, "BATCH", 10)
    old_submissions(social, 35)
    tally = rollups.monthly_tallies([social.service.pk])
    assert ageing.start(rule.pk, OLD, TODAY, social.user)
    batches = ageing.continue_run(rule.pk)
    assert next(batches) == 10
    batches.close()
    assert "10 är borta hittills" in social.client.get(page("retention", social)).text
    # The rule cannot be changed during the run, and no second run can be started.
    assert not ageing.start(rule.pk, OLD, TODAY, social.user)
    assert social.client.post(page("retention_rule", social), RULE).status_code == 200

    # When
    later = timezone.now() + datetime.timedelta(minutes=5)
    assert ageing.resume(later) == [rule.pk]
    RetentionRule.objects.update(seen_at=later - datetime.timedelta(minutes=10))
    call_command("resume_exports", verbosity=0)

    # Then
    assert not Submission.objects.filter(month=OLD).exists()
    assert rollups.monthly_tallies([social.service.pk]) == tally
    entry = FeedbackLogEntry.objects.get(action="feedback.age_out")
    assert entry.user == social.user
    assert entry.data == {
        "until": "2025-10",
        "submissions": 35,
        "decision": "AN 2024/7 § 12",
        "decided_on": "2024-02-03",
        "months_to_keep": 12,
    }

    # and a second run finds nothing
    let_age_out(social)
    command("--administration", social.organisation.slug)
    assert FeedbackLogEntry.objects.filter(action="feedback.age_out").count() == 1


def test_late_submission_is_added_to_a_settled_month(social, rule):
    # Given
    old_submissions(social, 2)
    let_age_out(social)
    IncomingSubmission.objects.create(
        service=social.service, rating=5, month=OLD, language="sv", receipt_hash="x", comment="Sent"
    )

    # Then it has to reach the editors first
    assert "väntar på dygnets omgång" in let_age_out(social).text

    # When
    release_feedback(day=TODAY, rng=random.Random(1), everything=True)

    # Then
    assert rollups.monthly_tallies([social.service.pk])[social.service.pk][OLD].count == 3
    let_age_out(social)
    assert not Submission.objects.filter(month=OLD).exists()
    assert rollups.monthly_tallies([social.service.pk])[social.service.pk][OLD].count == 3


def test_quarantined_submissions_age_out_uncounted(social, rule):
    old_submissions(social, 3, status="quarantined")
    old_submissions(social, 1)

    let_age_out(social)

    assert not Submission.objects.filter(month=OLD).exists()
    assert rollups.monthly_tallies([social.service.pk])[social.service.pk][OLD].count == 1


def test_exports_that_may_contain_it_are_withdrawn(social, rule):
    old_submissions(social)
    export = Export.objects.create(user=social.user, format="csv", state="ready")
    export.services.set([social.service])
    export.parts.create(number=0, data=b"x")

    let_age_out(social)

    export.refresh_from_db()
    assert (export.state, export.parts.exists()) == ("voided", False)


def test_service_whose_feedback_has_aged_out_is_not_deleted(social, rule):
    old_submissions(social)
    Submission.objects.filter(month=YOUNG).delete()
    let_age_out(social)
    social.user.is_superuser = True
    social.user.save()

    response = social.client.post(
        reverse("wagtailsnippets_feedback_service:delete", args=[social.service.pk])
    )

    assert response.status_code == 409


def test_ageing_out_requires_delivery_if_the_rule_says_so(social, rule):
    # Given
    old_submissions(social)
    old_submissions(social, month=datetime.date(2025, 8, 1))
    RetentionRule.objects.update(archive_first=True)

    # Then
    assert "augusti 2025 finns inte i något som har lämnats" in let_age_out(social).text
    assert Submission.objects.count() == 3

    # Given a package of some of the months
    ArchiveDelivery.objects.create(
        administration=social.organisation,
        first_month=datetime.date(2025, 1, 1),
        last_month=datetime.date(2025, 9, 1),
        submissions=1,
        sha256="0" * 64,
        confirmed_on=TODAY,
    )
    assert "oktober 2025 finns inte i något som har lämnats" in let_age_out(social).text
    with pytest.raises(CommandError):
        command("--administration", social.organisation.slug)
    let_age_out(social, datetime.date(2025, 9, 1))
    assert Submission.objects.count() == 2
