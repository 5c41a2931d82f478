"""The start page at `/` and the error pages."""

import contextlib
from html.parser import HTMLParser

import pytest
from django.test import Client
from pytest_django import Settings

pytestmark = pytest.mark.django_db


class Links(HTMLParser):
    """Collects the links and the resources of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.followed: list[str] = []
        self.loaded: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "a":
            self.followed.append(values["href"] or "")
        elif tag in ("link", "script", "img"):
            self.loaded.append(values.get("href") or values.get("src") or "")


def test_start_page_is_swedish_and_loads_only_own_files(client: Client) -> None:
    response = client.get("/")
    links = Links(response.text)
    assert '<html lang="sv">' in response.text
    assert "Vad finns var" in response.text
    assert "<script" not in response.text
    assert links.loaded
    assert all(address.startswith("/static/") for address in links.loaded)
    for address in links.loaded:
        with contextlib.closing(client.get(address)) as file:
            assert file.status_code == 200


def test_start_page_sets_no_cookie(client: Client) -> None:
    assert not client.get("/").cookies


def test_links_of_the_start_page_work(client: Client) -> None:
    # Given a service that is open for feedback
    from tests.factories import ServiceFactory

    ServiceFactory(name="Digidel drop-in")
    # When the start page's links are followed
    page = client.get("/").text
    answers = {link: client.get(link).status_code for link in Links(page).followed}
    # Then each page exists (the health page answers 503 without a worker)
    assert "Digidel drop-in" in page
    assert len(answers) >= 4
    assert {status for link, status in answers.items()} <= {200, 302, 503}, answers


def test_start_page_links_to_graphiql_only_when_enabled(client: Client, settings: Settings) -> None:
    settings.GRAPHIQL = False
    assert "/graphiql/" not in Links(client.get("/").text).followed
    settings.GRAPHIQL = True
    assert "/graphiql/" in Links(client.get("/").text).followed


def test_production_start_page_does_not_mention_the_demo(
    client: Client, settings: Settings
) -> None:
    settings.DEBUG = False
    assert "demo" not in client.get("/").text
    settings.DEBUG = True
    assert "demo" in client.get("/").text


@pytest.mark.parametrize(
    "template", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"]
)
def test_error_pages_are_complete_swedish_pages(template: str) -> None:
    # Django renders some of them without a request.
    from django.template.loader import render_to_string

    page = render_to_string(template)
    assert '<html lang="sv">' in page
    assert page.count("<h1>") == 1
    assert "Till startsidan" in page


def test_unknown_path_gets_the_error_page(client: Client) -> None:
    response = client.get("/documents/999999/borta.pdf")
    assert response.status_code == 404
    assert "Sidan finns inte här" in response.text


def test_demo_start_page_shows_a_receipt(client: Client, settings: Settings) -> None:
    # Given the demo's answer with a known receipt, and an open service
    from feedback.demo.answers import ANSWERED_RECEIPT
    from feedback.intake.receipts import grouped, receipt_hash
    from tests.factories import SubmissionAnswerFactory, SubmissionFactory

    kept = receipt_hash(ANSWERED_RECEIPT)
    SubmissionAnswerFactory(submission=SubmissionFactory(receipt_hash=kept))
    # Then only a demo shows it
    settings.DEBUG = True
    assert grouped(ANSWERED_RECEIPT) in client.get("/").text
    settings.DEBUG = False
    assert grouped(ANSWERED_RECEIPT) not in client.get("/").text
    assert "/feedback/svar/" in Links(client.get("/").text).followed
