"""Fixtures that query the API over HTTP."""

import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.test import Client

from pages.models import StandardPage
from tests.api.drafts import NOW, PREVIEW, drafted
from tests.factories import StandardPageFactory

GRAPHQL_RESPONSE = "application/graphql-response+json"

Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def ask(client: Client) -> Ask:
    """Return a function that posts a query and returns its data; errors fail the test."""

    def post(query: str, /, **variables: Any) -> dict[str, Any]:
        response = client.post(
            "/graphql/",
            data=json.dumps({"query": query, "variables": variables}),
            content_type="application/json",
            headers={"accept": GRAPHQL_RESPONSE},
        )
        payload = response.json()
        assert "errors" not in payload, payload["errors"]
        return payload["data"]

    return post


@pytest.fixture
def refused(client: Client) -> Ask:
    """Return a function that posts a query and returns the one error that it is refused with."""

    def post(query: str, /, **variables: Any) -> dict[str, Any]:
        response = client.post(
            "/graphql/",
            data=json.dumps({"query": query, "variables": variables}),
            content_type="application/json",
            headers={"accept": GRAPHQL_RESPONSE},
        )
        assert response.status_code == 400, response.content
        payload = response.json()
        assert "data" not in payload
        return payload["errors"][0]

    return post


@pytest.fixture(autouse=True)
def look_ahead_misses(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail a test in which the look-ahead missed something that was loaded."""
    with caplog.at_level(logging.WARNING, logger="cms.graphql.execution.lookahead"):
        yield
    missed = [r.getMessage() for r in caplog.records if r.name == "cms.graphql.execution.lookahead"]
    assert missed == []


@pytest.fixture
def at_now() -> Iterator[None]:
    """Freeze time at `NOW`."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def maker(db: None) -> Any:
    """Return a superuser who makes previews."""
    return get_user_model().objects.create_superuser("maker", "maker@example.org", "secret")


@pytest.fixture
def page(db: None) -> StandardPage:
    """Return a published page with a newer draft."""
    return drafted(StandardPageFactory(title="Publicerad"), title="Utkast")


@pytest.fixture
def read(ask: Ask) -> Callable[..., Any]:
    """Return a function that queries a preview by its token."""

    def post(token: str, query: str = PREVIEW) -> Any:
        return ask(query, token=token)["preview"]

    return post
