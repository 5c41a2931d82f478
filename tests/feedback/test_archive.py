"""The archive package: complete, in open formats, with checksums, and delivered by a person."""

import csv
import datetime
import hashlib
import io
import json
import zipfile
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from feedback.exports import rows as export_rows
from feedback.figures import rollups
from feedback.models import (
    ArchiveDelivery,
    FeedbackLogEntry,
    IncomingSubmission,
    RetentionRule,
    Submission,
    SubmissionNote,
    Voice,
)
from feedback.models.exports import Export
from feedback.retention.pruning import prune
from tests.factories import ServiceAnswerFactory, SubmissionAnswerFactory, SubmissionFactory
from tests.feedback.files import content_of
from tests.feedback.staff import Staff

pytestmark = pytest.mark.django_db

MONTHS = {"first_month": "2026-04-17", "last_month": "2026-04-30"}


@pytest.fixture(autouse=True)
def today(time_machine: Any) -> None:
    time_machine.move_to(datetime.datetime(2026, 11, 26, 12, tzinfo=datetime.UTC))


@pytest.fixture
def ask(django_capture_on_commit_callbacks: Any) -> Any:
    """Request a package of April."""

    def made(staff: Staff, **months: str) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return staff.client.post(page("package", staff), {**MONTHS, **months})

    return made


def page(name: str, staff: Staff, *args: Any) -> str:
    return reverse(f"submissions:{name}", args=[staff.organisation.pk, *args])


def package_of(staff: Staff) -> zipfile.ZipFile:
    export = Export.objects.get(user=staff.user)
    response = staff.client.get(reverse("submissions:export_file", args=[export.pk]))
    assert response["Content-Type"] == "application/zip"
    data = content_of(response)
    assert hashlib.sha256(data).hexdigest() == export.sha256
    return zipfile.ZipFile(io.BytesIO(data))


def lines(package: zipfile.ZipFile, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in package.read(name).decode().splitlines()]


def test_package_contains_the_public_record(social, labour, ask):
    # Given
    row = social.submission
    Submission.objects.filter(pk=row.pk).update(
        comment='=1+1\n"Å"', aspect_ratings={"treatment": 2}, flags=["phone"]
    )
    Voice.objects.create(
        submission=row, service=row.service, language="sv", text="Offentligt", reason="Kortad"
    )
    Voice.objects.update(is_public=True)
    SubmissionNote.objects.create(submission=row, author=social.user, text="Intern anteckning")
    SubmissionAnswerFactory(
        submission=row, text="Vi har ändrat", answered_on=datetime.date(2026, 11, 26)
    )
    draft = SubmissionFactory(service=social.service, comment="Utan svar")
    SubmissionAnswerFactory(
        submission=draft, text="Ett utkast", live=False, first_published_at=None
    )
    SubmissionFactory(service=social.service, month=datetime.date(2026, 5, 1), comment="I maj")
    ServiceAnswerFactory(service=social.service, said="Väntan är lång")

    # When
    response = ask(social)

    # Then
    assert "Klar" in social.client.get(response["Location"]).text
    package = package_of(social)
    said = {each["comment"]: each for each in lines(package, "submissions.jsonl")}
    assert set(said) == {'=1+1\n"Å"', "Utan svar"}
    first = said['=1+1\n"Å"']
    assert (first["month"], first["rating"], first["rating_words"]) == ("2026-04", 4, "Bra")
    assert first["aspects"] == {"treatment": 2}
    assert first["public_version"] == {"text": "Offentligt", "reason": "Kortad", "is_public": True}
    assert first["answer"] == {
        "outcome": "changed",
        "text": "Vi har ändrat",
        "reason": "",
        "answered_on": "2026-11-26",
        "is_live": True,
    }
    assert said["Utan svar"]["answer"] is None
    [answer] = lines(package, "service-answers.jsonl")
    assert answer["said"] == "Väntan är lång"
    [service] = lines(package, "services.jsonl")
    assert service["service"] == social.service.slug
    everything = b"".join(package.read(name) for name in package.namelist()).decode()
    for secret in (
        "Intern anteckning",
        "Ett utkast",
        "I maj",
        "Hemligt om labour",
        str(row.pk),
        row.pk.hex,
        row.receipt_hash,
    ):
        assert secret not in everything


def test_package_has_manifest_readme_and_checksums(social, ask):
    # Given
    SubmissionFactory.create_batch(20, service=social.service)

    # When
    ask(social)
    package = package_of(social)

    # Then
    sums = dict(
        reversed(line.split("  ", 1))
        for line in package.read("checksums.sha256").decode().splitlines()
    )
    assert set(sums) == set(package.namelist()) - {"checksums.sha256"}
    for name, expected in sums.items():
        assert hashlib.sha256(package.read(name)).hexdigest() == expected
    manifest = json.loads(package.read("manifest.json"))
    assert (manifest["count"], manifest["first"], manifest["last"]) == (21, "2026-04", "2026-04")
    assert manifest["administration"] == "social"
    for name in ("submissions.jsonl", "services.jsonl"):
        [one, *_rest] = lines(package, name)
        assert set(manifest["files"][name]["fields"]) == set(one)
    text = package.read("submissions.csv").decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert len(table) == 22
    numbered = {str(each["number"]): each for each in lines(package, "submissions.jsonl")}
    assert {row[0] for row in table[1:]} == set(numbered)
    readme = package.read("LAS_MIG.txt").decode()
    assert "21 synpunkter" in readme
    assert "{" not in readme
    assert package.testzip() is None


