"""Every operation of the contract, run on the demo content, answers as its fixture says.

`RECORD=1 pytest tests/contract` writes the answers anew; look at the difference
before committing it.
"""

import json
import os
import re
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.conftest import DEMO_DAY
from tests.contract.files import FIXTURES, MOST_QUERIES, OPERATIONS, query_of

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
    recorded = {json.loads(path.read_text(encoding="utf-8"))["operation"] for path in FIXTURES}

    assert recorded == set(OPERATIONS)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_operation_answers_as_recorded(path, settings, demo_content):
    # given: what cursors and addresses are made of, whatever the environment says
    settings.SECRET_KEY = "for fixtures only"
    settings.SITE_URL = settings.WAGTAILADMIN_BASE_URL = "http://localhost:8000"
    fixture = json.loads(path.read_text(encoding="utf-8"))

    # when
    with time_machine.travel(NOW, tick=False):
        ask(fixture["operation"], fixture["variables"])  # makes the pictures' files
        with CaptureQueriesContext(connection) as queries:
            answer = ask(fixture["operation"], fixture["variables"])

    # then
    if os.environ.get("RECORD"):
        text = json.dumps({**fixture, "response": answer}, ensure_ascii=False, indent=2)
        path.write_text(text + "\n", encoding="utf-8")
        fixture["response"] = answer
    assert "errors" not in answer
    assert answer == fixture["response"]
    assert len(queries) <= MOST_QUERIES
