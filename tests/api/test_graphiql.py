"""GraphiQL is served when enabled, from the project's static files."""

import re

from django.contrib.staticfiles import finders
from django.test import Client
from pytest_django import Settings


def test_graphiql_loads_only_own_files(db: None, client: Client, settings: Settings) -> None:
    # Given GraphiQL enabled
    settings.GRAPHIQL = True
    # When a developer opens it
    page = client.get("/graphiql/")
    # Then it loads own static files only, and the policy allows nothing else
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page.content.decode())
    assert len(loaded) > 5
    assert all(finders.find(address.removeprefix("/static/")) for address in loaded)
    assert "http" not in page.headers["Content-Security-Policy"]
    assert not page.cookies


def test_production_has_no_graphiql(db: None, client: Client, settings: Settings) -> None:
    settings.GRAPHIQL = False
    assert client.get("/graphiql/").status_code == 404
