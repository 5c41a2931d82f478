"""Twenty concurrent residents at two web processes: no error from a locked database."""

import http.client
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from urllib.parse import urlencode

import pytest
from captcha.models import CaptchaStore

from feedback.models import IncomingSubmission
from tests.factories import ServiceFactory
from tests.feedback.crowd import Sent
from tests.feedback.resident import FORM
from tests.response_cache.processes import WebProcess

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

WRITERS, EACH = 20, 4


@pytest.fixture
def ports(transactional_db) -> Iterator[list[int]]:
    processes = [WebProcess() for _ in range(2)]
    try:
        for process in processes:
            process.wait()
        yield [process.port for process in processes]
    finally:
        for process in processes:
            process.end()


def ask_for_a_challenge(port: int) -> int:
    """Continue to the check page, which stores a challenge; return the status."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as visit:
        body = urlencode({"rating": "4", "comment": "Bra.", "step": "check"})
        visit.request("POST", "/feedback/digidel/", body, {"Content-Type": FORM})
        return visit.getresponse().status


def test_twenty_writers_in_two_processes_all_succeed_over_http(ports):
    # Given
    ServiceFactory(slug="digidel")
    forms = [[Sent(EACH * writer + n) for n in range(EACH)] for writer in range(WRITERS)]

    def write(writer: int) -> list[int]:
        statuses = []
        for form in forms[writer]:
            statuses.append(ask_for_a_challenge(ports[writer % 2]))
            statuses.append(form.send(ports[writer % 2])[0])
        return statuses

    # When
    with ThreadPoolExecutor(WRITERS) as pool:
        statuses = Counter(status for each in pool.map(write, range(WRITERS)) for status in each)

    # Then
    assert statuses == {200: WRITERS * EACH, 303: WRITERS * EACH}
    stored = Counter(IncomingSubmission.objects.values_list("comment", flat=True))
    assert stored == Counter(form.comment for each in forms for form in each)
    assert CaptchaStore.objects.count() == WRITERS * EACH
