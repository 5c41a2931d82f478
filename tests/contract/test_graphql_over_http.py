"""The endpoint passes the audits of the GraphQL over HTTP specification."""

import json
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.contract.conftest import RunNode

AUDIT = Path(__file__).parent / "node" / "audit.mjs"
# The number of audits in graphql-http 1.23.
AUDITS = 61


def test_endpoint_passes_the_graphql_http_audits(
    demo_server: str, run_node: RunNode, settings: Settings, subtests: pytest.Subtests
) -> None:
    # Given introspection, which four audits use in a query with variables
    settings.GRAPHQL_INTROSPECTION = True
    # When the npm package audits the endpoint
    results = json.loads(run_node(AUDIT, f"{demo_server}/graphql/"))

    # Then each audit passes
    assert len(results) == AUDITS
    for result in results:
        with subtests.test(result["name"]):
            assert (result["status"], result["reason"]) == ("ok", None)
