"""Finds numbers that lead to a person: identity numbers, accounts, plates, cases, dates of birth.

All functions take a text that `personal_data` has normalised: ASCII digits, hyphens and blanks.
Patterns begin at a word boundary and have bounded repetitions, so that they cost linear time.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from personnummer import personnummer

from feedback.screening.word_sets import word_set

Span = tuple[int, int]

# Digit groups of one number are at most this many characters apart, on one line.
_GROUP = re.compile(r"\d+")
_MAX_GAP = 3
_IDENTITY_LENGTHS = (12, 10)
# A number with the shape of an identity number but another check digit: one was mistyped. The third
# digit of an organisation's number is 2 or more.
_MISTYPED = re.compile(
    r"(?<![\w.,-])(?:(?:19|20)\d{2}[01]\d{3}[ -]?\d{4}|\d{2}[01]\d\d\d ?[-+] ?\d{4})"
    r"(?![\w-]|[.,]\d)"
    r"|(?i:\b(?:personnummer|personnr|persnr|pnr|person-nr|samordningsnummer|id-nummer)"
    r"\w{0,3}[ :.,]{1,3}(?:[a-zåäö]{1,8} ){0,3})(?P<digits>\d{6,8}[ -]{0,3}\d{0,4})(?!\w)"
)
_MONTHS = (
    "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december|"
    "january|february|march|may|june|july|october|jan|feb|mar|apr|jun|jul|aug|sept?|okt|oct|nov|dec"
)
_BIRTH_DATE = re.compile(
    r"\b(?:född|födda|föddes|fött|födelsedag|födelsedagen|födelsedatum|f|fyller|born|birthday)\b"
    r"(?:[.:,]? ?(?:den|är|i|år|on|the|\d\d år|på)?){0,4} {0,2}"
    rf"(?P<date>\d{{1,2}}(?::?e|st|nd|rd|th)?\.? {{0,2}}(?:{_MONTHS})\b(?:[ ,-]{{1,2}}\d{{2,4}})?"
    r"|(?:19|20)\d\d[-./ ]?[01]\d[-./ ]?[0-3]\d|\d\d[01]\d[0-3]\d"
    r"|[0-3]?\d[-./ ][01]?\d[-./ ]\d{2,4}"
    r"|[0-3]?\d/[01]?\d)(?!\d)",
    re.IGNORECASE,
)
_IBAN = re.compile(
    r"(?<![\w])[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]{4}){3,7}(?:[ -]?[A-Za-z0-9]{1,3})?(?!\w)"
)
_ACCOUNT = re.compile(
    r"\b(?:(?:bank|löne|spar|person|giro)?konto(?:t|nummer|numret|nr)?|clearing(?:nummer|nr)?"
    r"|bankgiro|bankgirot|plusgiro|plusgirot|postgiro|bg|pg|iban|swish\w{0,6}|account(?: number)?)"
    r"\b[.:,]?(?: [a-zåäö:.,]{1,12}){0,4}? ?[:#]? ?"
    r"(?P<digits>\d[\d .,-]{5,24}\d|[A-Za-z]{2}\d{2}[ \d]{10,30})(?!\w)",
    re.IGNORECASE,
)
_CARD = re.compile(r"(?<![\d-])\d{4}([ -]?)\d{4}\1\d{4}\1\d{4}(?![\d-])")
_PLATE = re.compile(
    r"(?<![\w-])[A-HJ-PR-UW-Za-hj-pr-uw-z]{3}[ -]?\d\d[A-HJ-PR-UW-Za-hj-pr-uw-z0-9](?![\w-])"
)
_VEHICLE = re.compile(
    r"(?i)\b(?:\w{0,20}bil(?:en|ar|arna)?|reg(?:istrerings)?\.? ?(?:nr|nummer|skylt)?\w{0,4}|"
    r"skylt(?:en)?|buss(?:en)?|taxi\w{0,3}|moped\w{0,3}|mc|motorcykel\w{0,2}|släp\w{0,3}|volvo|saab|bmw|audi|"
    r"tesla|toyota|"
    r"parkera\w{0,2}|parkering|lastbil\w{0,2}|skåpbil\w{0,2}|fordon\w{0,2}|körde|kör|car|van|"
    r"regnr|registreringsnummer|mercedes|kia|skoda|ford)\b"
)
_NO_PLATE = word_set(
    """
    iso lss sol sfs csn dvd usb din rum kap sal hus eur sek usd nok pdf kpi
    """
)
_LAWS = word_set(
    """
    sfs sou afs prop hslf sosfs fs bfs eu iso ss en ds kap lag lagen nr st art rf hfd nja
    lss sol kl den år ht vt läsåret säsongen åk
    """
)
_CASE = re.compile(
    r"(?i:(?<![\w-])(?:dnr|d\.nr|diarie-?(?:nr|nummer|numret)|diarienummer|ärende(?:t|n|nr|nummer|numret|-?id)?"
    r"|mål(?:nr|nummer|et)?|akt(?:nr|nummer|en)?|beslut(?:et|snummer)?|referens(?:nr|nummer)?|ref|case|"
    r"ansökan|bygglov(?:et|särende)?|klagomål(?:et)?|faktura(?:n|nr|nummer)?|ocr(?:-?nr|-?nummer)?|kundnr|"
    r"kundnummer|journal(?:nr|nummer)?|lånekort(?:et|snummer|snr)?|lånekorts-?nr|bokningsnummer)"
    r"(?: ?(?:nr|nummer|no|id))?[.:]{0,2} ?(?:är |var |har |med |nr |nummer )?#?)"
    r"(?P<number>(?:(?:[A-ZÅÄÖ]{1,6}|[a-zåäö]{1,4}(?=[ -]?\d{2,4}[/:-]))[ -]?)?"
    r"\d[\d/:-]{3,20}(?:[ -]\d{2,8})?)(?!\w)"
)
_BARE_CASE = re.compile(
    r"(?<![\w./-])(?P<unit>[A-ZÅÄÖ]{1,6})(?:[ -]|/)?"
    r"(?P<number>(?:19|20)?\d\d[/:-]\d{3,8}|\d{2,6}-\d\d)(?![\w/-])"
    r"|(?<![\w./-])20\d\d[/:-]0?\d{4,7}(?![\w/-])"
)


def identity_numbers(text: str) -> Iterator[Span]:
    """Yield the spans of digit groups that form a personal or coordination number.

    Also those with one wrong digit, if their shape or a word says what they are.
    """
    free_from = 0
    groups = [match.span() for match in _GROUP.finditer(text)]
    belongs = [_same_number(text[end:start]) for (_, end), (start, _) in pairwise(groups)]
    for first, (start, _) in enumerate(groups):
        if start >= free_from and (end := _end_of_identity_number(text, groups, belongs, first)):
            free_from = end
            yield start, end
    for match in _MISTYPED.finditer(text):
        yield match.span("digits") if match["digits"] else match.span()


def _end_of_identity_number(
    text: str, groups: list[Span], belongs: list[bool], first: int
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


def birth_dates(text: str) -> Iterator[Span]:
    """Yield the spans of dates that are said to be of birth."""
    return (match.span("date") for match in _BIRTH_DATE.finditer(text))


def accounts(text: str) -> Iterator[Span]:
    """Yield the spans of account, giro, Swish and card numbers.

    IBANs and card numbers without a word that announces them need the right checksum.
    """
    for match in _IBAN.finditer(text):
        if _is_iban(re.sub("[ -]", "", match[0])):
            yield match.span()
    for match in _CARD.finditer(text):
        if _is_luhn(re.sub("[ -]", "", match[0])):
            yield match.span()
    for match in _ACCOUNT.finditer(text):
        digits = sum(each.isdigit() for each in match["digits"])
        money = text[match.end() : match.end() + 4].strip(" :").startswith(("kr", "sek", ":-"))
        least = 5 if match[0][:2].casefold() in {"pg", "pl", "bg"} else 7
        if digits >= least and not money:
            yield match.span("digits")


def _is_iban(text: str) -> bool:
    """Return whether the checksum of ISO 13616 is right."""
    turned = (text[4:] + text[:4]).upper()
    return len(text) >= 15 and int("".join(str(int(each, 36)) for each in turned)) % 97 == 1


def _is_luhn(digits: str) -> bool:
    doubled = [int(each) * (1 + place % 2) for place, each in enumerate(reversed(digits))]
    return sum(each // 10 + each % 10 for each in doubled) % 10 == 0


def plates(text: str) -> Iterator[Span]:
    """Yield the spans of registration plates; those with three digits only near a vehicle."""
    about_vehicles: bool | None = None
    for match in _PLATE.finditer(text):
        letters, last = match[0][:3], match[0][-1]
        if letters.casefold() in _NO_PLATE:
            continue
        if letters.isupper() and last.isalpha() and last.isupper():
            yield match.span()
            continue
        if about_vehicles is None:
            about_vehicles = _VEHICLE.search(text) is not None
        if about_vehicles:
            yield match.span()


def case_numbers(text: str) -> Iterator[Span]:
    """Yield the spans of numbers of cases, decisions, invoices and library cards."""
    for match in _CASE.finditer(text):
        number = match["number"]
        digits = sum(each.isdigit() for each in number)
        is_date = re.fullmatch(r"\D*(?:19|20)\d\d(?:-\d\d-\d\d)?", number.strip())
        if digits >= 4 and not is_date and not _is_years(number):
            yield match.span("number")
    for match in _BARE_CASE.finditer(text):
        if (match["unit"] or "").casefold() not in _LAWS and not _is_years(match[0]):
            yield match.span()


def _is_years(number: str) -> bool:
    """Return whether a number is two years, as of a school year: 2025/26, 2025-2027."""
    return re.search(r"(?<!\d)(?:19|20)\d\d[/-](?:(?:19|20)\d\d|\d\d)$", number.strip()) is not None
