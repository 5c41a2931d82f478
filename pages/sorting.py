"""Alphabetical order that is the same in every database."""

import unicodedata

# Swedish: a–z with w after v, then å, ä, ö. Æ and ø sort as ä and ö (Svenska Akademiens
# ordlista).
_LETTERS = {letter: index for index, letter in enumerate("abcdefghijklmnopqrstuvwxyzåäö", start=40)}
_SAME_AS = {"æ": "ä", "ø": "ö", "ß": "ss", "þ": "th", "ð": "d", "ł": "l", "đ": "d", "œ": "oe"}
_KEPT_CHARACTERS = 60


def swedish_sort_key(text: str) -> str:
    """Return a key of hexadecimal digits that sorts `text` in Swedish alphabetical order.

    Digits sort before letters, and å, ä, ö after z. Case, accents and punctuation are ignored. Only
    the first 60 characters count. SQLite's and PostgreSQL's collations all order hexadecimal digits
    in the same way.
    """
    folded = unicodedata.normalize("NFC", text).casefold()
    folded = "".join(_SAME_AS.get(character, character) for character in folded)
    return "".join(f"{_weight(character):02x}" for character in folded if _weight(character))[
        : 2 * _KEPT_CHARACTERS
    ]


def _weight(character: str) -> int:
    """Return 1 for white space, 10–19 for digits, 40–68 for letters, 80–249 for other scripts, 0
    for ignored characters.
    """
    if character in _LETTERS:
        return _LETTERS[character]
    base = unicodedata.normalize("NFD", character)[0]
    if base in _LETTERS:
        return _LETTERS[base]
    if base.isdecimal():
        return 10 + unicodedata.decimal(base)
    if character.isspace() or character in "-–—/":
        return 1
    # Other scripts sort last, by code point.
    return 80 + ord(base) % 170 if base.isalpha() else 0
