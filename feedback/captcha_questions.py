"""Questions that stand beside the CAPTCHA's picture, for those who cannot see or read it.

A question is kept as a short specification without a language, such as `sum:7:5`, and put in words
when it is shown. Every answer is a whole number from 1 to 99, in digits or words.
"""

import random
from collections.abc import Callable
from typing import NamedTuple

_UNITS = {
    language: tuple(words.split())
    for language, words in {
        "sv": "noll ett två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton "
        "sexton sjutton arton nitton",
        "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen "
        "fourteen fifteen sixteen seventeen eighteen nineteen",
    }.items()
}
_TENS = {
    "sv": ("tjugo", "trettio", "fyrtio", "femtio", "sextio", "sjuttio", "åttio", "nittio"),
    "en": ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"),
}
_OTHER_SPELLINGS = {"en": 1, "aderton": 18}


class Family(NamedTuple):
    """A kind of question: how its numbers are drawn, its answer, and its words."""

    draw: Callable[[random.Random], tuple[int, ...]]
    answer: Callable[..., int]
    words: dict[str, tuple[str, ...]]


def _pair(rng: random.Random) -> tuple[int, ...]:
    return rng.randint(2, 19), rng.randint(2, 19)


def _falling_pair(rng: random.Random) -> tuple[int, ...]:
    less = rng.randint(2, 15)
    return less + rng.randint(2, 19), less


def _three(rng: random.Random) -> tuple[int, ...]:
    return tuple(rng.sample(range(2, 100), 3))


def _one(rng: random.Random) -> tuple[int, ...]:
    return (rng.randint(3, 45),)


FAMILIES = {
    "sum": Family(
        _pair,
        lambda a, b: a + b,
        {
            "sv": (
                "Vad blir {a} plus {b}?",
                "Du har {a} kronor och får {b} till. Hur många har du?",
            ),
            "en": (
                "What is {a} plus {b}?",
                "You have {a} coins and get {b} more. How many is that?",
            ),
        },
    ),
    "minus": Family(
        _falling_pair,
        lambda a, b: a - b,
        {
            "sv": (
                "Vad blir {a} minus {b}?",
                "Det står {a} stolar i ett rum. Du tar bort {b}. Hur många står kvar?",
            ),
            "en": (
                "What is {a} minus {b}?",
                "There are {a} chairs in a room. You take {b} away. How many are left?",
            ),
        },
    ),
    "largest": Family(
        _three,
        lambda *numbers: max(numbers),
        {
            "sv": ("Vilket tal är störst: {a}, {b} eller {c}?",),
            "en": ("Which number is the largest: {a}, {b} or {c}?",),
        },
    ),
    "smallest": Family(
        _three,
        lambda *numbers: min(numbers),
        {
            "sv": ("Vilket tal är minst: {a}, {b} eller {c}?",),
            "en": ("Which number is the smallest: {a}, {b} or {c}?",),
        },
    ),
    "second": Family(
        _three,
        lambda a, b, c: b,
        {
            "sv": ("Vilket tal står i mitten: {a}, {b}, {c}?",),
            "en": ("Which number is in the middle of the row: {a}, {b}, {c}?",),
        },
    ),
    "double": Family(
        _one,
        lambda a: 2 * a,
        {"sv": ("Vad är dubbelt så mycket som {a}?",), "en": ("What is twice as much as {a}?",)},
    ),
    "after": Family(
        _one,
        lambda a: a + 1,
        {
            "sv": ("Vilket tal kommer efter {a} när du räknar?",),
            "en": ("Which number comes after {a} when you count?",),
        },
    ),
}


def draw_question(rng: random.Random) -> tuple[str, int]:
    """Return a specification and its answer."""
    name = rng.choice(sorted(FAMILIES))
    numbers = FAMILIES[name].draw(rng)
    return ":".join([name, *map(str, numbers)]), FAMILIES[name].answer(*numbers)


def put_question(specification: str, language: str) -> str:
    """Return the question in words; an unknown language gets Swedish."""
    name, *numbers = specification.split(":")
    language = language if language in _UNITS else "sv"
    wordings = FAMILIES[name].words[language]
    # The same specification has the same words, also after a reload.
    wording = wordings[sum(map(int, numbers)) % len(wordings)]
    return wording.format(
        **{
            place: _in_words(int(number), language)
            for place, number in zip("abc", numbers, strict=False)
        }
    )


def read_number(text: str) -> int | None:
    """Return the number that digits or Swedish or English words spell, from 0 to 99."""
    if text.isascii() and text.isdigit() and len(text) <= 3:
        return int(text)
    return _BY_WORD.get(text.replace("-", ""))


def _in_words(number: int, language: str) -> str:
    """Return small numbers as words, which a program has to know the language to read."""
    return _UNITS[language][number] if number < 20 else str(number)


def _words() -> dict[str, int]:
    words = dict(_OTHER_SPELLINGS)
    for language, units in _UNITS.items():
        words.update({word: number for number, word in enumerate(units)})
        for ten, word in enumerate(_TENS[language], start=2):
            words[word] = 10 * ten
            words.update({word + units[unit]: 10 * ten + unit for unit in range(1, 10)})
    return words


_BY_WORD = _words()
