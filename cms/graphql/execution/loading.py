"""Putting loadings together into larger ones."""

from collections.abc import Generator
from typing import Any

from cms.graphql.fields import Loading, Wanted

# A part of a loading, which may return anything.
Part = Generator[Wanted, Any, Any]


def together(*loadings: Part) -> Loading:
    """Run several loadings side by side and return their results, in their order.

    What they want in the same round is wanted at once, so that each source is asked once for it.
    """
    results: list[Any] = [None] * len(loadings)
    waiting: dict[int, Wanted] = {}

    def advance(number: int, answer: Any) -> None:
        try:
            waiting[number] = loadings[number].send(answer)
        except StopIteration as stop:
            waiting.pop(number, None)
            results[number] = stop.value

    for number in range(len(loadings)):
        advance(number, None)
    while waiting:
        wanted = {n: each if isinstance(each, tuple) else (each,) for n, each in waiting.items()}
        found = iter((yield tuple(fetch for each in wanted.values() for fetch in each)))
        for number, fetches in wanted.items():
            parts = tuple(next(found) for _ in fetches)
            advance(number, parts if isinstance(waiting[number], tuple) else parts[0])
    return results
