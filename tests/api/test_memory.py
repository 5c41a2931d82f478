"""Objects that a request leaves behind in the process."""

import gc

import pytest
from graphql import FieldNode, parse

from cms.graphql.guard.documents import shrink

pytestmark = pytest.mark.django_db

NESTED = """{ groups(first: 30) { totalCount nodes { title path
    events(first: 30) { nodes { title startsAt venue { name } registration { state } } } } } }"""


def rubbish_after(ask, query):
    """Return how many objects only the garbage collector frees after a query."""
    gc.collect()
    gc.disable()
    try:
        ask(query)
        return gc.collect()
    finally:
        gc.enable()


@pytest.mark.slow
def test_loaded_objects_are_freed_after_the_request(ask, with_rows):
    # Given an operation that was sent before
    with with_rows(1):
        ask(NESTED)
        gc.collect()
        at_one = rubbish_after(ask, NESTED)
    # When it is answered with thirty times as many rows
    with with_rows(30):
        at_thirty = rubbish_after(ask, NESTED)
    # Then hardly any objects are left for the collector: a file's row and its file, which
    # refer to each other in Django, are four objects
    assert at_thirty <= at_one + 30 * 5


def test_equal_fields_of_cached_documents_are_shared():
    # Given two documents that share a field
    shared: dict[str, FieldNode] = {}
    first, second = parse("{ site { name } }"), parse("{ a: site { b: name name } menu { name } }")
    # When they are prepared for the cache
    shrink(first, shared)
    shrink(second, shared)
    # Then they share its object, and an aliased field has its own
    (site,) = first.definitions[0].selection_set.selections
    (name,) = site.selection_set.selections
    alias, menu = second.definitions[0].selection_set.selections
    aliased, plain = alias.selection_set.selections
    assert plain is menu.selection_set.selections[0] is name is shared["name"]
    assert aliased is not name
    assert all(node.loc is None for node in (first, site, name, aliased, aliased.alias))