def test_formulas_are_safe_in_the_table_and_verbatim_in_the_lines(social, ask):
    Submission.objects.update(comment="=HYPERLINK(1)")

    ask(social)
    package = package_of(social)

    assert ";'=HYPERLINK(1);" in package.read("submissions.csv").decode()
    assert lines(package, "submissions.jsonl")[0]["comment"] == "=HYPERLINK(1)"


@pytest.mark.parametrize(
    ("months", "wrong"),
    [
        ({"last_month": "2026-11-01"}, "last_month"),
        ({"last_month": "2026-03-01"}, "last_month"),
        ({"first_month": ""}, "first_month"),
        ({"first_month": "april"}, "first_month"),
        ({"last_month": "9999-99-99"}, "last_month"),
    ],
)
def test_invalid_months_of_a_package_are_refused(social, ask, months, wrong):
    response = ask(social, **months)

    assert wrong in response.context["form"].errors
    assert not Export.objects.exists()


def test_package_fails_while_submissions_wait_for_the_batch(social, ask):
    IncomingSubmission.objects.create(
        service=social.service,
        rating=5,
        month=datetime.date(2026, 4, 1),
        language="sv",
        receipt_hash="x",
    )

    response = ask(social)

    assert "väntar på dygnets omgång" in social.client.get(response["Location"]).text


def test_delivery_is_recorded_once_and_allows_ageing_out(social, ask):
    # Given
    rollups.recount(social.service.pk)
    RetentionRule.objects.create(
        administration=social.organisation,
        months_to_keep=3,
        minimum_months=3,
        decision="AN 1",
        decided_on=datetime.date(2024, 1, 1),
        archive_first=True,
    )
    ask(social)
    package = Export.objects.get()
    form = page("delivery", social, package.pk)

    # Then neither a visit nor a form without confirmation does it
    assert social.client.get(form).status_code == 200
    assert social.client.post(form, {}).context["form"].errors
    assert not ArchiveDelivery.objects.exists()

    # When
    for _ in range(2):
        social.client.post(form, {"understood": "on", "reference": "2026/77"})

    # Then
    delivery = ArchiveDelivery.objects.get()
    assert (delivery.submissions, delivery.sha256) == (1, package.sha256)
    assert FeedbackLogEntry.objects.filter(action="feedback.deliver").count() == 1
    shown = social.client.get(page("retention", social)).text
    assert "april 2026 – april 2026" in shown
    assert "Lämnade till arkivet: april 2026 till april 2026. 2026/77" in shown
    call_command("age_out_feedback", "--administration", social.organisation.slug, verbosity=0)
    assert not Submission.objects.exists()


def test_package_is_remembered_after_its_file_is_deleted(social, ask):
    ask(social)
    package = Export.objects.get()

    prune(timezone.now() + datetime.timedelta(days=2))

    package.refresh_from_db()
    assert (package.state, package.parts.exists()) == ("expired", False)
    shown = social.client.get(reverse("submissions:export", args=[package.pk])).text
    assert "finns kvar i ett dygn" in shown
    assert social.client.get(page("delivery", social, package.pk)).status_code == 200

    prune(timezone.now() + datetime.timedelta(days=100))

    assert not Export.objects.exists()


def test_foreign_or_withdrawn_package_cannot_be_delivered(social, labour, ask):
    # Given
    ask(social)
    package = Export.objects.get()
    given = {"understood": "on"}

    # Then
    for staff, administration in ((labour, labour), (labour, social), (social, labour)):
        address = page("delivery", administration, package.pk)
        assert staff.client.post(address, given).status_code == 404

    # When
    social.client.post(
        reverse("submissions:erase", args=[social.submission.pk]),
        {"reason": "asked", "understood": "on"},
    )

    # Then
    assert social.client.post(page("delivery", social, package.pk), given).status_code == 404
    assert not ArchiveDelivery.objects.exists()
    file = reverse("submissions:export_file", args=[package.pk])
    assert social.client.get(file).status_code == 302


@pytest.mark.parametrize("rows", [10, 50])
def test_package_queries_grow_by_batch_only(
    social, rows, ask, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(export_rows, "BATCH", 10)
    for row in SubmissionFactory.create_batch(rows - 1, service=social.service):
        SubmissionAnswerFactory(submission=row, text="Ja")

    with django_assert_max_num_queries(75 + 2 * rows // 10):
        ask(social)

    assert Export.objects.get().state == "ready"
