"""Finds words and phrases of crisis in a text, by the stems of words.

A list has one phrase per line. A word matches in every inflection, with or without the diacritics
of å, ä and ö. A star matches any ending (`självmord*`), and one further word may stand between the
words of a phrase ("vill dö" finds "vill bara dö"). It finds too much rather than too little: people
read every comment.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

MAX_PHRASES = 300
MAX_WORDS = 6
SHORTEST_BEGINNING = 3
_STEMMERS = {"sv": "swedish", "en": "english"}
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_PHRASE_WORD = re.compile(rf"{_WORD.pattern}\*?")


class _Token(NamedTuple):
    word: str
    stem: str
    start: int
    end: int


class _Element(NamedTuple):
    word: str
    stem: str
    is_beginning: bool

    def fits(self, token: _Token) -> bool:
        if self.is_beginning:
            return token.word.startswith(self.word)
        return self.stem == token.stem


class PhraseBook:
    """The phrases of one language, indexed for searching."""

    def __init__(self, text: str, language: str) -> None:
        self._stemmer_name = _STEMMERS[language]
        self._by_stem: dict[str, list[list[_Element]]] = defaultdict(list)
        self._by_beginning: list[list[_Element]] = []
        stemmer = snowballstemmer.stemmer(self._stemmer_name)
        for line in text.splitlines():
            phrase = [
                _Element(_plain(word.rstrip("*")), _stem(word.rstrip("*"), stemmer), "*" in word)
                for word in _PHRASE_WORD.findall(line)
            ]
            if phrase and phrase[0].is_beginning:
                self._by_beginning.append(phrase)
            elif phrase:
                self._by_stem[phrase[0].stem].append(phrase)

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the start and end of every phrase in `text`; matches may overlap."""
        # A new one for each call: a stemmer is not thread-safe.
        stemmer = snowballstemmer.stemmer(self._stemmer_name)
        tokens = [
            _Token(_plain(match[0]), _stem(match[0], stemmer), *match.span())
            for match in _WORD.finditer(text)
        ]
        for place, token in enumerate(tokens):
            begun = [phrase for phrase in self._by_beginning if phrase[0].fits(token)]
            for phrase in (*self._by_stem.get(token.stem, ()), *begun):
                if (end := _end(phrase, tokens, place)) is not None:
                    yield token.start, tokens[end].end


@lru_cache(maxsize=16)
def phrase_book(text: str, language: str) -> PhraseBook:
    """Return the phrases of `text`, one per line; the latest 16 books are cached."""
    return PhraseBook(text, language)


def unreadable_lines(text: str) -> list[str]:
    """Return the lines of a list that would match nothing, or nearly everything."""
    return [line for line in text.splitlines() if line.strip() and not _is_readable(line.strip())]


def _is_readable(line: str) -> bool:
    words = line.split()
    if len(words) > MAX_WORDS or not all(_PHRASE_WORD.fullmatch(word) for word in words):
        return False
    return all(len(word) > SHORTEST_BEGINNING for word in words if word.endswith("*")) and (
        len(words) > 1 or len(words[0]) >= SHORTEST_BEGINNING
    )


def _end(phrase: list[_Element], tokens: list[_Token], place: int) -> int | None:
    """Return the index of the phrase's last word, or None; one other word may stand between two."""
    for element in phrase[1:]:
        for following in (place + 1, place + 2):
            if following < len(tokens) and element.fits(tokens[following]):
                place = following
                break
        else:
            return None
    return place


def _stem(word: str, stemmer: snowballstemmer.stemmer) -> str:
    return _plain(str(stemmer.stemWord(word.casefold().replace("’", "'"))))


def _plain(word: str) -> str:
    """Return a word in lower case without diacritics."""
    apart = unicodedata.normalize("NFD", word.casefold().replace("’", "'"))
    return "".join(each for each in apart if not unicodedata.combining(each))
