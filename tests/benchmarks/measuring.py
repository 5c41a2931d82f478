"""Figures of several rounds, and what the table shows of them."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Spread:
    """The middle of several rounds, with the lowest and the highest."""

    rounds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle one."""
        return statistics.median(self.rounds)

    def __str__(self) -> str:
        return f"{number(self.median)} ({number(min(self.rounds))}–{number(max(self.rounds))})"


def ratio(these: Sequence[float], to_those: Sequence[float]) -> Spread:
    """Return how many times as much each round of the first is as the same round of the second."""
    return Spread(tuple(a / b for a, b in zip(these, to_those, strict=True)))


@dataclass(frozen=True)
class Line:
    """A row of the table: a ratio (or another figure), and what is required of it.

    `required` is a least value, or a highest one where `at_most`; None where nothing is required.
    `details` are the figures behind it, in words.
    """

    what: str
    reached: Spread | None
    details: str = ""
    required: float | None = None
    at_most: bool = False
    unit: str = "×"
    figures: dict[str, list[float]] = field(default_factory=dict)

    @property
    def holds(self) -> bool | None:
        """Whether the median is as required; None where nothing is, or nothing was measured."""
        if self.required is None or self.reached is None:
            return None
        if self.at_most:
            return self.reached.median <= self.required
        return self.reached.median >= self.required

    @property
    def requirement(self) -> str:
        """What is required, as the table shows it."""
        if self.required is None:
            return ""
        return f"{'≤' if self.at_most else '≥'} {number(self.required)}{self.unit}"


def number(value: float) -> str:
    """Return a figure with three digits at most, which is more than a measurement is worth."""
    if value >= 100:
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def milliseconds(seconds: Sequence[float]) -> str:
    """Return the median of several times in words."""
    return f"{number(1000 * statistics.median(seconds))} ms"
