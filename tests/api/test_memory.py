"""What a request leaves behind in the process: counted, since seconds and bytes tell less."""

import gc

import pytest
from graphql import FieldNode, parse

from cms.graphql.guard.documents import shrink

pytestmark = pytest.mark.django_db

NESTED = """{ groups(first: 30) { totalCount nodes { title path
    events(first: 30) { nodes { title startsAt venue { name } registration { state } } } } } }"""


def rubbish_after(ask, query):
    """Return how many objects only the garbage collector can free once a query was answered."""
    gc.collect()
    gc.disable()
    try:
        ask(query)
        return gc.collect()
    finally:
        gc.enable()


@pytest.mark.slow
def test_loaded_objects_are_freed_after_the_request(ask, with_rows):
    # Given an operation that was asked before
    with with_rows(1):
        ask(NESTED)
        gc.collect()
        at_one = rubbish_after(ask, NESTED)
    # When it answers with thirty times as much
    with with_rows(30):
        at_thirty = rubbish_after(ask, NESTED)
    # Then next to nothing of it is left for the collector: of a file's row and the file, which
    # Django lets know each other, four objects
    assert at_thirty <= at_one + 30 * 5


def test_equal_fields_of_cached_documents_are_shared():
    # Given two documents with a field of one name
    shared: dict[str, FieldNode] = {}
    first, second = parse("{ site { name } }"), parse("{ a: site { b: name name } menu { name } }")
    # When they are made ready to be kept
    shrink(first, shared)
    shrink(second, shared)
    # Then they have that field in common, and the one with an alias for itself
    (site,) = first.definitions[0].selection_set.selections
    (name,) = site.selection_set.selections
    alias, menu = second.definitions[0].selection_set.selections
    aliased, plain = alias.selection_set.selections
    assert plain is menu.selection_set.selections[0] is name is shared["name"]
    assert aliased is not name
    assert all(node.loc is None for node in (first, site, name, aliased, aliased.alias))
