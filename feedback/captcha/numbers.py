"""Numbers from 0 to 99 in Swedish and English words."""

import re

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
LARGEST_IN_WORDS = 19
_FULL_HOUR = re.compile(r"(\d{1,2}) ?[:.] ?00(?!\d)")


def in_words(number: int, language: str) -> str:
    """Return a number of at most `LARGEST_IN_WORDS` in `sv` or `en`."""
    return _UNITS[language][number]


def read_number(text: str) -> int | None:
    """Return the number that `text` spells in digits or in Swedish or English words, or None."""
    if text.isascii() and text.isdigit() and len(text) <= 3:
        return int(text)
    return _BY_WORD.get(text.replace("-", ""))


def find_number(text: str) -> int | None:
    """Return the only number in a text, or None if there is none or several.

    Digits decide; without any, words do. Full hours, such as “7:00”, are the hour.
    """
    text = _FULL_HOUR.sub(r"\1", text)
    digits = re.findall(r"\d+", text)
    if digits:
        return read_number(digits[0]) if len(set(digits)) == 1 else None
    words = re.findall(r"[^\W\d_]+", text)
    # “Twenty three” is one number.
    for size in (2, 1):
        joined = ("".join(words[start : start + size]) for start in range(len(words) - size + 1))
        found = {number for each in joined if (number := read_number(each)) is not None}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _words() -> dict[str, int]:
    words = dict(_OTHER_SPELLINGS)
    for language, units in _UNITS.items():
        words.update({word: number for number, word in enumerate(units)})
        for ten, word in enumerate(_TENS[language], start=2):
            words[word] = 10 * ten
            words.update({word + units[unit]: 10 * ten + unit for unit in range(1, 10)})
    return words


_BY_WORD = _words()
