"""Finds ways to reach a person: phone numbers, e-mail addresses, links, accounts of social media.

All functions take a text that `personal_data` has normalised. Patterns begin at a word boundary and
have bounded repetitions, so that they cost linear time.
"""

import re
from collections.abc import Iterator

from phonenumbers import Leniency, PhoneNumberMatcher

from feedback.screening.public_hosts import is_public_host

Span = tuple[int, int]

# phonenumbers accepts only hyphens inside a number, and no letters beside it.
_PHONE_READING = str.maketrans("_·•*~/", "------")
_LETTER = re.compile(r"[^\W\d_]")
# Letters that look like digits: "07o-174 o6 o5".
_LIKE_DIGITS = re.compile(r"(?<!\w)[0oO+][\doOlI|][\doOlI| ./()\-]{6,18}[\doOlI](?!\w)")
_DIGITS_OF_LETTERS = str.maketrans("oOlI|", "00111")
_MOBILE = re.compile(
    r"(?<![\d\w.,])(?:0|(?:\+|00) ?46 ?(?:\(0\) ?|0 ?)?)7[\d ./()\-]{7,16}\d(?!\d)"
)
_WITHOUT_ZERO = re.compile(
    r"(?i:\b(?:mob|mobil|mobilen|mobilnummer|mobilnr|tel|tfn|telefon|telefonen|telefonnummer|"
    r"nummer|numret|nr|ring|sms|sms:a|"
    r"smsa|whatsapp|nås|call|text)\b(?: ?[a-zåäö]{1,8}){0,3}[.:,]{0,2} ?)"
    r"(?P<number>(?:0|46)?[1-9]\d?(?:[ .\-/]?\d){6,9})(?!\w)"
)
_DIGIT_WORD = (
    r"(?:noll|nolla|ett|en|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|tretton|fjorton|femton|sexton|"
    r"sjutton|arton|nitton|(?:tjugo|trettio|fyrtio|femtio|sextio|sjuttio|åttio|nittio)"
    r"(?:ett|två|tre|fyra|fem|sex|sju|åtta|nio)?|zero|oh|one|two|three|four|five|six|seven|eight|nine)"
)
_IN_WORDS = re.compile(
    rf"(?i:\b(?:noll|nolla|plus|zero|oh)(?:[ ,.\-]{{1,3}}{_DIGIT_WORD}\b){{5,14}})"
)

_AT = (
    r"(?: ?@ ?| ?[(\[{<] ?(?:at|a|@|snabel-?a|ät|alfakrull) ?[)\]}>] ?"
    r"| (?:at|snabel-?a|snabel a|snabela|alfaslang|alfakrull|krullalfa) )"
)
_DOT = r"(?:\.| ?[(\[{<] ?(?:dot|punkt|\.) ?[)\]}>] ?| (?:dot|punkt) )"
_COMMON_TOPS = "se|nu|com|org|net|eu|info|io|fi|dk|app|dev|tv"
# Each pattern starts at a word boundary, so that a long text without spaces costs linear time.
_EMAIL = re.compile(
    rf"(?<![\w.+\-])[\w.+\-]+{_AT}(?:[\w\-]+{_DOT})+[^\W\d_]{{2,24}}(?![\w\-])", re.IGNORECASE
)
_SPACED_EMAIL = re.compile(
    rf"(?<![\w.+\-])[\w+\-]{{1,40}}(?: ?\. ?[\w+\-]{{1,40}}){{0,3}}{_AT}"
    rf"[\w\-]{{1,40}}(?: ?[.,] ?[\w\-]{{1,40}})?(?: ?[.,] ?| (?:punkt|dot) )"
    rf"(?:{_COMMON_TOPS})(?![\w\-])"
    rf"|(?<![\w.+\-])[\w.+\-]{{2,40}}(?:{_AT}| på )"
    r"(?:gmail|hotmail|outlook|icloud|yahoo|telia|live|protonmail)(?!\w)",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"(?i:\bh(?:tt|xx)ps?(?:://|:\s?//)\S+|\bwww\.\S+)"
    # "bra.Nu" is the end of a sentence.
    rf"|(?<![\w\-])(?<![\w\-]\.)(?:[\w\-]+\.)+(?:{_COMMON_TOPS}|{_COMMON_TOPS.upper()})\b(?:/\S*)?"
    rf"|(?<![\w\-])[\w\-]+ ?(?:[(\[{{<] ?(?i:dot|punkt|\.) ?[)\]}}>]| (?i:dot|punkt) )"
    rf" ?(?:{_COMMON_TOPS})\b"
)
_HANDLE = re.compile(r"(?<![\w.@/])@(?=[\w.]{0,29}[^\W\d_])[\w.]{3,30}")
_NETWORK_HANDLE = re.compile(
    r"(?i:\b(?:insta|instagram|ig|snap|snapchat|snapp|tiktok|facebook|fb|discord|telegram|kik|messenger|"
    r"twitter|linkedin|signal|twitch|roblox|steam)\b"
    r"(?:[:=,]? (?:är|heter|som|namn|namnet|on|is|min|my|mig|mej|på|under|add|adda)){0,4}"
    r"[:=,]? ?\"?)(?P<handle>(?=[\w.]{0,30}(?:[\d_#]|\w\.\w))(?=[\w.]{0,30}[^\W\d_])[\w.#]{4,30})"
)
_PUBLIC_HANDLE = re.compile(
    r"(?i)kommun|stad|region|bibliotek|museum|polis|radio|svt|skola|skolan|förskola|medskap|buss|trafik"
)


def emails(text: str) -> Iterator[Span]:
    """Yield the spans of e-mail addresses, also spelled out or with blanks."""
    for pattern in (_EMAIL, _SPACED_EMAIL):
        for match in pattern.finditer(text):
            yield match.span()


def links(text: str) -> Iterator[Span]:
    """Yield the spans of links that do not lead to a public authority."""
    for match in _LINK.finditer(text):
        if not is_public_host(match[0]):
            yield match.span()


def handles(text: str) -> Iterator[Span]:
    """Yield the spans of accounts of social media."""
    for match in _HANDLE.finditer(text):
        if not _PUBLIC_HANDLE.search(match[0]):
            yield match.span()
    for match in _NETWORK_HANDLE.finditer(text):
        if not _PUBLIC_HANDLE.search(match["handle"]):
            yield match.span("handle")


def phone_numbers(text: str) -> Iterator[Span]:
    """Yield the spans of phone numbers, also with letters for digits, in words, or without zero."""
    readable = _LETTER.sub("|", text).translate(_PHONE_READING)
    for number in PhoneNumberMatcher(readable, "SE", leniency=Leniency.VALID):
        yield number.start, number.end
    for match in _LIKE_DIGITS.finditer(text):
        digits = re.sub(r"\D", "", match[0].translate(_DIGITS_OF_LETTERS))
        if len(digits) == 10 and digits.startswith("07"):
            yield match.span()
    for match in _MOBILE.finditer(text):
        if len(
            re.sub(r"\D", "", match[0])
            .removeprefix("00")
            .removeprefix("460")
            .removeprefix("46")
            .removeprefix("0")
        ) in {9, 10}:
            yield match.span()
    for match in _WITHOUT_ZERO.finditer(text):
        digits = re.sub(r"\D", "", match["number"])
        if 8 <= len(digits) <= 11:
            yield match.span("number")
    for match in _IN_WORDS.finditer(text):
        yield match.span()
