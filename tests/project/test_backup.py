"""Backups, restored into a second installation with a database and files of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from cms.backup import postgresql
from cms.environment import BASE_DIR
from feedback.intake.receipts import receipt_hash
from feedback.models import IncomingSubmission, Submission
from feedback.retention import ageing
from feedback.retention.erasure import erase
from tests.factories import ServiceFactory, SubmissionAnswerFactory, SubmissionFactory
from tests.feedback.reader import ANSWERED, PAGE
from tests.feedback.retention import OLD
from tests.response_cache.processes import WebProcess, database_url

transactional = pytest.mark.django_db(transaction=True)
TEXT = "Vi har ändrat tiderna."


class Second:
    """A second installation."""

    def __init__(self, folder: Path, url: str) -> None:
        self.media = folder / "second_media"
        self.environment = {"DATABASE_URL": url, "MEDIA_ROOT": str(self.media)}

    def manage(self, *arguments: str, fails: bool = False, stdin: int = subprocess.DEVNULL) -> str:
        result = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=BASE_DIR,
            env={
                **os.environ,
                "DEBUG": "1",
                "SECRET_KEY": settings.SECRET_KEY,
                **self.environment,
            },
            stdin=stdin,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (result.returncode != 0) is fails, result.stderr
        return result.stdout + result.stderr

    def comments(self) -> list[str]:
        code = (
            "from feedback.models import *\n"
            "for model in (Submission, IncomingSubmission):\n"
            "    for row in model.objects.order_by('comment'): print('|' + row.comment)"
        )
        lines = self.manage("shell", "--no-imports", "-c", code).splitlines()
        return [line[1:] for line in lines if line.startswith("|")]


@pytest.fixture
def second(tmp_path: Path) -> Iterator[Second]:
    if connection.vendor == "sqlite":
        yield Second(tmp_path, f"sqlite:///{tmp_path / 'second.sqlite3'}")
        return
    server, _, name = database_url().rpartition("/")
    own = f"{name}_second"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)')
        admin.execute(f'CREATE DATABASE "{own}"')
        try:
            yield Second(tmp_path, f"{server}/{own}")
        finally:
            admin.execute(f'DROP DATABASE "{own}" WITH (FORCE)')


def backup(tmp_path: Path) -> Path:
    target = tmp_path / "backup"
    call_command("backup", target)
    return target


@pytest.mark.slow
@transactional
def test_receipts_open_in_a_restored_installation(tmp_path: Path, second: Second) -> None:
    # Given an answered submission and an uploaded file
    submission = SubmissionFactory(receipt_hash=receipt_hash(ANSWERED))
    SubmissionAnswerFactory(submission=submission, text=TEXT)
    default_storage.save("images/å.txt", ContentFile(b"bild"))
    # When the backup is restored elsewhere
    output = second.manage("restore", str(backup(tmp_path)))
    # Then the file is there, and the second installation shows the answer
    assert "Restoring the database" in output
    assert (second.media / "images/å.txt").read_bytes() == b"bild"
    with WebProcess(**second.environment) as process:
        assert TEXT in process.post_form(PAGE, receipt=ANSWERED, step="show")


@pytest.mark.slow
@transactional
def test_feedback_erased_after_the_backup_is_erased_again(tmp_path: Path, second: Second) -> None:
    # Given submissions, of which one still waits for the batch
    service = ServiceFactory()
    kept = SubmissionFactory(service=service, comment="Kvar", receipt_hash=receipt_hash("1"))
    erased = SubmissionFactory(service=service, comment="Raderad", receipt_hash=receipt_hash("2"))
    SubmissionFactory(service=service, comment="Gallrad", month=OLD)
    values = {"service": service, "rating": 3, "language": "sv", "month": kept.month}
    waiting = {**values, "comment": "Raderad sedan", "receipt_hash": receipt_hash("3")}
    IncomingSubmission.objects.create(**waiting)
    # When they are erased or aged out after the backup
    folder = backup(tmp_path)
    erase(erased.pk)
    IncomingSubmission.objects.all().delete()
    erase(Submission.objects.create(**waiting).pk)
    assert list(ageing.age_out(service.administration_id, OLD)) == [1]
    marks = Path(settings.MEDIA_ROOT) / "documents/erased"
    output = second.manage("restore", str(folder), "--erasures", str(marks))
    # Then they are not in the restored installation
    assert "Erased again: 2. Aged out again: 1." in output
    assert second.comments() == ["Kvar"]
    # And a second restore of it knows by itself
    second.manage("restore", str(folder), "--replace")
    assert second.comments() == ["Kvar"]


@pytest.mark.slow
@transactional
def test_restore_replaces_only_when_it_is_told_to(tmp_path: Path, second: Second) -> None:
    # Given an installation with content
    folder = backup(tmp_path)
    second.manage("migrate", "--verbosity", "0")
    second.media.mkdir()
    (second.media / "own.txt").write_text("eget")
    # When it is restored without and with --replace
    refused = second.manage("restore", str(folder), fails=True)
    assert "--replace" in refused
    assert (second.media / "own.txt").exists()
    second.manage("restore", str(folder), "--replace")
    # Then
    assert not (second.media / "own.txt").exists()


@pytest.mark.slow
@transactional
def test_restore_asks_on_a_terminal(tmp_path: Path, second: Second) -> None:
    folder = backup(tmp_path)
    terminal, end = os.openpty()
    os.write(terminal, b"no\n")
    try:
        output = second.manage("restore", str(folder), fails=True, stdin=end)
    finally:
        os.close(terminal)
        os.close(end)
    assert "Write “yes”" in output
    assert "Nothing was changed." in output
    assert not second.media.exists()


@pytest.mark.slow
@transactional
def test_damaged_backup_changes_nothing(tmp_path: Path, second: Second) -> None:
    default_storage.save("images/a.txt", ContentFile(b"bild"))
    folder = backup(tmp_path)
    (folder / "media/images/a.txt").write_bytes(b"skadad")
    output = second.manage("restore", str(folder), fails=True)
    assert "images/a.txt" in output
    assert not second.media.exists()


@pytest.mark.slow
@transactional
def test_restore_refuses_a_database_in_use(tmp_path: Path, second: Second) -> None:
    folder = backup(tmp_path)
    second.manage("migrate", "--verbosity", "0")
    with WebProcess(**second.environment) as process:
        process.get("{ __typename menu { __typename } }")
        output = second.manage("restore", str(folder), "--replace", fails=True)
    assert "Stop the web process" in output


@transactional
def test_backup_never_overwrites(tmp_path: Path) -> None:
    (tmp_path / "backup").mkdir()
    with pytest.raises(CommandError, match="exists already"):
        backup(tmp_path)


def test_folder_without_a_backup_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="not a complete backup"):
        call_command("restore", tmp_path)


@transactional
def test_backup_among_the_public_files_is_refused() -> None:
    with pytest.raises(CommandError, match="may be public"):
        call_command("backup", Path(settings.MEDIA_ROOT) / "backup")


@transactional
def test_missing_programs_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite needs no programs.")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(postgresql, "PROGRAMS", tmp_path)
    with pytest.raises(CommandError, match=r"pg_dump of PostgreSQL \d+ or newer is neither"):
        backup(tmp_path)


@transactional
def test_web_does_not_start_with_an_unfinished_restore() -> None:
    from cms.checks import refusals

    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {postgresql.UNFINISHED} (id integer)")
        try:
            assert "manage.py restore" in refusals()[0]
        finally:
            cursor.execute(f"DROP TABLE {postgresql.UNFINISHED}")
