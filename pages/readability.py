"""Readability of a text by LIX (läsbarhetsindex, Björnsson 1968)."""

import math
import re
from dataclasses import dataclass

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?:]+(?=\s|$)|\n+")
_WORDS_PER_MINUTE = 200


def as_sentence(title: str) -> str:
    """Return a title with a full stop, unless it ends with punctuation."""
    return title if title.endswith((".", "?", "!")) else f"{title}."


@dataclass(frozen=True, slots=True)
class Readability:
    """LIX (below 30 very easy, 30–40 easy, 40–50 average, above 50 difficult), words, minutes."""

    lix: int
    words: int
    minutes: int


def readability(text: str) -> Readability:
    """Return the LIX of `text` – words per sentence plus the percentage of words with more than six
    letters – with the word count and the reading time at 200 words per minute.
    """
    words = _WORD.findall(text)
    if not words:
        return Readability(0, 0, 0)
    sentences = sum(1 for part in _SENTENCE_END.split(text) if part and _WORD.search(part))
    long_words = sum(1 for word in words if len(word) > 6)
    lix = len(words) / max(sentences, 1) + 100 * long_words / len(words)
    return Readability(round(lix), len(words), math.ceil(len(words) / _WORDS_PER_MINUTE))
