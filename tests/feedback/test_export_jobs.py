"""Large exports: written by the worker, resumed after faults, private to their user."""

import datetime
import logging
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms.health.heartbeats import WORKER, record
from feedback.exports import files as export_files
from feedback.exports import jobs as export_jobs
from feedback.exports import rows as export_rows
from feedback.exports import spreadsheets
from feedback.exports.jobs import ExportEnded
from feedback.models import Submission
from feedback.models.exports import Export, ExportPart
from feedback.retention.pruning import prune
from feedback.tasks import make_export
from tests.factories import SubmissionFactory
from tests.feedback.files import content_of, csv_rows, xlsx_sheet
from tests.feedback.staff import Staff

pytestmark = pytest.mark.django_db

START = "/admin/submissions/export/"
MINUTE = datetime.timedelta(minutes=1)
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave every export to the worker."""
    monkeypatch.setattr("feedback.admin.exports.AT_ONCE", 0)


@pytest.fixture
def asked(social: Staff, django_capture_on_commit_callbacks: Any) -> Callable[..., Export]:
    """Request an export that the worker has not started."""

    def ask(format: str = "csv", query: str = "", *, work: bool = False) -> Export:
        with django_capture_on_commit_callbacks(execute=work):
            response = social.client.post(START + query, {"format": format})
        assert response.status_code == 302, response.text
        export = Export.objects.get()
        assert response["Location"] == page_of(export)
        return export

    return ask


def page_of(export: Export) -> str:
    return reverse("submissions:export", args=[export.pk])


def file_of(export: Export) -> str:
    return reverse("submissions:export_file", args=[export.pk])


def begun(export: Export) -> export_jobs.Work:
    work = export_jobs.start_export(export.pk, timezone.now)
    assert work is not None
    return work


def test_worker_writes_the_requested_export(social, asked):
    # Given
    for number in range(20):
        SubmissionFactory(service=social.service, comment=f"Rad {number}", rating=5)

    # When
    export = asked("csv", "?rating=5", work=True)

    # Then
    page = social.client.get(page_of(export)).text
    assert "Klar" in page
    assert file_of(export) in page
    response = social.client.get(file_of(export))
    assert "no-store" in response["Cache-Control"]
    assert response["Content-Disposition"].endswith('.csv"')
    data = content_of(response)
    assert response["Content-Length"] == str(len(data))
    assert data.count(b"Rad ") == 20
    assert b"Hemligt" not in data


def test_workbook_in_pieces_is_valid(social, asked, monkeypatch):
    # Given
    monkeypatch.setattr(spreadsheets, "PIECE", 500)
    monkeypatch.setattr(export_rows, "BATCH", 7)
    Submission.objects.bulk_create(
        SubmissionFactory.build(service=social.service, comment=f"{uuid.uuid4()}" * 9)
        for _ in range(60)
    )

    # When
    export = asked("xlsx", work=True)

    # Then
    assert ExportPart.objects.count() > 3
    sheet = xlsx_sheet(social.client.get(file_of(export)))
    assert sheet.max_row == 62
    export.refresh_from_db()
    assert (export.rows_done, export.rows_total, export.query) == (61, 61, "")


def test_page_shows_progress_without_a_script(social, asked):
    # Given
    export = asked()
    record(WORKER)
    begun(export).record(rows_total=400)
    Export.objects.update(rows_done=100)

    # When
    page = social.client.get(page_of(export)).text

    # Then
    assert "100 av 400 rader" in page
    assert 'max="400"' in page
    assert 'value="100"' in page
    assert "Görs just nu" in page
    assert f'href="{page_of(export)}"' in page
    assert "Börja om" not in page
    # There is no file yet.
    assert social.client.get(file_of(export))["Location"] == page_of(export)


def test_missing_worker_is_shown(social, asked):
    assert "svarar inte" in social.client.get(page_of(asked())).text


def test_export_of_a_killed_worker_is_resumed(social, asked):
    # Given a worker that wrote a piece and was killed
    export = asked()
    dead = begun(export)
    ExportPart.objects.create(export=export, number=0, data=b"half")
    Export.objects.update(seen_at=timezone.now() - 3 * MINUTE)
    record(WORKER)
    assert "Inget har hänt på en stund" in social.client.get(page_of(export)).text

    # When
    call_command("resume_exports", verbosity=0)

    # Then
    assert len(csv_rows(social.client.get(file_of(export)))) == 2
    # and if the first worker was still alive, it can add nothing
    with pytest.raises(ExportEnded):
        dead.write([b"more"])
    assert len(csv_rows(social.client.get(file_of(export)))) == 2


def test_repeatedly_interrupted_export_fails(social, asked):
    export = asked()
    for _ in range(export_jobs.MAX_ATTEMPTS):
        begun(export)
        Export.objects.update(seen_at=timezone.now() - 3 * MINUTE)
        again = export_jobs.resume(timezone.now())

    assert again == []
    assert "flera gånger" in social.client.get(page_of(export)).text

    social.client.post(page_of(export), {"do": "restart"})

    assert len(csv_rows(social.client.get(file_of(export)))) == 2


def test_queue_does_not_grow_without_a_worker(social, asked, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    asked()

    for _ in range(3):
        Export.objects.update(seen_at=timezone.now() - 3 * MINUTE)
        call_command("resume_exports", verbosity=0)

    assert DBTaskResult.objects.filter(task_path=make_export.module_path).count() == 1


def test_cancelled_export_is_deleted_and_stops_the_worker(social, asked):
    export = asked()
    work = begun(export)
    ExportPart.objects.create(export=export, number=0, data=b"half")

    response = social.client.post(page_of(export), {"do": "cancel"}, follow=True)

    assert "avbruten" in response.content.decode()
    assert not ExportPart.objects.exists()
    with pytest.raises(ExportEnded):
        work.record()
    make_export.enqueue(str(export.pk))
    assert Export.objects.get().state == "cancelled"


def test_two_workers_never_write_the_same_export(asked):
    export = asked()

    begun(export)

    assert export_jobs.start_export(export.pk, timezone.now) is None


def test_failure_is_shown_and_logged_without_the_comment(social, asked, monkeypatch, caplog):
    def fail(*args: Any) -> None:
        raise RuntimeError("Hemligt om social")

    monkeypatch.setattr(export_files.export_rows, "row_of", fail)

    with caplog.at_level(logging.DEBUG):
        export = asked(work=True)

    assert "Något gick fel" in social.client.get(page_of(export)).text
    assert "RuntimeError" in caplog.text
    assert "Hemligt" not in caplog.text
    assert not ExportPart.objects.exists()


def test_too_many_rows_for_excel_are_refused(social, asked, monkeypatch):
    monkeypatch.setattr(export_files, "MAX_ROWS", 0)

    export = asked("xlsx", work=True)

    assert "Välj CSV" in social.client.get(page_of(export)).text


@pytest.mark.parametrize("method", ["get", "post"])
def test_export_of_another_user_is_not_found(social, labour, asked, method):
    export = asked(work=True)
    colleague = Staff("colleague")
    colleague.user.groups.set([social.group])

    for client in (labour.client, colleague.client):
        for address in (page_of(export), file_of(export)):
            response = getattr(client, method)(address, {"do": "cancel"})
            assert response.status_code in {404, 405}
        assert str(export.pk) not in client.get("/admin/submissions/exports/").text
    assert Export.objects.get().state == "ready"
    assert social.client.get(f"/admin/submissions/exports/{uuid.uuid4()}/").status_code == 404


def test_export_needs_permission_when_made_and_downloaded(social, labour, asked):
    # Given
    ready = asked(work=True)
    social.user.groups.set([labour.group])

    # Then
    assert social.client.get(page_of(ready)).status_code == 404
    assert social.client.get(file_of(ready)).status_code == 404

    # Given an export that is not made yet
    Export.objects.update(state="waiting")
    make_export.enqueue(str(ready.pk))

    # Then
    export = Export.objects.get()
    assert (export.state, export.failure) == ("failed", "not_allowed")
    assert not export.parts.exists()


def test_ageing_out_needs_both_permissions(social, labour, asked):
    social.user.groups.add(labour.group)
    export = asked(work=True)
    assert len(csv_rows(social.client.get(file_of(export)))) == 3

    social.user.groups.remove(labour.group)

    assert social.client.get(file_of(export)).status_code == 404


def test_expired_file_is_not_served_before_it_is_deleted(social, asked):
    export = asked(work=True)
    Export.objects.update(asked_at=timezone.now() - DAY)

    assert social.client.get(file_of(export))["Location"] == page_of(export)

    prune(timezone.now())

    assert not Export.objects.exists()
    assert not ExportPart.objects.exists()


@pytest.mark.parametrize("state", ["waiting", "running", "ready"])
def test_erasure_deletes_exports(social, labour, asked, state, django_capture_on_commit_callbacks):
    # Given
    export = asked(work=state == "ready")
    work = begun(export) if state == "running" else None
    erase = reverse("submissions:erase", args=[social.submission.pk])

    # When
    with django_capture_on_commit_callbacks(execute=True):
        social.client.post(erase, {"reason": "asked", "understood": "on"})

    # Then
    assert not ExportPart.objects.exists()
    if work is not None:
        with pytest.raises(ExportEnded):
            work.write([b"Hemligt om social"])
    if state == "waiting":
        make_export.enqueue(str(export.pk))
        assert len(csv_rows(social.client.get(file_of(export)))) == 1
    else:
        assert "raderats eller gallrats" in social.client.get(page_of(export)).text
        assert social.client.get(file_of(export)).status_code == 302


def test_erasure_leaves_files_of_other_services(social, labour, asked):
    export = asked(work=True)

    labour.client.post(
        reverse("submissions:erase", args=[labour.submission.pk]),
        {"reason": "asked", "understood": "on"},
    )

    assert len(csv_rows(social.client.get(file_of(export)))) == 2


@pytest.mark.parametrize("rows", [10, 40])
def test_export_queries_grow_by_batch_only(
    social, rows, asked, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(export_rows, "BATCH", 10)
    Submission.objects.bulk_create(
        SubmissionFactory.build(service=social.service) for _ in range(rows - 1)
    )
    export = asked()

    with django_assert_max_num_queries(30 + rows // 10):
        make_export.enqueue(str(export.pk))

    assert Export.objects.get().state == "ready"
