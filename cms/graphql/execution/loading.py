"""Combine loaders that are generators."""

from collections.abc import Generator
from typing import Any

from cms.graphql.fields import Loading, Wanted

# A generator that yields like a loader and may return any value.
Part = Generator[Wanted, Any, Any]


def together(*loadings: Part) -> Loading:
    """Run several generators concurrently and return their results, in their order.

    Their fetches of one round are yielded as one tuple, so that each source is fetched from once.
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
