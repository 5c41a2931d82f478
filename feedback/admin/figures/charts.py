"""The geometry of the dashboard's charts, which templates draw as SVG.

Coordinates are text, because a template would localise numbers. Withheld figures get no
coordinates.
"""

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil
from typing import NamedTuple

from django.utils import formats

from feedback.statistics.tallies import Estimate, Figures, MonthPoint
from feedback.templatetags.figures import decimal, percent

WIDTH, HEIGHT = 420, 220
LEFT, RIGHT, TOP, BOTTOM = 46, 10, 12, 44
MAX_LABELS = 6
# A bar or track with its text above it, as wide as a small screen.
ROW_WIDTH, ROW_HEIGHT = 360, 48
SPARK_WIDTH, SPARK_HEIGHT = 120, 28


class Tick(NamedTuple):
    """A horizontal grid line with its value."""

    y: str
    label: str


class Label(NamedTuple):
    """A month on the axis; the year is given with the first label and when it changes."""

    x: str
    month: str
    year: str


class Box(NamedTuple):
    """A rectangle: a bar, or a month without figures."""

    x: str
    y: str
    width: str
    height: str


class Dot(NamedTuple):
    """A value with the ends of its interval; `is_alone` if both neighbours are missing."""

    x: str
    y: str
    top: str
    bottom: str
    is_alone: bool


