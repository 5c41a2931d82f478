"""Finds postal addresses in a normalised text."""

import re
from collections.abc import Iterator

_WAYS = (
    "gata|gatan|väg|vägen|gränd|gränden|torg|torget|allé|allén|alle|stig|stigen|backe|backen|kaj|kajen|"
    "esplanaden|stranden|leden|liden|ringen|kroken|slingan|brinken|gången|parken|rundeln|svängen"
)
_UNITS = "ett|en|två|tre|fyra|fem|sex|sju|åtta|nio"
_TENS = "tjugo|tjuge|trettio|fyrtio|femtio|sextio|sjuttio|åttio|nittio|hundra"
_NUMBER_WORD = (
    rf"(?:(?:{_TENS})(?:{_UNITS})?|tio|elva|tolv|tretton|fjorton|femton|sexton|sjutton|arton|nitton|"
    r"två|tre|fyra|fem|sex|sju|åtta|nio)"
)
# After a number: what is counted. "Strandvägen 4 gånger" is no address.
_COUNTED = (
    r"(?! ?(?:gånger|gång|ggr|dagar|dag|timmar|timme|h|min|minuter|sekunder|veckor|månader|år|"
    r"km|meter|m|mil|"
    r"kr|kronor|st|stycken|personer|bilar|barn|träd|bänkar|hållplatser|mån|procent|%|kilometer|varv|"
    r"kvällar|stora|nya|gamla|cyklar|bussar|butiker|lampor|papperskorgar|fartgupp|farthinder|meter|"
    r"parkeringsplatser|p-platser|dygn|ställen|av|farliga|trasiga|olika|sommar\w*|vinter\w*)"
    r"(?!\w)|[.,:]\d| ?- ?\d+ ?kr)"
)
_ADDRESS = re.compile(
    # Storgatan 12 B, storgatan nr 12, Storgatan tolv
    rf"(?i:(?<![\w\-])[\w\-]{{2,40}}?(?:{_WAYS}),? ?(?:nr\.? ?|nummer |n:o |no )?"
    rf"(?:(?:\d{{1,4}}(?: ?[a-h])?)(?!\w){_COUNTED}|(?<= ){_NUMBER_WORD}(?!\w){_COUNTED}))"
    # Södra vägen 5; but no "plan 3" of a house
    rf"|[A-ZÅÄÖ][\w\-]{{1,40}} (?i:{_WAYS}|plats|platsen|plan|planen|strand) ?(?:nr\.? ?)?\d{{1,4}}"
    rf"(?: ?[A-Ha-h])?(?!\w){_COUNTED}"
    r"|(?<!\w)(?i:box) \d{1,5}(?!\w)"
    # 252 67 Helsingborg
    r"|(?<![\w\-])(?:(?:SE|S)[ -])?[1-9]\d\d ?\d\d {1,2}[A-ZÅÄÖ][a-zåäö]{2,}"
    r"|(?<!\w)(?i:postnummer|postnr)\.?:? (?:är )?\d{3} ?\d\d(?!\d)"
    # Lägenhet 1102; four digits as in the register of flats
    r"|(?<!\w)(?i:lägenhet(?:snummer|snr|en)?|lgh)\.?:? ?(?i:nr\.? ?|nummer )?\d{4}(?!\d)"
)
_LIVES = re.compile(
    r"(?i:\b(?:jag|ja|vi|han|hon|min|mamma|pappa|sonen|dottern|familjen|grannen|som)\b"
    r"(?: \w{1,14}){0,3}?"
    r" (?:bor|bodde|boende|hyr|flyttade|flyttat)(?: \w{1,10}){0,2}? (?:på|i|vid|till) )"
    rf"(?P<street>(?:[A-ZÅÄÖ][\w-]{{1,30}} ){{0,2}}"
    rf"(?i:[\w-]{{2,40}}(?:{_WAYS})|[A-ZÅÄÖ][\w-]{{1,30}} (?:{_WAYS})))(?!\w)"
)


def addresses(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of addresses, and of the street where somebody is said to live."""
    for pattern, group in ((_ADDRESS, 0), (_LIVES, "street")):
        for match in pattern.finditer(text):
            yield match.span(group)
