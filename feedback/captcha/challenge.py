"""A challenge: how it is drawn, what is stored of it, and which answers are right.

A challenge has two answers of equal standing: the letters in its picture and the number that its
question asks for. Both are stored as text, in the two columns of django-simple-captcha's table:
`challenge` as `<LETTERS>|<question specification>` and `response` as `<letters>/<number>`.
`feedback.intake.challenges` appends `|<mark>` to the former.
"""

import datetime
import random
import re
import secrets
import unicodedata
from dataclasses import dataclass

from django.conf import settings

from feedback.captcha.numbers import find_number
from feedback.captcha.questions import draw_question, question_text

# Without letters that are easily confused with others, also when bent.
LETTERS = "ABCDEHJKLMPRSTUXY"
HARDER_LENGTH = settings.CAPTCHA_LENGTH + 2
KEY_PATTERN = "[0-9a-f]{40}"

_SYSTEM_RANDOM = secrets.SystemRandom()


@dataclass(frozen=True)
class Challenge:
    """An open challenge. `letters` are for the picture and the sound only."""

    key: str
    letters: str
    question: str
    expires_at: datetime.datetime

    def question_in(self, language: str) -> str:
        """Return the question as a sentence in `sv` or `en`; Swedish for any other language."""
        return question_text(self.question, language)


def draw_challenge(rng: random.Random = _SYSTEM_RANDOM, *, harder: bool = False) -> tuple[str, str]:
    """Return the `challenge` and `response` columns of a new challenge.

    A harder one has `HARDER_LENGTH` letters in place of `CAPTCHA_LENGTH`.
    """
    length = HARDER_LENGTH if harder else settings.CAPTCHA_LENGTH
    letters = "".join(rng.choice(LETTERS) for _ in range(length))
    question, answer = draw_question(rng)
    return f"{letters}|{question}", f"{letters.lower()}/{answer}"


def read_challenge(key: str, stored: str, expires_at: datetime.datetime) -> Challenge:
    """Return the challenge whose `challenge` column is `stored`."""
    letters, question, *_mark = stored.split("|")
    return Challenge(key, letters, question, expires_at)


def draw_key(rng: random.Random = _SYSTEM_RANDOM) -> str:
    """Return a new random key, which matches `KEY_PATTERN`."""
    return f"{rng.getrandbits(160):040x}"


def is_key(text: str) -> bool:
    """Return whether `text` has the form of a key."""
    return re.fullmatch(KEY_PATTERN, text) is not None


def is_right_answer(answer: str, response: str) -> bool:
    """Return whether what a resident wrote matches the `response` column.

    Case, white space, punctuation and full-width characters are ignored. The number may be in
    digits or in Swedish or English words, with other words around it, such as “23 år” or “kl 7”.
    """
    text = unicodedata.normalize("NFKC", answer).casefold()
    letters, _, number = response.rpartition("/")
    if letters and "".join(filter(str.isalnum, text)) == letters:
        return True
    found = find_number(text)
    return found is not None and str(found) == number
