"""Highlights matches in texts, as safe HTML."""

import html
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from cms.search.query import ParsedQuery, QueryWord
from cms.search.terms import SHORTEST_COMPOUND, SHORTEST_HEAD, SHORTEST_PART
from cms.search.words import fold, normalise, stem

SNIPPET_LENGTH = 200
_BEFORE = 60
# The maximum number of matches compared for the best snippet.
_MOST_PLACES = 200
_SHORTEST_BASE = 2


class Found(NamedTuple):
    """A match in a text, and the query word that it matches."""

    start: int
    end: int
    asked: QueryWord


def highlighted(text: str, parsed: ParsedQuery) -> SafeString:
    """Return the whole text with matches in `<mark>`, including parts of compounds."""
    return _marked(text, 0, len(text), list(_find(text, parsed, parts=True)))


def snippet(text: str, parsed: ParsedQuery) -> SafeString:
    """Return about 200 characters around the best match, or from the beginning without one."""
    text = " ".join(text.split())
    found = list(_find(text, parsed, parts=False))
    start = _start(text, _best_place(found))
    end = _end(text, start)
    shown = _marked(text, start, end, found)
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return mark_safe(f"{before}{shown}{after}")  # noqa: S308 - escaped by _marked


def plain(marked: SafeString) -> str:
    """Return the text of the result of `highlighted` or `snippet`, without markup."""
    return html.unescape(marked.replace("<mark>", "").replace("</mark>", ""))


def _find(text: str, parsed: ParsedQuery, *, parts: bool) -> Iterator[Found]:
    """Yield the matches in order.

    Only words that begin like a stem of the query are stemmed, since stemming every word of a
    long text takes too long. The last letter of a stem may differ: bok, böcker.
    """
    bases = {
        base[:-1] if len(base) > _SHORTEST_BASE else base
        for asked in parsed.required
        for base in (fold(stem(asked.word, parsed.language)), fold(asked.word))
    }
    anything_before = r"[^\W_]*?" if parts else ""
    pattern = rf"(?<![^\W_]){anything_before}(?:{'|'.join(sorted(bases))})[^\W_]*"
    for match in re.finditer(pattern, _folded_in_place(text)):
        word = normalise(text[match.start() : match.end()])
        for asked in parsed.required:
            if _is_asked(word, asked, parsed.language):
                yield Found(match.start(), match.end(), asked)
                break
            if parts and (skipped := _before_part(word, asked, parsed.language)):
                yield Found(match.start() + skipped, match.end(), asked)
                break


def _is_asked(word: str, asked: QueryWord, language: str) -> bool:
    if stem(word, language) == stem(asked.word, language):
        return True
    if stem(fold(word), language) == stem(fold(asked.word), language):
        return True
    return asked.is_incomplete and asked.word in (
        word[: len(asked.word)],
        fold(word)[: len(asked.word)],
    )


def _before_part(word: str, asked: QueryWord, language: str) -> int:
    """Return the number of letters of a compound before the part in the query, or 0."""
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
    """Return the first position where a snippet contains the most different query words."""
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
    """Return the normalised text for matching, with the same length as the original."""
    return text.lower() if text.isascii() else "".join(map(_folded_sign, text))


@lru_cache(maxsize=4096)
def _folded_sign(sign: str) -> str:
    folded = fold(normalise(sign))
    return folded if len(folded) == 1 else sign
