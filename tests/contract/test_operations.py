"""Every operation of the contract, run on the demo content, answers as its fixture says.

`RECORD=1 pytest tests/contract` writes the answers anew; look at the difference
before committing it.
"""

import datetime
import json
import re
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.conftest import DEMO_DAY
from tests.contract.files import (
    FIXTURES,
    MOST_QUERIES,
    OPERATIONS,
    QUERIES,
    fixtures_of,
    query_of,
    read_fixture,
    recorded,
)
from tests.contract.previews import lend_draft, superuser

# Monday morning of the week that the demo is laid around.
NOW = f"{DEMO_DAY.isoformat()}T08:00:00+00:00"
# A document's address has its row's number, which differs between databases.
ROW_NUMBER = re.compile(r"/documents/\d+/")
HOST = "localhost:8000"


def ask(operation: str, variables: dict[str, Any]) -> dict[str, Any]:
    response = Client().post(
        "/graphql/",
        data=json.dumps({"query": query_of(operation), "variables": variables}),
        content_type="application/json",
        headers={"host": HOST},
    )
    return json.loads(ROW_NUMBER.sub("/documents/0/", response.content.decode()))


def test_a_real_site_finds_the_operations_that_it_needs():
    assert set(OPERATIONS) >= {
        "StartPage",
        "Group",
        "GroupList",
        "Project",
        "ProjectList",
        "Calendar",
        "Event",
        "Service",
    }


def test_every_operation_has_a_fixture():
    assert {read_fixture(path)["operation"] for path in FIXTURES} == set(OPERATIONS)


@pytest.mark.parametrize("path", fixtures_of(QUERIES), ids=lambda path: path.stem)
def test_operation_answers_as_recorded(path, settings, demo_content):
    # given: what cursors and addresses are made of, whatever the environment says
    settings.SECRET_KEY = "for fixtures only"
    settings.SITE_URL = settings.WAGTAILADMIN_BASE_URL = "http://localhost:8000"
    fixture = read_fixture(path)
    # and a database that has been asked what it can do, as Django asks SQLite once in a process
    assert connection.features.supports_json_field

    # when
    with time_machine.travel(NOW, tick=False):
        if path.stem == "Preview":
            now = datetime.datetime.fromisoformat(NOW)
            token = lend_draft("temamote-tva-datum", superuser(), now)
            assert fixture["variables"] == {"token": token}
        with CaptureQueriesContext(connection) as queries:
            answer = ask(fixture["operation"], fixture["variables"])

    # then
    assert "errors" not in answer
    assert answer == recorded(path, answer)
    assert len(queries) <= MOST_QUERIES
