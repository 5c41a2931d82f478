"""Cleaning and measuring of a comment: text that databases store, counted as a reader counts."""

import re
import unicodedata

import regex

MAX_VISIBLE_CHARACTERS = 1_200
# Bounds combining marks, which visible characters do not count.
MAX_CODE_POINTS = 4 * MAX_VISIBLE_CHARACTERS

# Controls but tab and line feed, halves of surrogate pairs, marks that turn the reading direction
# of what follows, and code points that are no characters. PostgreSQL refuses the first of them.
_NOT_TEXT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]"
)
_CLUSTER = regex.compile(r"\X")
_NOTHING_TO_SEE = regex.compile(r"[\p{Mn}\p{Me}\p{Cf}]+")


def clean_comment(text: str) -> str:
    """Return `text` in NFC, with line feeds as line ends and without control characters.

    Empty if the text has no visible character.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    text = unicodedata.normalize("NFC", _NOT_TEXT.sub("", lines)).strip()
    return text if visible_length(text) else ""


def is_too_long(text: str) -> bool:
    """Return whether a cleaned text exceeds `MAX_VISIBLE_CHARACTERS` or `MAX_CODE_POINTS`."""
    return len(text) > MAX_CODE_POINTS or visible_length(text) > MAX_VISIBLE_CHARACTERS


def visible_length(text: str) -> int:
    """Return the number of characters that a reader sees.

    These are the grapheme clusters of Unicode (UAX #29) without invisible ones.
    `static/feedback/form.js` counts in the same way.
    """
    return sum(1 for cluster in _CLUSTER.findall(text) if not _NOTHING_TO_SEE.fullmatch(cluster))
