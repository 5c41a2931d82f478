"""The endpoint speaks GraphQL over HTTP, as the specification's own audits judge it."""

import json
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.contract.conftest import RunNode

AUDIT = Path(__file__).parent / "node" / "audit.mjs"
# As many as graphql-http 1.23 has.
AUDITS = 61


def test_endpoint_passes_the_graphql_http_audits(
    demo_server: str, run_node: RunNode, settings: Settings, subtests: pytest.Subtests
) -> None:
    # Given that the schema may be asked for: four audits send variables with such a query
    settings.GRAPHQL_INTROSPECTION = True
    # When the audits of the npm package ask the endpoint
    results = json.loads(run_node(AUDIT, f"{demo_server}/graphql/"))

    # Then each of them is content
    assert len(results) == AUDITS
    for result in results:
        with subtests.test(result["name"]):
            assert (result["status"], result["reason"]) == ("ok", None)
