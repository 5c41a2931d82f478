"""Splits texts into words, normalises and stems them.

Both databases get the same words. å, ä and ö are kept, since they distinguish words in Swedish
(kör, kor); `fold` removes them for keyboards without them.
"""

import re
import unicodedata
from functools import cache, lru_cache

import snowballstemmer
from django.conf import settings

from cms.search import swedish
from cms.search.stop_words import STOP_WORDS

# Language code to the name of its Snowball stemmer.
STEMMERS: dict[str, str] = settings.SEARCH_STEMMERS
LONGEST_WORD = 40

_WORD = re.compile(r"[^\W_]+")
_HYPHENATED = re.compile(r"[^\W_]+(?:[-‐‑][^\W_]+)+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_KEPT = "åäö"
_SAME_AS = str.maketrans({"æ": "ä", "ø": "ö", "ß": "ss", "þ": "th", "ð": "d", "ł": "l", "đ": "d"})
_FOLDED = str.maketrans("åäö", "aao")


def words(text: str) -> list[str]:
    """Return the normalised words of a text, in order."""
    return [word[:LONGEST_WORD] for word in _WORD.findall(normalise(text))]


def joined_words(text: str) -> list[str]:
    """Return hyphenated words as one word, normalised: `e-tjänst` as `etjänst`."""
    return [
        re.sub(r"[-‐‑]", "", word)[:LONGEST_WORD] for word in _HYPHENATED.findall(normalise(text))
    ]


def title_key(text: str) -> str:
    """Return the normalised words of a title as one string."""
    return " ".join(words(text))[:255]


def normalise(text: str) -> str:
    """Return a text in lower case, without invisible characters and accents except in å, ä, ö."""
    if text.isascii():
        return text.lower()
    composed = unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).casefold()
    return "".join(map(_plain_letter, composed.translate(_SAME_AS)))


def fold(word: str) -> str:
    """Return a word with å, ä, ö replaced by a, a, o."""
    return word.translate(_FOLDED)


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """Return the stem that a word's forms share, or the word if its language has no stemmer."""
    if language not in STEMMERS:
        return word
    found = _stemmer(language)(stemmable(word, language))
    return swedish.undouble(found) if language == "sv" else found


def stemmable(word: str, language: str) -> str:
    """Return a word in the form that the language's stemmer reduces correctly."""
    return swedish.stemmable(word) if language == "sv" else word


def is_stop_word(word: str, language: str) -> bool:
    """Return whether a word is too common in its language to be decisive."""
    return word in STOP_WORDS.get(language, ())


@cache
def _stemmer(language: str):  # type: ignore[no-untyped-def]
    return snowballstemmer.stemmer(STEMMERS[language]).stemWord


@lru_cache(maxsize=4096)
def _plain_letter(letter: str) -> str:
    if letter in _KEPT or letter.isascii():
        return letter
    base = "".join(
        part for part in unicodedata.normalize("NFD", letter) if not unicodedata.combining(part)
    )
    return base or letter
