"""A program that reads the letters of a picture by comparing it with the letters of the fonts.

A picture and each letter, at several sizes, turns and weights, are bit maps in one integer each, so
that the correlation at one position takes two bit operations. Light letters on dark ground count as
well.
"""

import functools
import io
from collections.abc import Iterator
from math import sqrt
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

from feedback.captcha.challenge import LETTERS

# Pictures are compared at half their size.
WIDTH, HEIGHT = 130, 40
TURNS = (-15, 0, 15)
HEIGHTS = (21, 26, 31)
WEIGHTS = (0, 3)
STEP = 2


class Template(NamedTuple):
    """A letter's ink, and the box around it, as bit maps with rows of `WIDTH` bits."""

    letter: str
    width: int
    height: int
    ink: int
    box: int


def solve(png: bytes, fonts: tuple[ImageFont.FreeTypeFont, ...], length: int = 5) -> str:
    """Return the most likely letters of a picture."""
    image = Image.open(io.BytesIO(png)).convert("L").resize((WIDTH, HEIGHT), Image.Resampling.BOX)
    picture = _bits(image.point(lambda value: 255 * (value < 128)))
    room = WIDTH / length
    return "".join(
        _best(picture, (place + 0.5) * room, room, templates(fonts)) for place in range(length)
    )


@functools.cache
def templates(fonts: tuple[ImageFont.FreeTypeFont, ...]) -> tuple[Template, ...]:
    """Return every letter in every form."""
    return tuple(each for font in fonts for letter in LETTERS for each in _forms(letter, font))


def _best(picture: int, middle: float, room: float, known: tuple[Template, ...]) -> str:
    found = (0.0, "?")
    for template in known:
        start = round(middle - template.width / 2)
        for left in range(start - round(room / 4), start + round(room / 4) + 1, STEP):
            if not 0 <= left <= WIDTH - template.width:
                continue
            for top in range(0, HEIGHT - template.height + 1, STEP):
                seen = picture >> (top * WIDTH + left)
                found = max(found, (_correlation(seen, template), template.letter))
    return found[1]


def _correlation(seen: int, template: Template) -> float:
    size = template.width * template.height
    dark = (seen & template.box).bit_count() / size
    ink = template.ink.bit_count() / size
    both = (seen & template.ink).bit_count() / size
    spread = dark * (1 - dark) * ink * (1 - ink)
    return abs(both - dark * ink) / sqrt(spread) if spread else 0.0


def _forms(letter: str, font: ImageFont.FreeTypeFont) -> Iterator[Template]:
    for weight in WEIGHTS:
        large = Image.new("L", (300, 300))
        ImageDraw.Draw(large).text(
            (150, 150), letter, font=font, fill=255, anchor="mm", stroke_width=weight
        )
        for turn in TURNS:
            turned = large.rotate(turn, Image.Resampling.BICUBIC)
            turned = turned.crop(turned.getbbox())
            for height in HEIGHTS:
                width = min(round(turned.width * height / turned.height), 34)
                stamp = Image.new("L", (width + 2, height + 2))
                stamp.paste(turned.resize((width, height), Image.Resampling.BOX), (1, 1))
                box = Image.new("L", stamp.size, 255)
                yield Template(letter, *stamp.size, _bits(stamp), _bits(box))


def _bits(image: Image.Image) -> int:
    """Return white pixels as a bit map with rows of `WIDTH` bits."""
    total = 0
    pixels = image.tobytes()
    for row in range(image.height):
        line = 0
        for place, value in enumerate(pixels[row * image.width : (row + 1) * image.width]):
            if value >= 128:
                line |= 1 << place
        total |= line << (row * WIDTH)
    return total
