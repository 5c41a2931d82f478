"""Two administrations with feedback of their own, and a visitor with signs to listen for."""

import logging
from collections.abc import Iterator

import pytest
from django.test import Client

from tests.factories import ServiceFactory
from tests.feedback import canaries
from tests.feedback.staff import Staff


@pytest.fixture
def social(db: None) -> Staff:
    return Staff("social")


@pytest.fixture
def labour(db: None) -> Staff:
    return Staff("labour")


@pytest.fixture
def logged() -> Iterator[canaries.EverythingLogged]:
    """Listen to every logger at DEBUG."""
    handler = canaries.EverythingLogged()
    root = logging.getLogger()
    loggers = [root, *map(logging.getLogger, logging.root.manager.loggerDict)]
    before = [(logger, logger.level, logger.propagate) for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
        logger.propagate = True
    root.addHandler(handler)
    yield handler
    root.removeHandler(handler)
    for logger, level, propagate in before:
        logger.setLevel(level)
        logger.propagate = propagate


@pytest.fixture
def visitor() -> Client:
    ServiceFactory(slug="digidel")
    client = Client(**canaries.ENVIRON)
    client.raise_request_exception = False
    return client
