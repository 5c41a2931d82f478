"""The admin's search with unusual input."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from tests.factories import EventPageFactory

QUESTIONS = [
    '"',
    '"öppen',
    "*",
    "NEAR(a b)",
    "-",
    "a AND",
    "möte' OR 1=1",
    "\x00",
    "title:möte",
    "(" * 50,
]
PLACES = [
    "/admin/pages/search/",
    "/admin/images/",
    "/admin/documents/",
    "/admin/snippets/pages/venue/",
    "/admin/content/events/",
    "/admin/choose-page/search/",
]


@pytest.fixture
def editor(client: Client) -> Client:
    user = get_user_model().objects.create_superuser("sökare", "s@example.org", "x")
    client.force_login(user)
    EventPageFactory(title="Öppet möte")
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("place", PLACES)
def test_admin_search_accepts_any_input(editor: Client, place: str) -> None:
    for question in QUESTIONS:
        response = editor.get(place, {"q": question})
        assert response.status_code == 200, question
