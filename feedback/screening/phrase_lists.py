"""The notation of lists of crisis words; `crisis_words` describes it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

MAX_PHRASES = 1_000
MAX_WORDS = 8
SHORTEST_BEGINNING = 3
FAR = "..."
CLAUSE_END = "."
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*\*?")
_NAME = re.compile(r"#[^\W\d_]+")


class PhraseElement(NamedTuple):
    """One place of a phrase; `is_far` if up to four other words may precede it."""

    words: tuple[str, ...]
    is_far: bool


class PhraseLine(NamedTuple):
    """A line of a list; `source` as it was written; `is_final` if a clause has to end after it."""

    elements: tuple[PhraseElement, ...]
    is_final: bool
    is_exception: bool
    source: str


def parse(text: str) -> Iterator[PhraseLine]:
    """Yield the phrases of a list, without definitions of names and lines that cannot be read."""
    names = _names(text)
    for line in _lines(text):
        if "=" not in line and _is_readable(line, names):
            yield _phrase(line, names)


def unreadable_lines(text: str) -> list[str]:
    """Return the lines of a list that would match nothing, or nearly everything."""
    names = _names(text)
    return [line for line in _lines(text) if not _is_readable(line, names)]


def _lines(text: str) -> list[str]:
    return [line.replace("…", FAR) for each in text.splitlines() if (line := each.strip())]


def _names(text: str) -> dict[str, tuple[str, ...]]:
    """Return the words of each name; a definition may use names defined above it."""
    names: dict[str, tuple[str, ...]] = {}
    for line in _lines(text):
        name, equals, words = (part.strip() for part in line.partition("="))
        if equals and _NAME.fullmatch(name):
            names[name] = tuple(dict.fromkeys(_alternatives(words, names)))
    return names


def _alternatives(element: str, names: dict[str, tuple[str, ...]]) -> Iterator[str]:
    for word in element.replace(" ", "").split("/"):
        yield from names.get(word, (word,))


def _parts(line: str) -> tuple[bool, list[str]]:
    """Return whether a line is an exception, and its parts: elements and `FAR`."""
    is_exception = line[0] in "-–"
    return is_exception, line[is_exception:].replace(FAR, f" {FAR} ").split()


def _phrase(line: str, names: dict[str, tuple[str, ...]]) -> PhraseLine:
    is_exception, parts = _parts(line)
    elements = []
    is_far = False
    is_final = parts[-1] == CLAUSE_END
    for part in parts[: len(parts) - is_final]:
        if part == FAR:
            is_far = True
            continue
        elements.append(PhraseElement(tuple(_alternatives(part, names)), is_far))
        is_far = False
    return PhraseLine(tuple(elements), is_final, is_exception, line)


def _is_readable(line: str, names: dict[str, tuple[str, ...]]) -> bool:
    name, equals, words = (part.strip() for part in line.partition("="))
    if equals:
        return bool(_NAME.fullmatch(name)) and all(
            _is_word(word) for word in _alternatives(words, names)
        )
    parts = _parts(line)[1]
    if parts and parts[-1] == CLAUSE_END:
        parts.pop()
    elements = [part for part in parts if part != FAR]
    if not elements or len(elements) > MAX_WORDS or FAR in (parts[0], parts[-1]):
        return False
    alternatives = [list(_alternatives(element, names)) for element in elements]
    if not all(_is_word(word) for words in alternatives for word in words):
        return False
    return len(elements) > 1 or all(len(word) >= SHORTEST_BEGINNING for word in alternatives[0])


def _is_word(word: str) -> bool:
    return bool(_WORD.fullmatch(word)) and (
        not word.endswith("*") or len(word) > SHORTEST_BEGINNING
    )
