"""Finds words and phrases of crisis in a text.

A list has one phrase per line:

    självmord*                  a star stands for any ending
    tar/tagit tabletter         one of several words
    vill dö                     a word counts in every inflection; one other word may stand between
    tagit ... tabletter         up to four other words may stand between
    #nära = mamma/pappa         a name for several words
    rädd för #nära              the use of the name
    orkar inte mer .            a clause has to end after it
    - hotar att stänga          an exception: no phrase that it touches is found

Spelling is read generously (see `word_forms`). A phrase does not continue in the next sentence. The
work is linear in the length of the text: each word is looked up a bounded number of times.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from feedback.screening.phrase_lists import PhraseLine, parse
from feedback.screening.word_forms import Token, WordIndex, tokens_of

# Other words between two words of a phrase.
NEAR, FAR = 1, 4


class _Element(NamedTuple):
    """One place of a phrase: the ids of the words that fit, and how many words may precede it."""

    ids: frozenset[int]
    gap: int


class _Phrase(NamedTuple):
    elements: tuple[_Element, ...]
    is_final: bool
    is_exception: bool


class Finding(NamedTuple):
    """A phrase found in `text[start:end]`; `excepted_by` are the spans of exceptions in it."""

    start: int
    end: int
    phrase: str
    language: str
    excepted_by: tuple[tuple[int, int], ...]


class PhraseBook:
    """The phrases of several languages, compiled into one index."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._words = WordIndex()
        self._phrases: list[_Phrase] = []
        self._sources: list[tuple[str, str]] = []
        self._by_first: dict[int, list[int]] = defaultdict(list)
        for language, text in texts.items():
            for line in parse(text):
                self._add(line, language)
        self._words.freeze()

    def _add(self, line: PhraseLine, language: str) -> None:
        elements = tuple(
            _Element(
                frozenset(self._words.add(word, language) for word in element.words),
                FAR if element.is_far else NEAR,
            )
            for element in line.elements
        )
        if not elements:
            return
        number = len(self._phrases)
        self._phrases.append(_Phrase(elements, line.is_final, line.is_exception))
        self._sources.append((line.source, language))
        for each in elements[0].ids:
            self._by_first[each].append(number)

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the start and end of every phrase in `text` but the excepted ones, by position.

        Spans may overlap.
        """
        return ((each.start, each.end) for each in self.explain(text) if not each.excepted_by)

    def explain(self, text: str) -> list[Finding]:
        """Return every phrase found in `text`, also those that an exception suppresses."""
        tokens = tokens_of(text)
        ids = self._words.ids_of(tokens)
        found, exceptions = [], []
        for number, first, last in self._matches(tokens, ids):
            if self._phrases[number].is_exception:
                exceptions.append((first, last))
            else:
                found.append((first, last, number))
        covered: dict[int, tuple[int, int]] = {}
        for first, last in exceptions:
            for place in range(first, last + 1):
                covered.setdefault(place, (tokens[first].start, tokens[last].end))
        return [
            Finding(
                tokens[first].start,
                tokens[last].end,
                *self._sources[number],
                tuple({covered[each] for each in range(first, last + 1) if each in covered}),
            )
            for first, last, number in sorted(found)
        ]

    def _matches(
        self, tokens: list[Token], ids: list[frozenset[int]]
    ) -> Iterator[tuple[int, int, int]]:
        """Yield the number of each matching phrase with the places of its first and last word."""
        present = frozenset[int]().union(*ids)
        possible: dict[int, list[int]] = {}
        for first in present:
            numbers = [
                number
                for number in self._by_first.get(first, ())
                if all(not element.ids.isdisjoint(present)
                       for element in self._phrases[number].elements)
            ]  # fmt: skip
            if numbers:
                possible[first] = numbers
        for place, fitting in enumerate(ids):
            # A word may fit one phrase in several ways.
            for number in {n for each in fitting for n in possible.get(each, ())}:
                end = _end(self._phrases[number].elements, tokens, ids, place)
                if end is not None and (tokens[end].is_last or not self._phrases[number].is_final):
                    yield number, place, end


def _end(
    elements: tuple[_Element, ...], tokens: list[Token], ids: list[frozenset[int]], place: int
) -> int | None:
    """Return the place of the last word of a phrase that begins at `place`, or None."""
    sentence = tokens[place].sentence
    for wanted, gap in elements[1:]:
        for following in range(place + 1, min(place + gap + 2, len(tokens))):
            if tokens[following].sentence != sentence:
                return None
            if not wanted.isdisjoint(ids[following]):
                place = following
                break
        else:
            return None
    return place


def phrase_book(texts: Iterable[tuple[str, str]]) -> PhraseBook:
    """Return the phrases of pairs of language and list; the latest 4 books are cached."""
    return _compiled(tuple(texts))


@lru_cache(maxsize=4)
def _compiled(texts: tuple[tuple[str, str], ...]) -> PhraseBook:
    return PhraseBook(dict(texts))
