"""Reads words as people write them: inflected, misspelled, disguised, cut in two.

A word of a list fits a word of a text
- in every inflection: by Snowball's stemmer, and `irregular_forms` where it fails;
- with or without diacritics and apostrophes, with repeated letters ("dööö"), digits or signs for
  letters ("sj4lvm0rd"), or blanks between letters;
- with one error if it has at least `SHORTEST_MISSPELLED` letters: a letter too many, too few,
  wrong, or two swapped; never the first letter;
- cut in two, if it is as long ("själv mord").
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import snowballstemmer

from feedback.screening.irregular_forms import IRREGULAR
from feedback.screening.word_sets import word_set

SHORTEST_MISSPELLED = 7
# Bounds the work for one word of a text.
_LONGEST_WORD = 40
_LONGEST_INFLECTION = 6
# Endings that make a word worth stemming, which is slow; any for other languages.
_ENDINGS = {
    "swedish": word_set(
        """
    a ad ade ades adet an anas ande anden andena andes andet ar arna arnas are aren arens
    arnas ars as ast at ats e en ens er era eras erna ernas ern ers es et ets d da de dd des
    het heten heter hetens heterna hets is na nas or orna ors r s st t ta te ts
    """
    ),
    "english": word_set(
        """
    s es ed ing ings er ers d e en ly y ies ied ying ting ning ping ned ted ped 's al
    """
    ),
}
_STEMMERS = {
    "sv": "swedish", "sv-easy": "swedish", "en": "english", "fi": "finnish",
}  # fmt: skip
_TOKEN = re.compile(r"[^\W\d_](?:[^\W_]|['’ʼ´`*@$!](?=[^\W_]))*")
_SPACED = re.compile(r"(?<!\w)[^\W\d_](?:[ .\-*][^\W\d_](?!\w)){3,40}")
_SENTENCE_END = re.compile(r"[.!?;؟۔](?=\s|$)|[.!?;]{2,}")
_CLAUSE_END = re.compile(r" {0,3}(?:$|[.,!?:;)\n؟،۔])")
_REPEATED = re.compile(r"(.)\1{2,}")
_LETTER_SIGNS = str.maketrans("0134578@$!ß", "oieastbasis")
# Arabic letters that are written in several ways, and letters without a decomposition.
_SAME_LETTERS = str.maketrans(
    {"ة": "ه", "ى": "ي", "ø": "o", "æ": "a", "ł": "l", "ـ": None, "ʼ": None}
)
_WITHOUT_DIACRITICS = str.maketrans("åäö", "aao")
_ARABIC_PREFIX = re.compile(r"[وف]?(?:ال|لل|بال|[بلك])?(?=\w{3})")


class Token(NamedTuple):
    """A word of a text; words with the same `sentence` stand in one sentence.

    `is_last` if a punctuation mark or a line feed follows, or nothing.
    """

    word: str
    start: int
    end: int
    sentence: int
    is_last: bool


def folded(word: str) -> str:
    """Return a word in lower case without apostrophes, letters written thrice, and diacritics.

    Keeps those of å, ä and ö, which make other words ("får" is not "far").
    """
    if word.isascii() and word.isalpha():
        word = word.lower()
    else:
        word = "".join(map(_letter, unicodedata.normalize("NFC", word.casefold())))
        if not word.isalpha():
            word = word.translate(_LETTER_SIGNS)
    return _REPEATED.sub(r"\1", word)


def plain(word: str) -> str:
    """Return a folded word without the diacritics of å, ä and ö."""
    return word.translate(_WITHOUT_DIACRITICS)


def _letter(character: str) -> str:
    if character in "åäö":
        return character
    if character.isascii():
        return character if character.isalnum() or character in "@$!" else ""
    apart = unicodedata.normalize("NFD", character)
    return "".join(each for each in apart if each.isalnum()).translate(_SAME_LETTERS)


def tokens_of(text: str) -> list[Token]:
    """Return the words of `text`; letters that stand apart ("d ö d a") count as one word."""
    ends = iter([*(match.start() for match in _SENTENCE_END.finditer(text)), len(text)])
    end, sentence = next(ends), 0
    spaced = {match.start(): match for match in _SPACED.finditer(text)}
    tokens: list[Token] = []
    free_from = 0
    for match in _TOKEN.finditer(text):
        start = match.start()
        if start < free_from:
            continue
        while start > end:
            end, sentence = next(ends), sentence + 1
        match = spaced.get(start, match)
        free_from = match.end()
        is_last = _CLAUSE_END.match(text, free_from) is not None
        tokens.append(Token(folded(match[0])[:_LONGEST_WORD], start, free_from, sentence, is_last))
    return tokens


class WordIndex:
    """The words of lists, each with an id, and the ids that fit a word of a text."""

    def __init__(self) -> None:
        self._number = 0
        self._known: dict[tuple[str, str], int] = {}
        self._exact: dict[str, set[int]] = defaultdict(set)
        self._beginnings: dict[str, set[int]] = defaultdict(set)
        self._stems: dict[str, set[tuple[str, int]]] = defaultdict(set)
        # Parts of the first letters of long words, each with (word, is a beginning, id).
        self._misspelled: dict[str, set[tuple[str, bool, int]]] = defaultdict(set)
        self._first_halves: set[str] = set()
        self._lengths: tuple[int, ...] = ()
        self._stem_lengths: tuple[int, ...] = ()

    def add(self, word: str, language: str) -> int:
        """Return the id of a word of a list; a star at its end stands for any ending."""
        if (word, language) in self._known:
            return self._known[word, language]
        self._number += 1
        number = self._known[word, language] = self._number
        text = folded(word.rstrip("*"))
        if word.endswith("*"):
            for each in {text, plain(text)}:
                self._beginnings[each].add(number)
            self._add_misspelled(plain(text), number, is_beginning=True)
            return number
        for form in IRREGULAR.get(text, (text,)):
            for each in (form, plain(form)):
                self._exact[each].add(number)
        if text not in IRREGULAR and language in _STEMMERS:
            for each in {text, plain(text)}:
                self._stems[_stem(each, language)].add((language, number))
        self._add_misspelled(plain(text), number, is_beginning=False)
        return number

    def _add_misspelled(self, text: str, number: int, *, is_beginning: bool) -> None:
        if len(text) < SHORTEST_MISSPELLED:
            return
        for part in _parts(text):
            self._misspelled[part].add((text, is_beginning, number))
        self._first_halves.update(text[:end] for end in range(3, len(text) - 1))

    def freeze(self) -> None:
        """Finish the index after the last `add`."""
        self._lengths = tuple(sorted({len(each) for each in self._beginnings}))
        self._stem_lengths = tuple(sorted({len(each) for each in self._stems}))

    def ids_of(self, tokens: list[Token]) -> list[frozenset[int]]:
        """Return for each token the ids of the list words that it fits."""
        # Not kept between calls: no words of residents stay in memory.
        known: dict[str, frozenset[int]] = {}
        stems: dict[tuple[str, str], str] = {}
        found = []
        for token in tokens:
            word = token.word
            if word not in known:
                known[word] = frozenset(self._fitting(word, stems))
            found.append(known[word])
        for place in range(len(tokens) - 1):
            word = tokens[place].word
            if plain(word) in self._first_halves:
                joined = (word + tokens[place + 1].word)[:_LONGEST_WORD]
                found[place] |= frozenset(self._fitting(joined, stems, is_joined=True))
        return found

    def _fitting(
        self, word: str, stems: dict[tuple[str, str], str], *, is_joined: bool = False
    ) -> Iterator[int]:
        for variant in _variants(word):
            yield from self._exact.get(variant, ())
            for length in self._lengths:
                if length > len(variant):
                    break
                if (ids := self._beginnings.get(variant[:length])) and (
                    not is_joined or length >= SHORTEST_MISSPELLED
                ):
                    yield from ids
        if is_joined:
            return
        for length in self._stem_lengths:
            if not length <= len(word) <= length + _LONGEST_INFLECTION:
                continue
            for language, number in self._stems.get(word[:length], ()):
                stemmer = _STEMMERS[language]
                ending = word[length:]
                if not ending:
                    yield number
                    continue
                if stemmer in _ENDINGS and ending not in _ENDINGS[stemmer]:
                    continue
                key = (stemmer, word)
                if key not in stems:
                    stems[key] = _stem(word, language)
                if stems[key] == word[:length]:
                    yield number
        if len(word) >= SHORTEST_MISSPELLED - 1:
            yield from self._misspelling(plain(word))

    def _misspelling(self, word: str) -> Iterator[int]:
        candidates: set[tuple[str, bool, int]] = set()
        for part in _parts(word):
            candidates |= self._misspelled.get(part, set())
        for text, is_beginning, number in candidates:
            if text[0] != word[0]:
                continue
            size = len(text)
            ends = (size - 1, size, size + 1) if is_beginning else (len(word),)
            if any(end <= len(word) and _is_one_error(text, word[:end]) for end in ends):
                yield number


def _stem(word: str, language: str) -> str:
    # A new one for each call: a stemmer is not thread-safe.
    return str(snowballstemmer.stemmer(_STEMMERS[language]).stemWord(word))


def _variants(word: str) -> tuple[str, ...]:
    """Return an Arabic word with and without "and", "the", "with"; any other word as it is."""
    if "\u0600" <= word[:1] <= "\u06ff" and (match := _ARABIC_PREFIX.match(word)) and match[0]:
        return (word, word[match.end() :])
    return (word,)


def _parts(word: str) -> set[str]:
    """Return beginnings of a long word without one letter.

    Two words that share none of them differ by more than one error in their first letters.
    """
    seven, eight = word[:7], word[:8]
    parts = {seven, word[:6]}
    parts.update(seven[:place] + seven[place + 1 :] for place in range(len(seven)))
    parts.update(eight[:place] + eight[place + 1 :] for place in range(len(eight)))
    return parts


def _is_one_error(one: str, other: str) -> bool:
    """Return whether two words differ by one letter or by two neighbours that were swapped."""
    if one == other:
        return True
    shorter = min(len(one), len(other))
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < shorter and one[start] == other[start]:
        start += 1
    one, other = one[start:], other[start:]
    if len(one) == len(other):
        swapped = len(one) > 1 and one[0] == other[1] and one[1] == other[0]
        return one[1:] == other[1:] or (swapped and one[2:] == other[2:])
    return one[1:] == other or one == other[1:]
