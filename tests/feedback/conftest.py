"""Two administrations with feedback, and a visitor whose traces are searched for."""

import datetime
import logging
import uuid
from collections.abc import Iterator

import pytest
from django.test import Client

from cms.throttling import Throttle
from feedback.intake import suspicion
from feedback.intake.receipts import receipt_hash
from feedback.models import RetentionRule, Submission, SubmissionAnswer
from tests.factories import ServiceFactory, SubmissionAnswerFactory, SubmissionFactory
from tests.feedback import canaries
from tests.feedback.reader import ANSWERED, LIMIT, WAITING
from tests.feedback.retention import YOUNG
from tests.feedback.staff import Staff


@pytest.fixture
def social(db: None) -> Staff:
    return Staff("social")


@pytest.fixture
def labour(db: None) -> Staff:
    return Staff("labour")


@pytest.fixture
def logged() -> Iterator[canaries.EverythingLogged]:
    """Collect the records of every logger at DEBUG."""
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


@pytest.fixture
def fresh_counters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reset the rate limits, and shorten the wait for the limit."""
    monkeypatch.setattr(suspicion, "_answers", Throttle(uuid.uuid4().hex, suspicion.HOUR))
    monkeypatch.setattr(suspicion, "ANSWERS_AN_HOUR", LIMIT)


@pytest.fixture
def answer(db: None) -> SubmissionAnswer:
    """An answered submission, beside one without an answer."""
    service = ServiceFactory(name="Digidel", slug="digidel")
    SubmissionFactory(service=service, receipt_hash=receipt_hash(WAITING))
    submission = SubmissionFactory(
        service=service, comment="Hemlig kommentar", receipt_hash=receipt_hash(ANSWERED)
    )
    return SubmissionAnswerFactory(
        submission=submission, text="Vi ringer <b>upp</b> nu.\n\nSamma dag.", reason="Det gick."
    )


@pytest.fixture
def rule(social: Staff) -> RetentionRule:
    """A retention rule of twelve months; the staff's own submission is younger."""
    Submission.objects.update(month=YOUNG)
    return RetentionRule.objects.create(
        administration=social.organisation,
        months_to_keep=12,
        minimum_months=12,
        decision="AN 2024/7 § 12",
        decided_on=datetime.date(2024, 2, 3),
    )
