"""Responses without a database, and uploads without a disk."""

import io
import json
import os
from contextlib import closing
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InterfaceError, connection
from django.test import Client, RequestFactory
from django.urls import reverse
from PIL import Image
from pytest_django import Settings

from cms.outages.media_disk import MediaUnavailable
from cms.outages.responses import server_error
from pages.models import ContentDocument, ContentImage
from tests.response_cache.processes import WebProcess

# Of development, and of production.
SESSION = f"sessionid={'a' * 32}; __Host-sessionid={'a' * 32}"
PATHS = [
    "/feeds/events.ics",
    "/feeds/articles.atom",
    "/open-data/feedback.csv",
    "/feedback/",
    "/feedback/digidel/",
    "/admin/",
    "/documents/1/protokoll.pdf",
    "/en/",
]


def get(port: int, path: str, **headers: str) -> tuple[HTTPResponse, str]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as http:
        http.request("GET", path, headers={"Cookie": SESSION, **headers})
        response = http.getresponse()
        return response, response.read().decode()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_everything_is_503_without_a_database() -> None:
    # Given a web process that cannot reach its database
    away = "sqlite:////nowhere/medskap.sqlite3"
    if connection.vendor == "postgresql":
        away = "postgres://postgres@127.0.0.1:1/medskap"
    with WebProcess(DATABASE_URL=away) as process:
        for path in PATHS:
            # When it is asked
            response, page = get(process.port, path)
            # Then it says when to come back, in both languages
            assert (path, response.status) == (path, 503)
            assert int(response.headers["Retry-After"]) > 0, path
            assert "<h1" in page, path
            assert "OperationalError" not in page
        assert "Wait a minute" in page
        # And programs get JSON
        response, page = get(process.port, "/open-data/feedback.json", Accept="application/json")
        assert response.status == 503
        assert page.startswith("{")
        # And the health checks name the database
        for path in ("/healthz/ready", "/healthz/status"):
            response, page = get(process.port, path)
            assert response.status == 503
            assert json.loads(page)["database"] == "the database does not answer"
        assert json.loads(page)["waiting_tasks"] is None


def test_error_in_a_middleware_is_503_too(rf: RequestFactory) -> None:
    try:
        raise InterfaceError("connection already closed")
    except InterfaceError:
        response = server_error(rf.get("/admin/"))
    assert response.status_code == 503
    assert response["Retry-After"]


def test_other_errors_stay_500(rf: RequestFactory) -> None:
    try:
        raise ValueError
    except ValueError:
        assert server_error(rf.get("/admin/")).status_code == 500


def png() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (80, 60), "blue").save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def editor(db: None) -> Client:
    client = Client()
    client.force_login(get_user_model()._default_manager.create_superuser("a", "a@x.org", "x"))
    return client


@pytest.fixture(params=["image", "document"])
def upload(request: pytest.FixtureRequest) -> tuple[str, dict[str, object]]:
    """The URL of the form for one upload, and its data."""
    if request.param == "image":
        file = SimpleUploadedFile("bild.png", png(), "image/png")
        return reverse("wagtailimages:add"), {"title": "Bild", "description": "x", "file": file}
    file = SimpleUploadedFile("protokoll.txt", b"Protokoll" * 5_000, "text/plain")
    return reverse("wagtaildocs:add"), {"title": "Protokoll", "file": file}


def test_upload_to_a_disk_that_is_not_writable_is_refused_at_the_field(
    editor: Client, settings: Settings, upload: tuple[str, dict[str, object]]
) -> None:
    # Given a file in place of the media folder, which stops root too
    root = Path(settings.MEDIA_ROOT)
    root.parent.mkdir(parents=True, exist_ok=True)
    root.touch()
    # When an editor uploads
    url, data = upload
    page = editor.post(url, data)
    # Then the form says why at the field, keeps the title, and no row was made
    assert page.status_code == 200
    assert "full eller går inte att skriva till" in str(page.context["form"].errors["file"])
    assert data["title"] in page.text
    assert not ContentImage.objects.exists()
    assert not ContentDocument.objects.exists()


def test_disk_that_fills_during_an_upload_keeps_no_part_of_it(
    editor: Client, tmp_path: Path, settings: Settings
) -> None:
    # Given a device that is always full, under the name that the upload gets
    settings.MEDIA_ROOT = str(tmp_path)

    class Full(SimpleUploadedFile):
        def chunks(self, chunk_size: int | None = None):  # type: ignore[no-untyped-def]
            yield b"half"
            with open("/dev/full", "wb", buffering=0) as full:
                full.write(b"x")

    if not os.path.exists("/dev/full"):
        pytest.skip("This system has no /dev/full.")
    # When it is stored
    with pytest.raises(MediaUnavailable, match="No space"):
        default_storage.save("documents/a.txt", Full("a.txt", b"half and half"))
    # Then nothing is left
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
