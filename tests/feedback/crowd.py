"""Concurrent residents, each with the response they got."""

import threading
import uuid
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

from django.utils import timezone

from feedback.intake.challenges import issue_challenge
from tests.feedback.resident import FORM, right_answer

LOST = 0


@dataclass
class Sent:
    """A form to be sent; sent again, it is the same form, as after a reload."""

    number: int
    key: str = field(default_factory=lambda: issue_challenge(timezone.now()).key)
    client_id: str = field(default_factory=lambda: str(uuid.uuid4()))

    def __post_init__(self) -> None:
        self.comment = f"Kommentar <{self.number}> från en av många."
        self.body = urlencode(
            {
                "rating": "4",
                "comment": self.comment,
                "client_id": self.client_id,
                "captcha_key": self.key,
                "captcha_response": right_answer(self.key),
                "step": "send",
            }
        )

    def send(self, port: int) -> tuple[int, str]:
        """Return the response's status and text; `LOST` if there was none."""
        try:
            with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as visit:
                visit.request("POST", "/feedback/digidel/", self.body, {"Content-Type": FORM})
                answer = visit.getresponse()
                return answer.status, answer.read().decode()
        except (OSError, HTTPException):
            return LOST, ""

    @property
    def shown(self) -> str:
        """The comment as a page shows it."""
        return self.comment.replace("<", "&lt;").replace(">", "&gt;")


class Progress:
    """Triggers faults after a number of responses, independently of the machine's speed."""

    def __init__(self) -> None:
        self.answers: Counter[int] = Counter()
        self._changed = threading.Condition()

    def note(self, status: int) -> None:
        with self._changed:
            self.answers[status] += 1
            self._changed.notify_all()

    def wait_for(self, number: int, status: int) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: self.answers[status] >= number, timeout=120)
