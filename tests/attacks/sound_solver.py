"""A program that compares the sound of a challenge with what espeak-ng says.

It cuts the sound at its longest pauses, describes each piece by its loudness in three ranges and
its zero crossings over time, and looks for the nearest letter among those read by several voices.
"""

import array
import functools
import io
import itertools
import subprocess
import wave
from collections.abc import Callable, Sequence

from feedback.captcha.challenge import LETTERS
from feedback.captcha.sound import SPELLING

FRAME = 220
BINS = 40
BAND = 6
Feature = tuple[tuple[float, ...], ...]


def solve(sound: bytes, say: Callable[[str], list[bytes]], length: int = 5) -> str:
    """Return the most likely letters; `say` returns a letter as several voices read it."""
    pieces = _pieces(_samples(sound), length)
    return "".join(_nearest(_feature(piece), _references(say)) for piece in pieces)


def read_by_voices(letter: str) -> list[bytes]:
    """Return a letter as espeak-ng reads it with several voices and speeds."""
    words = f"{letter} som i {SPELLING['sv'][letter]}."
    return [
        subprocess.run(
            ["espeak-ng", "-v", f"sv+{voice}", "-s", speed, "-b", "1", "--stdout", words],
            capture_output=True,
            check=True,
        ).stdout
        for voice in ("m1", "m3", "f2", "f4")
        for speed in ("118", "128", "138")
    ]


@functools.cache
def _references(say: Callable[[str], list[bytes]]) -> tuple[tuple[str, Feature], ...]:
    return tuple(
        (letter, _feature(_pieces(_samples(sound), 1)[0]))
        for letter in LETTERS
        for sound in say(letter)
    )


def _nearest(feature: Feature, known: Sequence[tuple[str, Feature]]) -> str:
    return min(known, key=lambda entry: _distance(feature, entry[1]))[0]


def _distance(one: Feature, other: Feature) -> float:
    """Return the cost of aligning two pieces in time (dynamic time warping)."""
    above = [float("inf")] * (BINS + 1)
    above[0] = 0.0
    for row, mine in enumerate(one, start=1):
        line = [float("inf")] * (BINS + 1)
        for column in range(max(1, row - BAND), min(BINS, row + BAND) + 1):
            theirs = other[column - 1]
            cost = sum(abs(x - y) for x, y in zip(mine, theirs, strict=True))
            line[column] = cost + min(above[column], above[column - 1], line[column - 1])
        above = line
    return above[BINS]


def _samples(sound: bytes) -> list[int]:
    """Return samples at 11 kHz, between -128 and 127."""
    with wave.open(io.BytesIO(sound)) as file:
        frames = file.readframes(file.getnframes())
        if file.getsampwidth() == 1:
            return [value - 128 for value in frames]
        return [value // 256 for value in array.array("h", frames)[::2]]


def _pieces(samples: list[int], number: int) -> list[list[int]]:
    """Cut the sound at its `number` - 1 longest pauses, and cut the silence off the ends."""
    frames = [samples[start : start + FRAME] for start in range(0, len(samples), FRAME)]
    loud = [sum(map(abs, frame)) / max(len(frame), 1) for frame in frames]
    # Above the murmur, which the quietest frames show.
    limit = max(1.4 * sorted(loud)[len(loud) // 12], 0.05 * max(loud))
    spoken = [place for place, value in enumerate(loud) if value > limit]
    gaps = sorted(itertools.pairwise(spoken), key=lambda gap: gap[0] - gap[1])
    cuts = sorted(gaps[: number - 1])
    starts = [spoken[0], *(after for _before, after in cuts)]
    ends = [*(before for before, _after in cuts), spoken[-1]]
    return [
        samples[start * FRAME : (end + 1) * FRAME] for start, end in zip(starts, ends, strict=True)
    ]


def _feature(samples: list[int]) -> Feature:
    """Return `BINS` parts: loudness, that of low and of high tones, and zero crossings."""
    size = max(len(samples) // BINS, 1)
    rows = []
    for start in range(BINS):
        part = samples[start * size : (start + 1) * size] or [0]
        low = [sum(part[place : place + 6]) / 6 for place in range(0, len(part), 3)]
        steps = [one - other for one, other in itertools.pairwise(part)]
        crossings = sum((one < 0) != (other < 0) for one, other in itertools.pairwise(part))
        rows.append((_loudness(part), _loudness(low), _loudness(steps), crossings))
    peaks = [max(column) or 1 for column in zip(*rows, strict=True)]
    return tuple(
        tuple(value / peak for value, peak in zip(row, peaks, strict=True)) for row in rows
    )


def _loudness(samples: Sequence[float]) -> float:
    return sum(map(abs, samples)) / max(len(samples), 1)
