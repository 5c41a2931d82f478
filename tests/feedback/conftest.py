"""Two administrations, each with feedback of its own."""

import pytest

from tests.feedback.staff import Staff


@pytest.fixture
def social(db: None) -> Staff:
    return Staff("social")


@pytest.fixture
def labour(db: None) -> Staff:
    return Staff("labour")
