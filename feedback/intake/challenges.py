"""The open CAPTCHA challenges, in django-simple-captcha's table; each can be used once.

The mark of `feedback.intake.ladder` stands in the `challenge` column, after the question and a bar.
"""

import datetime
import enum
import random
import secrets
from typing import NamedTuple

from captcha.models import CaptchaStore
from django.conf import settings

from feedback.captcha.challenge import (
    Challenge,
    draw_challenge,
    draw_key,
    is_key,
    is_right_answer,
    read_challenge,
)
from feedback.intake.ladder import Mark, inherited

VALIDITY = datetime.timedelta(minutes=settings.CAPTCHA_TIMEOUT)
# Beyond this number the oldest are deleted, so that a flood cannot fill the table.
MAX_OPEN_CHALLENGES = 20_000

_SYSTEM_RANDOM = secrets.SystemRandom()


class Verdict(enum.Enum):
    """The result of an answer; the challenge is deleted in every case."""

    RIGHT = enum.auto()
    WRONG = enum.auto()
    UNKNOWN = enum.auto()


class Consumed(NamedTuple):
    """The result of an answer, and the mark of the deleted challenge if it had one."""

    verdict: Verdict
    mark: Mark | None = None


def issue_challenge(
    now: datetime.datetime,
    rng: random.Random = _SYSTEM_RANDOM,
    *,
    harder: bool = False,
    mark: Mark | None = None,
) -> Challenge:
    """Store a new challenge, valid for `VALIDITY`, and return it; a harder one has more letters."""
    challenge, response = draw_challenge(rng, harder=harder)
    if mark is not None:
        challenge = f"{challenge}|{mark}"
    row = CaptchaStore.objects.create(
        challenge=challenge,
        response=response,
        hashkey=draw_key(rng),
        expiration=now + VALIDITY,
    )
    # Ids count upwards, so the table need not be counted.
    CaptchaStore.objects.filter(pk__lte=row.pk - MAX_OPEN_CHALLENGES).delete()
    return read_challenge(row.hashkey, row.challenge, row.expiration)


def open_challenge(key: str, now: datetime.datetime) -> Challenge | None:
    """Return the challenge of `key`, or None if it is used, expired or was never issued."""
    row = CaptchaStore.objects.filter(hashkey=key, expiration__gt=now).first()
    return read_challenge(row.hashkey, row.challenge, row.expiration) if row else None


def withdraw(key: str, now: datetime.datetime) -> Mark | None:
    """Delete the challenge of `key` and return its mark, for another one that replaces it.

    None to count the form again: if there is no such challenge, also because another request
    replaces it at the same moment, or if it was counted long ago.
    """
    if not is_key(key):
        return None
    rows = CaptchaStore.objects.filter(hashkey=key)
    challenge = rows.values_list("challenge", flat=True).first()
    if challenge is None or rows.delete()[0] != 1:
        return None
    return inherited(_mark_of(challenge), now)


def consume(key: str, answer: str, now: datetime.datetime) -> Consumed:
    """Delete the challenge of `key` and return whether `answer` was right.

    Call it in the transaction that stores the submission. The row is locked before the answer is
    compared, so of several answers at once only one counts. A wrong answer deletes the challenge
    too: the caller must let the transaction commit. An expired challenge is UNKNOWN.
    """
    if not is_key(key):
        return Consumed(Verdict.UNKNOWN)
    rows = CaptchaStore.objects.filter(hashkey=key)
    found = rows.select_for_update().values_list("challenge", "response", "expiration").first()
    if rows.delete()[0] != 1 or found is None:
        return Consumed(Verdict.UNKNOWN)
    challenge, response, expiration = found
    if expiration <= now:
        return Consumed(Verdict.UNKNOWN)
    is_right = is_right_answer(answer, response)
    return Consumed(Verdict.RIGHT if is_right else Verdict.WRONG, _mark_of(challenge))


def remove_expired(now: datetime.datetime) -> int:
    """Delete challenges that have expired, and return their number."""
    return CaptchaStore.objects.filter(expiration__lte=now).delete()[0]


def _mark_of(challenge: str) -> Mark | None:
    return Mark.parse(challenge.rpartition("|")[2])
