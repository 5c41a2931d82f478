"""Uploads: allowed types and sizes, and files that wait for a description."""

import datetime
import os
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from pytest_django import Settings
from wagtail.models import Collection, UploadedFile

from pages.management.commands.prune_uploads import prune
from pages.models import ContentDocument
from tests.pages.forms import errors_at

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


def picture() -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (8, 8)).save(content, "PNG")
    return SimpleUploadedFile("bild.png", content.getvalue(), "image/png")


def unfinished(client: Client) -> UploadedFile:
    """Upload a picture, which then waits for its description."""
    root = Collection.get_first_root_node()
    client.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "Bild", "collection": root.pk, "files[]": picture()},
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    upload: UploadedFile = UploadedFile.objects.latest("pk")
    return upload


def add_document(client: Client, file: SimpleUploadedFile) -> bytes:
    root = Collection.get_first_root_node()
    data = {"title": "Fil", "language": "sv", "collection": root.pk, "file": file}
    content: bytes = client.post(reverse("wagtaildocs:add"), data).content
    return content


def test_unfinished_upload_is_not_served(admin_client: Client):
    # Given
    upload = unfinished(admin_client)

    # When
    answer = admin_client.get(upload.file.url)

    # Then
    assert upload.file.url.startswith("/media/wagtail_uploads/")
    assert answer.status_code == 404


def test_old_unfinished_uploads_are_deleted(admin_client: Client):
    # Given an upload, and a file that lost its row
    upload = unfinished(admin_client)
    lost = default_storage.save("wagtail_uploads/borttappad.png", picture())
    now = default_storage.get_modified_time(upload.file.name)

    # When the job runs within a day, nothing happens
    assert prune(now + 23 * HOUR) == 0
    assert default_storage.exists(upload.file.name)

    # And after a day both are gone
    assert prune(now + 25 * HOUR) == 2
    assert not UploadedFile.objects.exists()
    assert not default_storage.exists(upload.file.name)
    assert not default_storage.exists(lost)


def test_only_the_old_upload_is_deleted(admin_client: Client):
    # Given two uploads, one of the day before yesterday, and one whose file is gone
    old, new, gone = (unfinished(admin_client) for _ in range(3))
    past = timezone.now().timestamp() - 49 * 3_600
    os.utime(old.file.path, (past, past))
    default_storage.delete(gone.file.name)

    # When the scheduled command runs, also a second time
    call_command("prune_uploads", verbosity=0)
    call_command("prune_uploads", verbosity=0)

    # Then the new one is left
    assert list(UploadedFile.objects.all()) == [new]
    assert default_storage.exists(new.file.name)


def test_command_runs_before_anything_was_uploaded():
    assert prune(timezone.now()) == 0


@pytest.mark.parametrize("name", ["sida.html", "bild.svg", "program.exe", "makro.docm", "utan"])
def test_other_types_of_documents_are_refused(admin_client: Client, name: str):
    html = add_document(admin_client, SimpleUploadedFile(name, b"<script>alert(1)</script>"))

    assert errors_at(html, "file")
    assert not ContentDocument.objects.exists()


@pytest.mark.parametrize("name", ["protokoll.pdf", "PROTOKOLL.PDF", "tabell.xlsx", "text.vtt"])
def test_usual_types_of_documents_are_accepted(admin_client: Client, name: str):
    add_document(admin_client, SimpleUploadedFile(name, b"%PDF-1.7\n%%EOF\n"))

    assert ContentDocument.objects.count() == 1


def test_too_large_document_is_refused(
    admin_client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    # Given a limit of 40 MB, below that of the proxy
    assert settings.WAGTAILDOCS_MAX_UPLOAD_SIZE == 40 * 1024 * 1024
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 1_000

    # When a larger file is sent
    html = add_document(admin_client, SimpleUploadedFile("stor.pdf", b"%PDF" * 300))

    # Then
    assert errors_at(html, "file")
    assert not ContentDocument.objects.exists()
