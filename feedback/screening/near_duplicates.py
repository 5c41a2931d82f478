"""Groups of texts that are nearly the same."""

import unicodedata
from collections.abc import Sequence

# Share of common three-letter sequences from which two texts are nearly the same.
LIKENESS = 0.6
_LENGTH = 3


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
