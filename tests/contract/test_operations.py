"""Each operation of the contract returns its fixture when run on the demo.

`RECORD=1 pytest tests/contract/test_operations.py -n 0` records the answers again, and those of
operations without one. Read the difference before committing it.
"""

import datetime
import json
import re
from functools import cache
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from graphql import (
    FragmentSpreadNode,
    GraphQLUnionType,
    InlineFragmentNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    get_named_type,
    parse,
    visit,
)

from cms.schema import schema
from pages.registry import PAGE_TYPES, PageType
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
from tests.prepared import DEMO_DAY

# Monday morning of the week that the demo's dates are relative to.
NOW = f"{DEMO_DAY.isoformat()}T08:00:00+00:00"
# A document's URL contains its id, which differs between databases.
ROW_NUMBER = re.compile(r"/documents/\d+/")
HOST = "localhost:8000"
RECORD = "RECORD=1 .venv/bin/python -m pytest tests/contract/test_operations.py -n 0"
# Fields of pages that no operation needs to select, with the reason.
OPTIONAL_FIELDS = {
    "calendarUrl": "Selected where a page links to its calendar.",
    "feedUrl": "Selected where a page links to its feed.",
    "subtitles": "Selected by front ends with a player of their own.",
}


def ask(operation: str, variables: dict[str, Any]) -> dict[str, Any]:
    response = Client().post(
        "/graphql/",
        data=json.dumps({"query": query_of(operation), "variables": variables}),
        content_type="application/json",
        headers={"host": HOST},
    )
    return json.loads(ROW_NUMBER.sub("/documents/0/", response.content.decode()))


def test_every_operation_has_a_fixture():
    missing = set(OPERATIONS) - {read_fixture(path)["operation"] for path in FIXTURES}

    assert not missing, f"{sorted(missing)} have no recorded answer: {RECORD}"


def test_every_fixture_has_an_operation():
    assert {read_fixture(path)["operation"] for path in FIXTURES} <= set(OPERATIONS)


@pytest.mark.parametrize("operation", QUERIES)
def test_operation_selects_every_block_of_a_body(operation):
    document, types = parse(query_of(operation)), TypeInfo(schema)
    fragments = {each.name.value: each for each in document.definitions if hasattr(each, "name")}
    left_out = {}

    def asked(selections):
        for each in selections.selections:
            if isinstance(each, InlineFragmentNode):
                yield each.type_condition.name.value
            elif isinstance(each, FragmentSpreadNode):
                yield from asked(fragments[each.name.value].selection_set)

    class Bodies(Visitor):
        def enter_field(self, field, *_):
            type_ = get_named_type(types.get_type())
            if isinstance(type_, GraphQLUnionType) and field.name.value in {"body", "report"}:
                missing = {each.name for each in type_.types} - set(asked(field.selection_set))
                left_out.update({type_.name: missing} if missing else {})

    visit(document, TypeInfoVisitor(types, Bodies()))

    assert left_out == {}, (
        f"{operation}.graphql selects the body without these blocks: add `... on` for each."
    )


@cache
def selected_fields():
    """Return the names of type and field of all fields that the operations select."""
    selected, types = set(), TypeInfo(schema)

    class Fields(Visitor):
        def enter_field(self, field, *_):
            if parent := types.get_parent_type():
                selected.add((parent.name, field.name.value))

    for operation in OPERATIONS:
        visit(parse(query_of(operation)), TypeInfoVisitor(types, Fields()))
    return selected


@pytest.mark.parametrize("page_type", PAGE_TYPES, ids=lambda page_type: page_type.name)
def test_every_field_of_a_page_is_in_an_operation(page_type: PageType):
    type_ = schema.type_map[page_type.name]
    shared = {name for interface in type_.interfaces for name in interface.fields}
    for name, field in type_.fields.items():
        parts = set(getattr(get_named_type(field.type), "fields", ()))
        # Related pages, snippets and lists are selected by their own operations.
        if name in shared or name in OPTIONAL_FIELDS or parts & {"id", "nodes"}:
            continue
        if field.deprecation_reason:
            continue
        assert (page_type.name, name) in selected_fields(), (
            f"{page_type.name}.{name} is in no operation: see frontend_contract/operations/."
        )


@pytest.mark.parametrize("path", fixtures_of(QUERIES), ids=lambda path: path.stem)
def test_operation_answers_as_recorded(path, settings, demo_content):
    # Given fixed keys for cursors and addresses
    settings.SECRET_KEY = "for fixtures only"
    settings.SITE_URL = settings.WAGTAILADMIN_BASE_URL = "http://localhost:8000"
    fixture = read_fixture(path)
    # and known database features, which Django queries once per connection
    assert connection.features.supports_json_field

    # When
    with time_machine.travel(NOW, tick=False):
        if path.stem == "Preview":
            now = datetime.datetime.fromisoformat(NOW)
            token = lend_draft("temamote-tva-datum", superuser(), now)
            assert fixture["variables"] == {"token": token}
        with CaptureQueriesContext(connection) as queries:
            answer = ask(fixture["operation"], fixture["variables"])

    # Then
    assert "errors" not in answer, f"{fixture['operation']}.graphql: {answer['errors']}"
    assert answer == recorded(path, answer), f"{path.name} is not current: {RECORD}"
    assert len(queries) <= MOST_QUERIES