@dataclass(frozen=True, slots=True)
class MonthChart:
    """A chart over months: lines with bands for estimates, or bars for counts."""

    ticks: list[Tick]
    labels: list[Label]
    gaps: list[Box]
    bars: list[Box]
    # Points of polylines over consecutive months.
    lines: list[str]
    bands: list[str]
    edges: list[str]
    dots: list[Dot]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    base: int = HEIGHT - BOTTOM
    label_y: int = HEIGHT - BOTTOM + 18
    year_y: int = HEIGHT - BOTTOM + 35


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a bar chart."""

    label: str
    value: str
    length: str
    text_y: int
    bar_y: int


@dataclass(frozen=True, slots=True)
class Track:
    """A row with a share and its interval on a scale from 0 to 1."""

    label: str
    value: str
    low: str
    length: str
    dot: str
    text_y: int
    line_y: int


@dataclass(frozen=True, slots=True)
class Spark:
    """A small line chart without a scale."""

    lines: list[str]
    dots: list[tuple[str, str]]
    width: int = SPARK_WIDTH
    height: int = SPARK_HEIGHT


def share_chart(series: Sequence[MonthPoint]) -> MonthChart:
    """Return the chart of the share of 4 and 5, from 0 to 1."""
    return _estimates(series, lambda figures: figures.share, 0, 1, 4, percent)


def mean_chart(series: Sequence[MonthPoint]) -> MonthChart:
    """Return the chart of the mean, from 1 to 5."""
    return _estimates(series, lambda figures: figures.mean, 1, 5, 4, decimal)


def count_chart(series: Sequence[MonthPoint]) -> MonthChart:
    """Return the chart of the number of submissions, as bars."""
    most = max((point.figures.count for point in series if point.figures), default=0)
    step = _step(most)
    high = step * max(1, ceil(most / step))
    width = _month_width(series)
    bars = []
    for place, point in enumerate(series):
        if point.figures:
            y = _y(point.figures.count, 0, high)
            x = LEFT + place * width + width * 0.15
            bars.append(Box(_n(x), _n(y), _n(width * 0.7), _n(HEIGHT - BOTTOM - y)))
    ticks = [Tick(_n(_y(value, 0, high)), str(value)) for value in range(0, high + 1, step)]
    return MonthChart(ticks, _labels(series), _gaps(series), bars, [], [], [], [])


def bars(rows: Sequence[tuple[str, str, float]]) -> list[Bar]:
    """Return the rows of a bar chart from label, formatted value, and share of the width."""
    return [
        Bar(label, value, _n(share * ROW_WIDTH), *_row(place))
        for place, (label, value, share) in enumerate(rows)
    ]


def tracks(rows: Sequence[tuple[str, str, Estimate]]) -> list[Track]:
    """Return the rows of a chart from label, formatted value, and share."""
    return [
        Track(
            label,
            value,
            _n(share.interval.low * ROW_WIDTH),
            _n((share.interval.high - share.interval.low) * ROW_WIDTH),
            _n(share.value * ROW_WIDTH),
            *_row(place),
        )
        for place, (label, value, share) in enumerate(rows)
    ]


def rows_height(rows: Sequence[object]) -> int:
    """Return the height of a chart with these rows."""
    return len(rows) * ROW_HEIGHT


def spark(series: Sequence[MonthPoint]) -> Spark:
    """Return the share of 4 and 5 as a small line, with a dot at the end of each run."""
    inner_width, inner_height = SPARK_WIDTH - 8, SPARK_HEIGHT - 8
    step = inner_width / max(1, len(series) - 1)
    lines, dots = [], []
    for run in _runs(series):
        places = [
            (_n(4 + place * step), _n(4 + (1 - point.figures.share.value) * inner_height))
            for place, point in run
            if point.figures
        ]
        if len(places) > 1:
            lines.append(_points(places))
        dots.append(places[-1])
    return Spark(lines, dots)


def _estimates(
    series: Sequence[MonthPoint],
    estimate: Callable[[Figures], Estimate],
    low: float,
    high: float,
    steps: int,
    words: Callable[[float], str],
) -> MonthChart:
    width = _month_width(series)
    lines, bands, edges, dots = [], [], [], []
    for run in _runs(series):
        places = []
        for place, point in run:
            assert point.figures is not None
            found = estimate(point.figures)
            ends = (found.value, found.interval.high, found.interval.low)
            y, top, bottom = (_n(_y(value, low, high)) for value in ends)
            x = _n(LEFT + (place + 0.5) * width)
            places.append(Dot(x, y, top, bottom, len(run) == 1))
        dots.extend(places)
        if len(places) > 1:
            above = [(dot.x, dot.top) for dot in places]
            below = [(dot.x, dot.bottom) for dot in places]
            lines.append(_points([(dot.x, dot.y) for dot in places]))
            bands.append(_points([*above, *reversed(below)]))
            edges += [_points(above), _points(below)]
    values = [low + (high - low) * step / steps for step in range(steps + 1)]
    ticks = [Tick(_n(_y(value, low, high)), words(value)) for value in values]
    return MonthChart(ticks, _labels(series), _gaps(series), [], lines, bands, edges, dots)


def _runs(series: Sequence[MonthPoint]) -> Iterator[list[tuple[int, MonthPoint]]]:
    """Yield runs of consecutive months with figures, each month with its index."""
    for has_figures, run in groupby(
        enumerate(series), key=lambda pair: pair[1].figures is not None
    ):
        if has_figures:
            yield list(run)


def _labels(series: Sequence[MonthPoint]) -> list[Label]:
    width = _month_width(series)
    every = ceil(len(series) / MAX_LABELS)
    labels: list[Label] = []
    shown: datetime.date | None = None
    for place, point in enumerate(series):
        # Counted from the end, so that the latest month has a label.
        if (len(series) - 1 - place) % every == 0:
            is_new = shown is None or shown.year != point.month.year
            year = str(point.month.year) if is_new else ""
            month = formats.date_format(point.month, "b")
            labels.append(Label(_n(LEFT + (place + 0.5) * width), month, year))
            shown = point.month
    return labels


def _gaps(series: Sequence[MonthPoint]) -> list[Box]:
    width = _month_width(series)
    return [
        Box(_n(LEFT + place * width), _n(TOP), _n(width), _n(HEIGHT - BOTTOM - TOP))
        for place, point in enumerate(series)
        if point.figures is None
    ]


def _step(most: int) -> int:
    """Return a round step of which four or fewer reach `most`."""
    step = 1
    while step * 4 < most:
        # 1, 2, 5, 10, 20, 50, …
        step = step * 5 // 2 if str(step).startswith("2") else step * 2
    return step


def _row(place: int) -> tuple[int, int]:
    """Return the y coordinates of a row's text and bar."""
    return place * ROW_HEIGHT + 18, place * ROW_HEIGHT + 26


def _month_width(series: Sequence[MonthPoint]) -> float:
    return (WIDTH - LEFT - RIGHT) / max(1, len(series))


def _y(value: float, low: float, high: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - (value - low) / (high - low))


def _points(places: Sequence[tuple[str, str]]) -> str:
    return " ".join(f"{x},{y}" for x, y in places)


def _n(number: float) -> str:
    return f"{number:.1f}"
