"""The terms of a text that are indexed."""

from collections.abc import Iterable
from dataclasses import dataclass

from cms.search.words import fold, joined_words, stem, words

# Prefix of terms for the last parts of compounds (grupp in utvecklingsgrupp), so that they do not
# match as the beginning of a word.
PART_MARK = "qq"
SHORTEST_PART = 3
SHORTEST_COMPOUND = 7
SHORTEST_HEAD = 3


@dataclass(frozen=True)
class Terms:
    """Words by importance, not stemmed.

    `near` words are variants: words without å, ä, ö, hyphenated words as one, and last parts of
    compounds. `typed_title` words are not stemmed, so that they match while they are typed
    (accessib…, whose stem is access).
    """

    title: list[str]
    near_title: list[str]
    typed_title: list[str]
    body: list[str]
    near_body: list[str]


def terms_of(title: str, body: str, languages: Iterable[str]) -> Terms:
    """Return the terms of a text, stemmed in any of the languages."""
    languages = tuple(languages)
    title_words, body_words = words(title), words(body)
    typed = [
        form
        for word in title_words
        if any(stem(word, language) != word for language in languages)
        for form in dict.fromkeys((word, fold(word)))
    ]
    parts = {
        PART_MARK + part
        for language in languages
        for word in title_words
        for part in _last_parts(word, language)
    }
    return Terms(
        title_words,
        [*_near(title, title_words), *sorted(parts)],
        typed,
        body_words,
        _near(body, body_words),
    )


def part_of_compound(word: str, language: str) -> str | None:
    """Return the term that matches compounds ending in `word`, or None if it is too short."""
    part = fold(stem(word, language))
    return PART_MARK + part if len(part) >= SHORTEST_PART else None


def is_part(term: str) -> bool:
    """Return whether a term is a part of a compound, which is already stemmed."""
    return term.startswith(PART_MARK)


def _near(text: str, found: list[str]) -> list[str]:
    joined = joined_words(text)
    return [*joined, *(fold(word) for word in [*found, *joined] if fold(word) != word)]


def _last_parts(word: str, language: str) -> Iterable[str]:
    whole = fold(stem(word, language))
    if len(word) < SHORTEST_COMPOUND or not word.isalpha():
        return ()
    return (whole[start:] for start in range(SHORTEST_HEAD, len(whole) - SHORTEST_PART + 1))
