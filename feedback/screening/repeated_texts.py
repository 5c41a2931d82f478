"""Texts that are sent again and again, or that are nearly the same."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

# Many people write “Tack för hjälpen”, so shorter texts are not counted.
SHORTEST_COUNTED_TEXT = 40
SAME_TEXT = 2
# Share of common three-letter sequences from which two texts are nearly the same.
LIKENESS = 0.6
_LENGTH = 3


def surplus(comments: Iterable[str], most: int = SAME_TEXT) -> set[int]:
    """Return the places of comments whose text has occurred `most` times before them.

    Case, spaces, digits and punctuation are ignored; short texts may repeat.
    """
    seen: Counter[str] = Counter()
    found = set()
    for place, comment in enumerate(comments):
        text = _letters(comment)
        if len(text) < SHORTEST_COUNTED_TEXT:
            continue
        seen[text] += 1
        if seen[text] > most:
            found.add(place)
    return found


def group(texts: Sequence[str], likeness: float = LIKENESS) -> list[list[int]]:
    """Return the places of `texts` in groups, each in order; a group may have one member.

    Case, spaces, punctuation and digits are ignored, and empty texts are alike. A text joins the
    first group whose first text it resembles.
    """
    groups: list[list[int]] = []
    firsts: list[frozenset[str]] = []
    by_letters: dict[str, int] = {}
    for place, text in enumerate(texts):
        letters = _letters(text)
        # Most copies are exact, and need no comparison.
        known = by_letters.get(letters)
        if known is None:
            parts = _parts(letters)
            known = next(
                (n for n, first in enumerate(firsts) if _are_alike(parts, first, likeness)), None
            )
            if known is None:
                known = len(groups)
                groups.append([])
                firsts.append(parts)
            by_letters[letters] = known
        groups[known].append(place)
    return groups


def _letters(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(each for each in folded if each.isalpha())


def _parts(letters: str) -> frozenset[str]:
    if len(letters) <= _LENGTH:
        return frozenset({letters})
    return frozenset(
        letters[start : start + _LENGTH] for start in range(len(letters) - _LENGTH + 1)
    )


def _are_alike(one: frozenset[str], other: frozenset[str], likeness: float) -> bool:
    # The sizes bound the result, and are cheaper than the intersection.
    if min(len(one), len(other)) < likeness * max(len(one), len(other)):
        return False
    common = len(one & other)
    return common >= likeness * (len(one) + len(other) - common)
