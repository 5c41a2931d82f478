"""Asking the API the way a front end does, by HTTP."""

import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

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
    """Fail a test in which something was loaded that the look-ahead did not foresee."""
    with caplog.at_level(logging.WARNING, logger="cms.graphql.lookahead"):
        yield
    missed = [r.getMessage() for r in caplog.records if r.name == "cms.graphql.lookahead"]
    assert missed == []
