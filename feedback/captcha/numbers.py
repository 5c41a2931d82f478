"""Numbers from 0 to 99 in Swedish and English words."""

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


def in_words(number: int, language: str) -> str:
    """Return a number of at most `LARGEST_IN_WORDS` in `sv` or `en`."""
    return _UNITS[language][number]


def read_number(text: str) -> int | None:
    """Return the number that `text` spells in digits or in Swedish or English words, or None."""
    if text.isascii() and text.isdigit() and len(text) <= 3:
        return int(text)
    return _BY_WORD.get(text.replace("-", ""))


def _words() -> dict[str, int]:
    words = dict(_OTHER_SPELLINGS)
    for language, units in _UNITS.items():
        words.update({word: number for number, word in enumerate(units)})
        for ten, word in enumerate(_TENS[language], start=2):
            words[word] = 10 * ten
            words.update({word + units[unit]: 10 * ten + unit for unit in range(1, 10)})
    return words


_BY_WORD = _words()
