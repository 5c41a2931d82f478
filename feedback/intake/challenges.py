"""Challenges that show that a person is writing; each is used once.

The rows are django-simple-captcha's. One challenge has two answers of equal standing: the letters
in its picture and the number that its question asks for.
"""

import datetime
import enum
import random
import re
import secrets
import unicodedata
from dataclasses import dataclass

from captcha.models import CaptchaStore
from django.conf import settings
from django.db.models import Q

from feedback.captcha.numbers import read_number
from feedback.captcha.puzzles import draw_question, put_question

VALIDITY = datetime.timedelta(minutes=settings.CAPTCHA_TIMEOUT)
# A flood pushes out the oldest ones in place of filling the table.
MAX_OPEN_CHALLENGES = 20_000
# Without letters that look alike, also when they lean.
LETTERS = "ABCDEFHJKLMPRSTUXY"
KEY_PATTERN = "[0-9a-f]{40}"

_SYSTEM_RANDOM = secrets.SystemRandom()
HARDER_LENGTH = settings.CAPTCHA_LENGTH + 2
_LETTERS_ANSWER = re.compile(rf"[a-z]{{{settings.CAPTCHA_LENGTH},{HARDER_LENGTH}}}")


@dataclass(frozen=True)
class Challenge:
    """An open challenge; `letters` are for the picture only."""

    key: str
    letters: str
    question: str
    expires_at: datetime.datetime

    def question_in(self, language: str) -> str:
        """Return the question in words."""
        return put_question(self.question, language)


class Verdict(enum.Enum):
    """How an answer was found; the challenge is gone in every case."""

    RIGHT = enum.auto()
    WRONG = enum.auto()
    UNKNOWN = enum.auto()


def draw_challenge(rng: random.Random = _SYSTEM_RANDOM, *, harder: bool = False) -> tuple[str, str]:
    """Return what the table keeps: the letters with the question, and both answers."""
    length = HARDER_LENGTH if harder else settings.CAPTCHA_LENGTH
    letters = "".join(rng.choice(LETTERS) for _ in range(length))
    question, answer = draw_question(rng)
    return f"{letters}|{question}", f"{letters.lower()}/{answer}"


def issue_challenge(
    now: datetime.datetime, rng: random.Random = _SYSTEM_RANDOM, *, harder: bool = False
) -> Challenge:
    """Open a challenge that holds for 30 minutes; a harder one has more letters."""
    challenge, response = draw_challenge(rng, harder=harder)
    row = CaptchaStore.objects.create(
        challenge=challenge,
        response=response,
        hashkey=f"{rng.getrandbits(160):040x}",
        expiration=now + VALIDITY,
    )
    # Ids count upwards, so this needs no counting of rows.
    CaptchaStore.objects.filter(pk__lte=row.pk - MAX_OPEN_CHALLENGES).delete()
    return _challenge(row)


def open_challenge(key: str, now: datetime.datetime) -> Challenge | None:
    """Return the challenge of `key` while it can still be answered."""
    row = CaptchaStore.objects.filter(hashkey=key, expiration__gt=now).first()
    return _challenge(row) if row else None


def consume(key: str, answer: str, now: datetime.datetime) -> Verdict:
    """Use the challenge up; to be called in the transaction that stores what it lets in.

    The row is locked before the answer is looked at: of many guesses at once only one counts. A
    wrong answer burns it, so the caller must let the transaction commit then too.
    """
    if not re.fullmatch(KEY_PATTERN, key):
        return Verdict.UNKNOWN
    rows = CaptchaStore.objects.filter(hashkey=key)
    list(rows.select_for_update().values_list("pk"))
    right = _right_answer(answer)
    if right is not None and rows.filter(right, expiration__gt=now).delete()[0] == 1:
        return Verdict.RIGHT
    burnt = list(rows.values_list("expiration", flat=True))
    rows.delete()
    return Verdict.WRONG if burnt and burnt[0] > now else Verdict.UNKNOWN


def remove_expired(now: datetime.datetime) -> int:
    """Remove challenges that nobody answered in time; return how many."""
    return CaptchaStore.objects.filter(expiration__lte=now).delete()[0]


def _challenge(row: CaptchaStore) -> Challenge:
    letters, _, question = row.challenge.partition("|")
    return Challenge(row.hashkey, letters, question, row.expiration)


def _right_answer(answer: str) -> Q | None:
    text = "".join(unicodedata.normalize("NFKC", answer).casefold().split()).strip(".!")
    number = read_number(text)
    right = Q()
    if _LETTERS_ANSWER.fullmatch(text):
        right |= Q(response__startswith=f"{text}/")
    if number is not None:
        right |= Q(response__endswith=f"/{number}")
    return right or None
