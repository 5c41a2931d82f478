"""Finds personal data and words of crisis in a comment; never refuses or changes the text.

It also finds disguised data: digits of other scripts, unusual dashes and spaces, zero-width
characters, combining marks on digits, "(at)" and "punkt".
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from personnummer import personnummer
from phonenumbers import Leniency, PhoneNumberMatcher

from feedback.enums import ScreeningFlag
from feedback.screening.crisis_words import PhraseBook

# Digit groups of one number are at most this many characters apart, on one line.
_GROUP = re.compile(r"\d+")
_MAX_GAP = 3
_IDENTITY_LENGTHS = (12, 10)
# phonenumbers accepts only hyphens inside a number, and no letters beside it.
_PHONE_READING = str.maketrans("_·•*~", "-----")
_LETTER = re.compile(r"[^\W\d_]")

_AT = r"(?: ?@ ?| ?[(\[{<] ?(?:at|a|@|snabel-?a) ?[)\]}>] ?| (?:at|snabel-?a) )"
_DOT = r"(?:\.| ?[(\[{<] ?(?:dot|punkt|\.) ?[)\]}>] ?| (?:dot|punkt) )"
# Each pattern starts at a word boundary, so that a long text without spaces costs linear time.
_EMAIL = re.compile(
    rf"(?<![\w.+\-])[\w.+\-]+{_AT}(?:[\w\-]+{_DOT})+[^\W\d_]{{2,24}}(?![\w\-])", re.IGNORECASE
)
_COMMON_TOPS = "se|nu|com|org|net|eu|info|io|fi|dk|app|dev|tv"
_LINK = re.compile(
    r"(?i:\bh(?:tt|xx)ps?(?:://|:\s?//)\S+|\bwww\.\S+)"
    # "bra.Nu" is the end of a sentence.
    rf"|(?<![\w\-])(?<![\w\-]\.)(?:[\w\-]+\.)+(?:{_COMMON_TOPS}|{_COMMON_TOPS.upper()})\b(?:/\S*)?"
    rf"|(?<![\w\-])[\w\-]+ ?(?:[(\[{{<] ?(?i:dot|punkt|\.) ?[)\]}}>]| (?i:dot|punkt) )"
    rf" ?(?:{_COMMON_TOPS})\b"
)
_WAYS = (
    "gata|gatan|väg|vägen|gränd|gränden|torg|torget|allé|allén|stig|stigen|backe|backen|kaj|kajen|"
    "esplanaden|stranden|leden|liden|ringen|kroken"
)
_ADDRESS = re.compile(
    # Storgatan 12 B
    rf"(?<![\w\-])(?:[\w\-]{{2,40}}?(?:{_WAYS})"
    # Södra vägen 5; but no "plan 3" of a house
    rf"|[A-ZÅÄÖ][\w\-]{{1,40}} (?:{_WAYS}|plats|platsen|plan|planen|strand)) ?\d{{1,4}}"
    r"(?: ?[A-Ha-h])?(?!\w)"
    r"|(?<!\w)(?i:box) \d{1,5}(?!\w)"
    # 252 67 Helsingborg
    r"|(?<![\w\-])(?:(?:SE|S)[ -])?[1-9]\d\d ?\d\d {1,2}[A-ZÅÄÖ][a-zåäö]{2,}"
)


class Passage(NamedTuple):
    """A finding: `text[start:end]` is of the kind `flag`."""

    start: int
    end: int
    flag: ScreeningFlag


class Screening(NamedTuple):
    """The findings in a comment, in the order of the text."""

    passages: tuple[Passage, ...]

    @property
    def flags(self) -> list[str]:
        """The kinds found, each once, in the order of `ScreeningFlag`."""
        found = {passage.flag for passage in self.passages}
        return [flag.value for flag in ScreeningFlag if flag in found]

    @property
    def personal(self) -> tuple[Passage, ...]:
        """The findings that may identify a person: all but words of crisis."""
        return tuple(each for each in self.passages if each.flag != ScreeningFlag.CRISIS)

    @property
    def is_urgent(self) -> bool:
        """Whether words of crisis were found."""
        return any(each.flag == ScreeningFlag.CRISIS for each in self.passages)


def screen(text: str, crisis: PhraseBook | None = None) -> Screening:
    """Return what is found in `text`; findings do not overlap.

    `crisis` holds the phrases that make a comment urgent, from `feedback.models.CrisisWordList`.
    """
    plain, places = _normalised(text)
    found: list[Passage] = []
    for flag, spans in (
        (ScreeningFlag.IDENTITY_NUMBER, _identity_numbers(plain)),
        (ScreeningFlag.EMAIL, _spans(_EMAIL, plain)),
        (ScreeningFlag.LINK, _spans(_LINK, plain)),
        (ScreeningFlag.ADDRESS, _spans(_ADDRESS, plain)),
        (ScreeningFlag.PHONE, _phone_numbers(plain)),
        (ScreeningFlag.CRISIS, crisis.find(plain) if crisis else ()),
    ):
        for start, end in spans:
            # Up to the next kept character, so that a combining mark goes with its digit.
            passage = Passage(places[start], places[end], flag)
            if not any(passage.start < each.end and each.start < passage.end for each in found):
                found.append(passage)
    return Screening(tuple(sorted(found)))


def marked(text: str, passages: Iterable[Passage]) -> list[tuple[str, ScreeningFlag | None]]:
    """Return `text` in pieces, each with its flag, or None for text outside `passages`."""
    pieces: list[tuple[str, ScreeningFlag | None]] = []
    place = 0
    for start, end, flag in passages:
        pieces += [(text[place:start], None), (text[start:end], flag)]
        place = end
    pieces.append((text[place:], None))
    return [piece for piece in pieces if piece[0]]


def _normalised(text: str) -> tuple[str, list[int]]:
    """Return the normalised text, and for each of its characters the index in the original.

    The list of indices has one more entry, the length of `text`.
    """
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


def _spans(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in pattern.finditer(text))


def _identity_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of digit groups that form a personal or coordination number."""
    free_from = 0
    groups = [match.span() for match in _GROUP.finditer(text)]
    belongs = [_same_number(text[end:start]) for (_, end), (start, _) in pairwise(groups)]
    for first, (start, _) in enumerate(groups):
        if start >= free_from and (end := _end_of_identity_number(text, groups, belongs, first)):
            free_from = end
            yield start, end


def _end_of_identity_number(
    text: str, groups: list[tuple[int, int]], belongs: list[bool], first: int
) -> int | None:
    digits, found = "", None
    for place in range(first, min(first + _IDENTITY_LENGTHS[0], len(groups))):
        if place > first and not belongs[place - 1]:
            break
        start, end = groups[place]
        if len(digits) + end - start > _IDENTITY_LENGTHS[0]:
            break
        digits += text[start:end]
        if len(digits) in _IDENTITY_LENGTHS and personnummer.valid(digits):
            found = end
    return found


def _same_number(gap: str) -> bool:
    return len(gap) <= _MAX_GAP and not any(each.isalnum() or each == "\n" for each in gap)


def _phone_numbers(text: str) -> Iterator[tuple[int, int]]:
    readable = _LETTER.sub("|", text).translate(_PHONE_READING)
    for match in PhoneNumberMatcher(readable, "SE", leniency=Leniency.VALID):
        yield match.start, match.end
