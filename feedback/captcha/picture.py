"""Draws the picture of a challenge's letters.

Each letter has a font, a size and a bend of its own, overlaps its neighbours and is crossed by a
shape in which black and white are exchanged. People read through all of it; comparing the picture
with the letters of the fonts does not work (tests/attacks). django-simple-captcha's own drawing is
not used: it seeds Python's global random generator with the public key.
"""

import functools
import math
import random
from io import BytesIO

from captcha.conf import settings as captcha_settings
from django.conf import settings
from django.utils.crypto import salted_hmac
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from feedback.captcha.challenge import Challenge

SIZE = (260, 80)
_MARGIN = 6
# Drawn at twice the size, so that bent edges are smooth.
_SCALE = 2
_FONT_SIZE = 52
_LEAN = 20
# Cells of the grid whose corners are moved, and the largest move as a share of a cell.
_CELLS = 3
_BEND = 0.27

Font = ImageFont.FreeTypeFont
Point = tuple[float, float]


def draw_picture(challenge: Challenge) -> bytes:
    """Return a PNG, the same for the same challenge, so that reloading gives no second picture."""
    rng = random.Random(_seed(challenge.key))  # noqa: S311 (the seed is secret)
    size = (SIZE[0] * _SCALE, SIZE[1] * _SCALE)
    ink = Image.new("L", size, 0)
    room = (size[0] - 2 * _MARGIN * _SCALE) / len(challenge.letters)
    for place, letter in enumerate(challenge.letters):
        stamp = _bent(letter, room, rng)
        left = _MARGIN * _SCALE + place * room + (room - stamp.width) / 2
        left += rng.uniform(-0.04, 0.04) * room
        top = rng.uniform(0, max(0, size[1] - stamp.height))
        layer = Image.new("L", size, 0)
        layer.paste(stamp, (round(left), round(top)))
        # Where two letters overlap, the common part is white, so that both keep their outline.
        ink = ImageChops.difference(ink, layer)
    ink = ImageChops.difference(ink, _blobs(size, rng))
    ink = ImageChops.lighter(ink, _threads(size, rng))
    picture = ImageChops.invert(ink).resize(SIZE, Image.Resampling.LANCZOS)
    file = BytesIO()
    # Few greys, for a small file on slow connections.
    picture.quantize(8).save(file, "PNG", optimize=True)
    return file.getvalue()


@functools.cache
def fonts() -> tuple[Font, ...]:
    """Return the fonts, both of packages that are installed anyway: Vera, and Pillow's Aileron."""
    size = _FONT_SIZE * _SCALE
    found = ImageFont.load_default(size)
    assert isinstance(found, ImageFont.FreeTypeFont)
    return ImageFont.truetype(captcha_settings.CAPTCHA_FONT_PATH, size), found


def _bent(letter: str, room: float, rng: random.Random) -> Image.Image:
    """Return a letter in white on black: bent, turned, and scaled to its room."""
    side = _FONT_SIZE * _SCALE * 2
    stamp = Image.new("L", (side, side))
    draw = ImageDraw.Draw(stamp)
    draw.text(
        (side // 2, side // 2),
        letter,
        font=rng.choice(fonts()),
        fill=255,
        anchor="mm",
        stroke_width=rng.randint(0, 1) * _SCALE,
        stroke_fill=255,
    )
    box = stamp.getbbox()
    assert box is not None
    stamp = _warped(stamp.crop(box), rng)
    stamp = stamp.rotate(rng.uniform(-_LEAN, _LEAN), Image.Resampling.BICUBIC, expand=True)
    box = stamp.getbbox()
    assert box is not None
    stamp = stamp.crop(box)
    highest = SIZE[1] * _SCALE * rng.uniform(0.66, 0.9)
    widest = room * rng.uniform(0.88, 1.0)
    scale_x = min(widest / stamp.width, highest / stamp.height * 1.15)
    scale_y = min(highest / stamp.height, scale_x * 1.5)
    width, height = round(stamp.width * scale_x), round(stamp.height * scale_y)
    return stamp.resize((width, height), Image.Resampling.BICUBIC)


def _warped(stamp: Image.Image, rng: random.Random) -> Image.Image:
    """Return the stamp with the inner corners of a grid moved at random."""
    width, height = stamp.size
    dx, dy = width / _CELLS, height / _CELLS
    corners = {
        (x, y): (
            x * dx + rng.uniform(-_BEND, _BEND) * dx,
            y * dy + rng.uniform(-_BEND, _BEND) * dy,
        )
        for x in range(_CELLS + 1)
        for y in range(_CELLS + 1)
    }
    mesh = []
    for x in range(_CELLS):
        for y in range(_CELLS):
            target = (round(x * dx), round(y * dy), round((x + 1) * dx), round((y + 1) * dy))
            quad = [corners[each] for each in ((x, y), (x, y + 1), (x + 1, y + 1), (x + 1, y))]
            mesh.append((target, [number for point in quad for number in point]))
    return stamp.transform(stamp.size, Image.Transform.MESH, mesh, Image.Resampling.BICUBIC)


def _blobs(size: tuple[int, int], rng: random.Random) -> Image.Image:
    """Return round shapes in which the picture is inverted."""
    shapes = Image.new("L", size, 0)
    draw = ImageDraw.Draw(shapes)
    for number in range(2):
        centre = (size[0] * (number + rng.uniform(0.15, 0.85)) / 2, size[1] * rng.uniform(0.2, 0.8))
        radius = size[1] * rng.uniform(0.2, 0.32)
        start = rng.uniform(0, math.tau)
        points: list[Point] = []
        for step in range(40):
            angle = step * math.tau / 40
            length = radius * (1 + 0.35 * math.sin(3 * angle + start))
            points.append(
                (centre[0] + length * 1.5 * math.cos(angle), centre[1] + length * math.sin(angle))
            )
        draw.polygon(points, fill=255)
    return shapes.filter(ImageFilter.GaussianBlur(1))


def _threads(size: tuple[int, int], rng: random.Random) -> Image.Image:
    """Return waves across the whole picture."""
    drawn = Image.new("L", size, 0)
    draw = ImageDraw.Draw(drawn)
    for _ in range(2):
        start, height = rng.uniform(0, math.tau), rng.uniform(0.15, 0.35) * size[1]
        middle, length = rng.uniform(0.35, 0.65) * size[1], rng.uniform(0.8, 1.6) * size[0]
        draw.line(
            [
                (x, middle + height * math.sin(start + math.tau * x / length))
                for x in range(0, size[0] + 8, 8)
            ],
            fill=255,
            width=_SCALE,
        )
    return drawn


def _seed(key: str) -> bytes:
    return salted_hmac(
        "feedback picture", key, secret=settings.FEEDBACK_KEY, algorithm="sha256"
    ).digest()
