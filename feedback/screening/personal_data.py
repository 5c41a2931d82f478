"""Finds personal data and words of crisis in a comment; never refuses or changes the text.

It also finds disguised data: digits of other scripts, unusual dashes and spaces, zero-width
characters, combining marks on digits, "(at)" and "punkt".
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from feedback.enums import ScreeningFlag
from feedback.screening import contacts, personal_numbers
from feedback.screening.addresses import addresses
from feedback.screening.crisis_words import PhraseBook
from feedback.screening.health import health
from feedback.screening.names import names

# Characters that need no normalisation, which is slow.
_ORDINARY = re.compile(r"[\n -~åäöÅÄÖéÉ’”]*")


class Passage(NamedTuple):
    """A finding: `text[start:end]` is of the kind `flag`."""

    start: int
    end: int
    flag: ScreeningFlag


class Screening(NamedTuple):
    """The findings in a comment, in the order of the text, and whether it has words of crisis.

    A word of crisis that is part of another finding is no passage, but counts.
    """

    passages: tuple[Passage, ...]
    is_urgent: bool

    @property
    def flags(self) -> list[str]:
        """The kinds found, each once, in the order of `ScreeningFlag`."""
        found = {passage.flag for passage in self.passages}
        if self.is_urgent:
            found.add(ScreeningFlag.CRISIS)
        return [flag.value for flag in ScreeningFlag if flag in found]

    @property
    def personal(self) -> tuple[Passage, ...]:
        """The findings that may identify a person: all but words of crisis."""
        return tuple(each for each in self.passages if each.flag != ScreeningFlag.CRISIS)

    @property
    def identifying(self) -> tuple[Passage, ...]:
        """The findings that no administrative record may hold: `personal` without case numbers."""
        return tuple(each for each in self.personal if each.flag != ScreeningFlag.CASE_NUMBER)


def screen(text: str, crisis: PhraseBook | None = None) -> Screening:
    """Return what is found in `text`; findings do not overlap.

    `crisis` holds the phrases that make a comment urgent, from `feedback.models.CrisisWordList`.
    """
    plain, places = normalised(text)
    found: list[Passage] = []
    taken = bytearray(len(text))
    is_urgent = False
    for flag, spans in (
        (ScreeningFlag.IDENTITY_NUMBER, personal_numbers.identity_numbers(plain)),
        (ScreeningFlag.EMAIL, contacts.emails(plain)),
        (ScreeningFlag.LINK, contacts.links(plain)),
        (ScreeningFlag.ADDRESS, addresses(plain)),
        (ScreeningFlag.BIRTH_DATE, personal_numbers.birth_dates(plain)),
        (ScreeningFlag.ACCOUNT, personal_numbers.accounts(plain)),
        (ScreeningFlag.CASE_NUMBER, personal_numbers.case_numbers(plain)),
        (ScreeningFlag.PHONE, contacts.phone_numbers(plain)),
        (ScreeningFlag.VEHICLE, personal_numbers.plates(plain)),
        (ScreeningFlag.HANDLE, contacts.handles(plain)),
        (ScreeningFlag.NAME, names(plain)),
        (ScreeningFlag.HEALTH, health(plain)),
        (ScreeningFlag.CRISIS, crisis.find(plain) if crisis else ()),
    ):
        for start, end in spans:
            is_urgent = is_urgent or flag == ScreeningFlag.CRISIS
            # Up to the next kept character, so that a combining mark goes with its digit.
            passage = Passage(places[start], places[end], flag)
            if 1 not in taken[passage.start : passage.end]:
                taken[passage.start : passage.end] = b"\1" * (passage.end - passage.start)
                found.append(passage)
    return Screening(tuple(sorted(found)), is_urgent)


def marked(text: str, passages: Iterable[Passage]) -> list[tuple[str, ScreeningFlag | None]]:
    """Return `text` in pieces, each with its flag, or None for text outside `passages`."""
    pieces: list[tuple[str, ScreeningFlag | None]] = []
    place = 0
    for start, end, flag in passages:
        pieces += [(text[place:start], None), (text[start:end], flag)]
        place = end
    pieces.append((text[place:], None))
    return [piece for piece in pieces if piece[0]]


def normalised(text: str) -> tuple[str, Sequence[int]]:
    """Return the normalised text, and for each of its characters the index in the original.

    The indices have one more entry, the length of `text`.
    """
    if _ORDINARY.fullmatch(text):
        return text, range(len(text) + 1)
    plain: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        kind = unicodedata.category(character)
        if kind in {"Mn", "Me"}:
            composed = unicodedata.normalize("NFC", plain[-1] + character) if plain else ""
            if len(composed) == 1:
                plain[-1] = composed
            continue
        if kind == "Cf":
            continue
        shown = _plain_character(character, kind)
        plain.extend(shown)
        places.extend([place] * len(shown))
    return "".join(plain), [*places, len(text)]


def _plain_character(character: str, kind: str) -> str:
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    if kind == "Pd" or character in "\u2212\u2043":
        return "-"
    if character.isspace():
        return "\n" if character == "\n" else " "
    return unicodedata.normalize("NFKC", character)
