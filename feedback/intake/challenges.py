"""The open CAPTCHA challenges, in django-simple-captcha's table; each can be used once."""

import datetime
import enum
import random
import secrets

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

VALIDITY = datetime.timedelta(minutes=settings.CAPTCHA_TIMEOUT)
# Beyond this number the oldest are deleted, so that a flood cannot fill the table.
MAX_OPEN_CHALLENGES = 20_000

_SYSTEM_RANDOM = secrets.SystemRandom()


class Verdict(enum.Enum):
    """The result of an answer; the challenge is deleted in every case."""

    RIGHT = enum.auto()
    WRONG = enum.auto()
    UNKNOWN = enum.auto()


def issue_challenge(
    now: datetime.datetime, rng: random.Random = _SYSTEM_RANDOM, *, harder: bool = False
) -> Challenge:
    """Store a new challenge, valid for `VALIDITY`, and return it; a harder one has more letters."""
    challenge, response = draw_challenge(rng, harder=harder)
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


def consume(key: str, answer: str, now: datetime.datetime) -> Verdict:
    """Delete the challenge of `key` and return whether `answer` was right.

    Call it in the transaction that stores the submission. The row is locked before the answer is
    compared, so of several answers at once only one counts. A wrong answer deletes the challenge
    too: the caller must let the transaction commit. An expired challenge is UNKNOWN.
    """
    if not is_key(key):
        return Verdict.UNKNOWN
    rows = CaptchaStore.objects.filter(hashkey=key)
    found = rows.select_for_update().values_list("response", "expiration").first()
    if rows.delete()[0] != 1 or found is None:
        return Verdict.UNKNOWN
    response, expiration = found
    if expiration <= now:
        return Verdict.UNKNOWN
    return Verdict.RIGHT if is_right_answer(answer, response) else Verdict.WRONG


def remove_expired(now: datetime.datetime) -> int:
    """Delete challenges that have expired, and return their number."""
    return CaptchaStore.objects.filter(expiration__lte=now).delete()[0]
