"""Security headers, CORS, and log records without request data."""

import io
import logging

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django import Settings
from wagtail.models import CollectionViewRestriction

from tests.factories import ContentDocumentFactory

ADDRESS = "203.0.113.77"
USER_AGENT = "Recognisable/1.0"


def broken(request: HttpRequest, word: str) -> HttpResponse:
    raise RuntimeError("made to fail")


urlpatterns = [path("broken/<str:word>/", broken)]


def sources(response: HttpResponse, directive: str) -> list[str]:
    policy = response["Content-Security-Policy"]
    parts = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    return parts[directive].split()


@pytest.mark.django_db
def test_public_pages_allow_only_own_resources(client: Client) -> None:
    response = client.get("/")
    assert sources(response, "default-src") == ["'none'"]
    assert sources(response, "script-src") == ["'self'"]
    assert sources(response, "style-src") == ["'self'"]
    assert "http" not in response["Content-Security-Policy"]


@pytest.mark.django_db
def test_admin_allows_inline_code_but_only_own_resources(client: Client) -> None:
    response = client.get("/admin/login/")
    assert "'unsafe-inline'" in sources(response, "script-src")
    assert sources(response, "default-src") == ["'none'"]
    assert "http" not in response["Content-Security-Policy"]


@pytest.mark.urls("tests.project.test_security")
def test_logged_errors_contain_no_request_data(
    caplog: pytest.LogCaptureFixture, mailoutbox: list[object]
) -> None:
    # Given all log output of the console
    from django.conf import settings

    console = io.StringIO()
    handler = logging.StreamHandler(console)
    handler.setFormatter(logging.Formatter("%(name)s %(message)s"))
    logging.getLogger().addHandler(handler)
    client = Client(REMOTE_ADDR=ADDRESS, raise_request_exception=False)
    # When a page raises an error
    try:
        response = client.get(
            "/broken/hemligt/?fraga=privat",
            headers={"user-agent": USER_AGENT, "referer": "https://example.org/hemlig-sida"},
        )
    finally:
        logging.getLogger().removeHandler(handler)
    # Then the log has the traceback and no data of the visitor
    shown = console.getvalue()
    assert response.status_code == 500
    assert "HTTP 500 in /broken/<str:word>/" in shown
    assert "made to fail" in shown
    for secret in (ADDRESS, USER_AGENT, "hemligt", "privat", "hemlig-sida"):
        assert secret not in shown + caplog.text
    # And no mail is sent
    assert settings.ADMINS == []
    assert mailoutbox == []


@pytest.mark.django_db
def test_unknown_path_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    Client().get("/feedback/jag-heter-anna/")
    assert "anna" not in caplog.text


def test_unknown_host_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    response = Client(SERVER_NAME="recognisable.example.com").get("/healthz/live")
    assert response.status_code == 400
    assert "recognisable" not in caplog.text


@pytest.mark.django_db
def test_only_the_api_allows_cross_origin_requests(settings: Settings) -> None:
    # Given a front end on another origin
    settings.CORS_ALLOWED_ORIGINS = ["https://front.example.org"]
    headers = {"origin": "https://front.example.org"}
    # When it calls, then the API allows the origin without credentials
    answer = Client().options(
        "/graphql/", headers={**headers, "access-control-request-method": "POST"}
    )
    assert answer["Access-Control-Allow-Origin"] == "https://front.example.org"
    assert "Access-Control-Allow-Credentials" not in answer
    # And other paths do not allow it
    assert "Access-Control-Allow-Origin" not in Client().get("/", headers=headers)


@pytest.mark.django_db
def test_document_is_cached_privately_and_revalidated(admin_client: Client) -> None:
    # Given a document with restricted access
    document = ContentDocumentFactory()
    CollectionViewRestriction.objects.create(
        collection=document.collection, restriction_type="login"
    )

    # When a permitted user revalidates it
    answer = admin_client.get(document.url, headers={"if-none-match": "*"})

    # Then the browser may store it, and shared caches may not
    assert answer.status_code == 304
    assert set(answer["Cache-Control"].split(", ")) == {"private", "no-cache"}


def test_pages_use_no_devices_and_lend_nothing_to_other_sites(client: Client) -> None:
    response = client.get("/admin/login/")
    assert "camera=()" in response["Permissions-Policy"]
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"


def test_security_contact_is_published(client: Client, settings: Settings) -> None:
    settings.SECURITY_CONTACT = "mailto:sakerhet@example.org"
    response = client.get("/.well-known/security.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert "Contact: mailto:sakerhet@example.org\n" in response.text
    assert "\nExpires: 20" in response.text


@pytest.mark.django_db
def test_without_a_security_contact_there_is_no_file(client: Client) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404
