"""A visitor for tests of the response cache."""

from collections.abc import Iterator

import pytest

from tests.response_cache.visitor import Visitor, visiting


@pytest.fixture
def visitor(db: None) -> Iterator[Visitor]:
    """Return a visitor of a process that has just started."""
    with visiting() as visitor:
        yield visitor
