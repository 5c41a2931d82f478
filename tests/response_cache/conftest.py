"""A visitor for tests of the response cache."""

from collections.abc import Iterator

import pytest
from django.core import signals
from django.db import close_old_connections

from cms.response_cache.layer import ResponseCache
from tests.response_cache.visitor import Visitor


@pytest.fixture
def visitor(db: None) -> Iterator[Visitor]:
    """Return a visitor of a process that has just started."""
    visitor = Visitor()
    if isinstance(visitor.application, ResponseCache):
        # The test's transaction ends without a commit, so nobody rings.
        visitor.application.periods.bell = None
    yield visitor
    signals.request_started.connect(close_old_connections)
    signals.request_finished.connect(close_old_connections)
