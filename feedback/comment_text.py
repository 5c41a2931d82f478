"""What a comment is made of: text that databases take, counted as its reader counts."""

import re
import unicodedata

MAX_VISIBLE_CHARACTERS = 1_200
# Combining marks may not make a short text endless.
MAX_CODE_POINTS = 4 * MAX_VISIBLE_CHARACTERS

# Controls but tab and line feed, halves of surrogate pairs, marks that turn the reading direction
# of what follows, and code points that are no characters. PostgreSQL refuses the first of them.
_NOT_TEXT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]"
)
_JOINER = "\u200d"


def clean_comment(text: str) -> str:
    """Return `text` in NFC, with line feeds alone as line ends and without what is not text.

    Nothing is left of a text in which there is nothing to see.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    text = unicodedata.normalize("NFC", _NOT_TEXT.sub("", lines)).strip()
    return text if visible_length(text) else ""


def is_too_long(text: str) -> bool:
    """Tell whether a cleaned text has more than a comment may have."""
    return len(text) > MAX_CODE_POINTS or visible_length(text) > MAX_VISIBLE_CHARACTERS


def visible_length(text: str) -> int:
    """Return the number of characters that a reader sees.

    Marks belong to their letter, and emoji that are joined, toned or paired as flags are one.
    """
    length = 0
    joined = in_flag = False
    for character in text:
        if character == _JOINER:
            joined = True
            continue
        extends = unicodedata.category(character) in {"Mn", "Me", "Cf"} or _is_skin_tone(character)
        is_flag_half = 0x1F1E6 <= ord(character) <= 0x1F1FF
        if not (extends or joined or (in_flag and is_flag_half)):
            length += 1
            in_flag = is_flag_half
        elif not extends:
            in_flag = False
        joined = False
    return length


def _is_skin_tone(character: str) -> bool:
    return 0x1F3FB <= ord(character) <= 0x1F3FF
