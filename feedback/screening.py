"""What a comment should not hold, and words that must be read soon.

Screening warns and flags; it never refuses or changes a text. It reads through the usual
disguises: full-width digits, odd dashes, characters without width.
"""

import datetime
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from feedback.enums import ScreeningFlag

_DASHES = dict.fromkeys("‐‑‒–—―−﹘﹣－", "-")
_DIGIT_RUN = re.compile(r"(?<![\d+])\d(?:[ .\-+/]{0,2}\d){9,11}(?!\d)")
_PHONE = re.compile(r"(?<![\d+])(?:\+|00|0)\d(?:[ ()/.\-]{0,3}\d){6,13}(?!\d)")
_EMAIL = re.compile(r"[\w.+\-]+ ?(?:@|\(at\)|\[at\]|\(a\)) ?[\w\-]+(?:\.[\w\-]+)+", re.IGNORECASE)
_LINK = re.compile(
    r"(?:https?:|www\.)\S+|\b[\w\-]+(?:\.[\w\-]+)*\.(?:se|nu|com|org|net|eu|info|io)\b(?:/\S*)?",
    re.IGNORECASE,
)
# Beginnings of words and phrases. Too many rather than too few: an editor reads every one.
_CRISIS = re.compile(
    r"\b(?:"
    r"självmord|suicid|ta (?:mitt|sitt|hans|hennes) liv|ta livet av|vill(?: inte)? dö\b|"
    r"vill inte leva|orkar inte leva|inte värt att leva|skada mig själv|skär mig|överdos|"
    r"misshandl|slår (?:mig|oss|barne|sitt|sina)|slog (?:mig|oss|barne)|blir slagen|våldt|"
    r"våldsam|hotar (?:mig|oss|att)|rädd för mitt liv|barne?n? (?:far illa|blir slag)|"
    r"suicide|kill (?:myself|himself|herself)|end my life|want to die|don'?t want to live|"
    r"hurt myself|hurting myself|self.?harm|overdose|beats? (?:me|us|my|his|her)|hits me|abuse|"
    r"raped?\b|threatens? (?:me|us|to)"
    r")",
    re.IGNORECASE,
)


class Passage(NamedTuple):
    """Where in the text something was found: `text[start:end]`."""

    start: int
    end: int
    flag: ScreeningFlag


class Screening(NamedTuple):
    """What was found in a comment."""

    passages: tuple[Passage, ...]

    @property
    def flags(self) -> list[str]:
        """What kinds were found, each once."""
        found = {passage.flag for passage in self.passages}
        return [flag.value for flag in ScreeningFlag if flag in found]

    @property
    def personal(self) -> tuple[Passage, ...]:
        """Passages that may tell who somebody is."""
        return tuple(each for each in self.passages if each.flag != ScreeningFlag.CRISIS)

    @property
    def is_urgent(self) -> bool:
        """Whether there are words of crisis."""
        return any(each.flag == ScreeningFlag.CRISIS for each in self.passages)


def screen(text: str) -> Screening:
    """Return what is found in `text`, in its order; a passage belongs to one kind."""
    plain, places = _without_disguises(text)
    found: list[Passage] = []
    for flag, spans in (
        (ScreeningFlag.IDENTITY_NUMBER, _identity_numbers(plain)),
        (ScreeningFlag.EMAIL, _spans(_EMAIL, plain)),
        (ScreeningFlag.LINK, _spans(_LINK, plain)),
        (ScreeningFlag.PHONE, _phone_numbers(plain)),
        (ScreeningFlag.CRISIS, _spans(_CRISIS, plain)),
    ):
        for start, end in spans:
            passage = Passage(places[start], places[end - 1] + 1, flag)
            if not any(passage.start < each.end and each.start < passage.end for each in found):
                found.append(passage)
    return Screening(tuple(sorted(found)))


def _without_disguises(text: str) -> tuple[str, list[int]]:
    """Return the text to search in, and for each of its characters the place in the original."""
    plain: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        if unicodedata.category(character) == "Cf":
            continue
        if character.isdecimal():
            shown = str(unicodedata.decimal(character))
        else:
            shown = _DASHES.get(character) or unicodedata.normalize("NFKC", character)
        shown = " " if shown.isspace() and shown != "\n" else shown
        plain.append(shown)
        places.extend([place] * len(shown))
    return "".join(plain), places


def _spans(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in pattern.finditer(text))


def _identity_numbers(text: str) -> Iterator[tuple[int, int]]:
    for match in _DIGIT_RUN.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        if len(digits) in {10, 12} and _is_identity_number(digits):
            yield match.span()


def _is_identity_number(digits: str) -> bool:
    """Tell whether 10 or 12 digits are a personal or a coordination number (day + 60)."""
    ten = digits[-10:]
    century = digits[:2] if len(digits) == 12 else "20"
    day = int(ten[4:6])
    try:
        datetime.date(int(century + ten[:2]), int(ten[2:4]), day - 60 if day > 60 else day)
    except ValueError:
        # 29 February of 1900, read as 2000, is the only date that the century changes.
        return False
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(ten))
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0


def _phone_numbers(text: str) -> Iterator[tuple[int, int]]:
    for match in _PHONE.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        if 8 <= len(digits) <= 15:
            yield match.span()
