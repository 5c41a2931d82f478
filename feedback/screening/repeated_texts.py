"""Texts that are sent again and again."""

from collections import Counter
from collections.abc import Iterable

# Many people write “Tack för hjälpen”, so shorter texts are not counted.
SHORTEST_COUNTED_TEXT = 40
SAME_TEXT = 2


def surplus(comments: Iterable[str], most: int = SAME_TEXT) -> set[int]:
    """Return the places of comments whose text has occurred `most` times before them.

    Case, spaces, digits and punctuation are ignored; short texts may repeat.
    """
    seen: Counter[str] = Counter()
    found = set()
    for place, comment in enumerate(comments):
        text = "".join(each for each in comment.casefold() if each.isalpha())
        if len(text) < SHORTEST_COUNTED_TEXT:
            continue
        seen[text] += 1
        if seen[text] > most:
            found.add(place)
    return found
