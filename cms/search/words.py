"""Words of a text: cut, made alike, and reduced to their stems.

Both databases get the same words. Letters å, ä and ö are kept, since they tell words apart in
Swedish (kör, kor); `fold` takes them away for readers who cannot type them.
"""

import re
import unicodedata
from functools import cache, lru_cache

import snowballstemmer

from cms.search.stop_words import STOP_WORDS

STEMMERS = {"sv": "swedish", "en": "english"}
LONGEST_WORD = 40

_WORD = re.compile(r"[^\W_]+")
_HYPHENATED = re.compile(r"[^\W_]+(?:[-‐‑][^\W_]+)+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_KEPT = "åäö"
_SAME_AS = str.maketrans({"æ": "ä", "ø": "ö", "ß": "ss", "þ": "th", "ð": "d", "ł": "l", "đ": "d"})
_FOLDED = str.maketrans("åäö", "aao")


def words(text: str) -> list[str]:
    """Return the words of a text in order: lower case, without accents but those of å, ä, ö."""
    return [word[:LONGEST_WORD] for word in _WORD.findall(alike(text))]


def joined_words(text: str) -> list[str]:
    """Return words with a hyphen, written as one: `e-tjänst` is looked for as `etjänst` too."""
    return [re.sub(r"[-‐‑]", "", word)[:LONGEST_WORD] for word in _HYPHENATED.findall(alike(text))]


def title_key(text: str) -> str:
    """Return the words of a title as one string; two titles that read alike have the same."""
    return " ".join(words(text))[:255]


def alike(text: str) -> str:
    """Return a text in lower case, without accents but those of å, ä, ö, nor invisible signs."""
    if text.isascii():
        return text.lower()
    composed = unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).casefold()
    return "".join(map(_plain_letter, composed.translate(_SAME_AS)))


def fold(word: str) -> str:
    """Return a word as it is typed on a keyboard without å, ä and ö."""
    return word.translate(_FOLDED)


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """Return the stem that the inflected forms of a word share, `gruppernas` and `grupp`."""
    if language not in STEMMERS:
        return word
    found = _stemmer(language)(stemmable(word, language))
    # Swedish doubles m and n inside a word only: gemensamma, gemensam.
    return found[:-1] if language == "sv" and found.endswith(("mm", "nn")) else found


def stemmable(word: str, language: str) -> str:
    """Return a word in a form that the Swedish stemmers know.

    Snowball's do not know some definite forms: `mötena` would not meet `möte`, `datorn` `dator`,
    nor `rummet` `rum`.
    """
    if language != "sv" or len(word) < 6:
        return word
    if word.endswith(("ena", "enas")):
        return word.removesuffix("s").removesuffix("na")
    if word.endswith(("orn", "orns", "eln", "elns")):
        return word.removesuffix("s").removesuffix("n")
    if word.endswith(("mmet", "mmets", "nnet", "nnets")):
        return word.removesuffix("s").removesuffix("et")
    return word


def is_stop_word(word: str, language: str) -> bool:
    """Tell whether a word is too common in its language to look for beside others."""
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
