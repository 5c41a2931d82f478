"""Shows in a text what was found of a question, as HTML that is safe."""

import html
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from cms.search.queries import AskedWord, Question
from cms.search.terms import SHORTEST_COMPOUND, SHORTEST_HEAD, SHORTEST_PART
from cms.search.words import alike, fold, stem

SNIPPET_LENGTH = 200
_BEFORE = 60
# More places than these are not compared for the best snippet.
_MOST_PLACES = 200
_SHORTEST_BASE = 2


class Found(NamedTuple):
    """Where in a text a word of the question stands, and which one it is."""

    start: int
    end: int
    asked: AskedWord


def highlighted(text: str, question: Question) -> SafeString:
    """Return the whole text with what was asked for in `<mark>`, parts of compounds too."""
    return _marked(text, 0, len(text), list(_find(text, question, parts=True)))


def snippet(text: str, question: Question) -> SafeString:
    """Return some 200 characters around the place with most of the words, else the beginning."""
    text = " ".join(text.split())
    found = list(_find(text, question, parts=False))
    start = _start(text, _best_place(found))
    end = _end(text, start)
    shown = _marked(text, start, end, found)
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return mark_safe(f"{before}{shown}{after}")  # noqa: S308 - escaped by _marked


def plain(marked: SafeString) -> str:
    """Return the text of what `highlighted` or `snippet` returned."""
    return html.unescape(marked.replace("<mark>", "").replace("</mark>", ""))


def _find(text: str, question: Question, *, parts: bool) -> Iterator[Found]:
    """Yield what was asked for, in order.

    Words that begin like the question's stems are looked at more closely: stemming every word of a
    long text takes too long. The last letter of a stem may be another: bok, böcker.
    """
    bases = {
        base[:-1] if len(base) > _SHORTEST_BASE else base
        for asked in question.required
        for base in (fold(stem(asked.word, question.language)), fold(asked.word))
    }
    anything_before = r"[^\W_]*?" if parts else ""
    pattern = rf"(?<![^\W_]){anything_before}(?:{'|'.join(sorted(bases))})[^\W_]*"
    for match in re.finditer(pattern, _folded_in_place(text)):
        word = alike(text[match.start() : match.end()])
        for asked in question.required:
            if _is_asked(word, asked, question.language):
                yield Found(match.start(), match.end(), asked)
                break
            if parts and (skipped := _before_part(word, asked, question.language)):
                yield Found(match.start() + skipped, match.end(), asked)
                break


def _is_asked(word: str, asked: AskedWord, language: str) -> bool:
    if stem(word, language) == stem(asked.word, language):
        return True
    if stem(fold(word), language) == stem(fold(asked.word), language):
        return True
    return asked.may_go_on and asked.word in (
        word[: len(asked.word)],
        fold(word)[: len(asked.word)],
    )


def _before_part(word: str, asked: AskedWord, language: str) -> int:
    """Return how many letters of a compound stand before the part that was asked for, or 0."""
    part, whole = fold(stem(asked.word, language)), fold(stem(word, language))
    before = len(whole) - len(part)
    is_part = (
        len(word) >= SHORTEST_COMPOUND
        and len(part) >= SHORTEST_PART
        and before >= SHORTEST_HEAD
        and whole.endswith(part)
    )
    return before if is_part else 0


def _best_place(found: Sequence[Found]) -> int:
    """Return where a snippet's length holds most different words, the first such place."""
    best, most = 0, 0
    for each in found[:_MOST_PLACES]:
        last = each.start + SNIPPET_LENGTH - _BEFORE
        count = len({other.asked for other in found if each.start <= other.start < last})
        if count > most:
            best, most = each.start, count
    return best


def _start(text: str, place: int) -> int:
    if place <= _BEFORE:
        return 0
    space = text.find(" ", place - _BEFORE, place)
    return space + 1 if space >= 0 else place


def _end(text: str, start: int) -> int:
    if len(text) <= start + SNIPPET_LENGTH:
        return len(text)
    space = text.rfind(" ", start + 1, start + SNIPPET_LENGTH)
    return space if space > 0 else start + SNIPPET_LENGTH


def _marked(text: str, start: int, end: int, found: Sequence[Found]) -> SafeString:
    pieces: list[str] = []
    done = start
    for each in found:
        if each.start >= done and each.end <= end:
            pieces.append(escape(text[done : each.start]))
            pieces.append(f"<mark>{escape(text[each.start : each.end])}</mark>")
            done = each.end
    pieces.append(escape(text[done:end]))
    return mark_safe("".join(pieces))  # noqa: S308 - every piece of text is escaped above


def _folded_in_place(text: str) -> str:
    """Return a text as it is looked through, each sign at its place in the original."""
    return text.lower() if text.isascii() else "".join(map(_folded_sign, text))


@lru_cache(maxsize=4096)
def _folded_sign(sign: str) -> str:
    folded = fold(alike(sign))
    return folded if len(folded) == 1 else sign
