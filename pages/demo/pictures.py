"""Draws the demo's images: flat shapes in a few colours; the same key gives the same bytes."""

import hashlib
import math
import random
from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 800)
LOGO_SIZE = (400, 400)
# Text, background, ground, two shapes and an accent.
PALETTES = (
    ("#1f3a5f", "#e8f0f7", "#b9d3e8", "#f2b84b", "#3f7cac", "#e4572e"),
    ("#2f4a3c", "#eef4ea", "#bcd8b3", "#f4d35e", "#6a994e", "#bc4749"),
    ("#43314f", "#f4eef7", "#d7c3e3", "#f7b267", "#8d6a9f", "#2a9d8f"),
    ("#5a2a27", "#fbf1ea", "#f3cdb5", "#7fb7be", "#d9826b", "#33658a"),
    ("#123c41", "#e9f5f4", "#a9d8d3", "#f6ae2d", "#2f8f8a", "#c8553d"),
)
Palette = tuple[str, str, str, str, str, str]
Motif = Callable[[ImageDraw.ImageDraw, Palette, random.Random], None]


def picture(key: str, title: str, motif: str, palette_number: int | None = None) -> bytes:
    """Return a PNG of 1200 × 800 pixels with a motif, and the title's initials in a corner."""
    chance = _chance(key)
    palette = _palette(key) if palette_number is None else PALETTES[palette_number]
    image = Image.new("RGB", SIZE, palette[1])
    draw = ImageDraw.Draw(image)
    MOTIFS[motif](draw, palette, chance)
    draw.rounded_rectangle((56, 56, 216, 216), 36, fill=palette[0])
    _letters(draw, initials(title), (136, 136), 84, palette[1])
    return _png(image)


def logo(key: str, name: str) -> bytes:
    """Return a transparent PNG of 400 × 400 pixels: a shape with the name's initials."""
    palette, chance = _palette(key), _chance(key)
    image = Image.new("RGBA", LOGO_SIZE, (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    sides = chance.choice((0, 4, 6, 8))
    if sides:
        draw.regular_polygon(
            (200, 200, 190), sides, rotation=22 if sides == 8 else 0, fill=palette[4]
        )
    else:
        draw.ellipse((15, 15, 385, 385), fill=palette[4])
    draw.ellipse((80, 80, 320, 320), fill=palette[1])
    _letters(draw, initials(name), (200, 200), 110, palette[0])
    return _png(image)


def initials(title: str) -> str:
    """Return the initials of the first two words of more than three letters."""
    words = [word for word in title.replace("–", " ").split() if word[0].isalnum()]
    long_words = [word for word in words if len(word) > 3] or words
    return "".join(word[0].upper() for word in long_words[:2]) or "?"


def _palette(key: str) -> Palette:
    return PALETTES[hashlib.sha256(key.encode()).digest()[0] % len(PALETTES)]


def _chance(key: str) -> random.Random:
    return random.Random(hashlib.sha256(key.encode()).digest())  # noqa: S311 - a drawing


def _png(image: Image.Image) -> bytes:
    # With flat colours, a palette of 256 is sufficient and the file a quarter of the size.
    if image.mode == "RGB":
        image = image.quantize(256, dither=Image.Dither.NONE)
    buffer = BytesIO()
    image.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _letters(
    draw: ImageDraw.ImageDraw, text: str, centre: tuple[int, int], size: int, fill: str
) -> None:
    """Draw the letters; Pillow's built-in font lacks Å, Ä and Ö, so their marks are drawn."""
    font = ImageFont.load_default(size)
    plain = text.translate(str.maketrans("ÅÄÖÉ", "AAOE"))
    left = centre[0] - draw.textlength(plain, font=font) / 2
    draw.text((centre[0], centre[1]), plain, font=font, fill=fill, anchor="mm")
    top = centre[1] - size * 0.47
    for letter, base in zip(text, plain, strict=True):
        width = draw.textlength(base, font=font)
        middle, dot = left + width / 2, size * 0.07
        if letter == "Å":
            draw.ellipse(
                (middle - 1.6 * dot, top - 1.6 * dot, middle + 1.6 * dot, top + 1.6 * dot),
                outline=fill,
                width=max(2, round(dot * 0.8)),
            )
        elif letter in "ÄÖ":
            for side in (-2, 2):
                x = middle + side * dot
                draw.ellipse((x - dot, top - dot, x + dot, top + dot), fill=fill)
        left += width


def _people(draw: ImageDraw.ImageDraw, palette: Palette, chance: random.Random) -> None:
    """A round table from above, with people around it."""
    draw.ellipse((440, 240, 840, 640), fill=palette[2])
    people = chance.choice((7, 8, 9))
    for number in range(people):
        angle = 2 * math.pi * number / people + 0.3
        x, y = 640 + 290 * math.cos(angle), 440 + 290 * math.sin(angle)
        draw.ellipse((x - 62, y - 62, x + 62, y + 62), fill=palette[3 + number % 3])


def _hills(draw: ImageDraw.ImageDraw, palette: Palette, chance: random.Random) -> None:
    """Green hills, a sun and a few trees."""
    x = chance.randint(800, 980)
    draw.ellipse((x, 90, x + 190, 280), fill=palette[3])
    draw.ellipse((-300, 420, 900, 1300), fill=palette[2])
    draw.ellipse((420, 500, 1600, 1400), fill=palette[4])
    for _number in range(5):
        x, y = chance.randint(520, 1120), chance.randint(560, 700)
        draw.rectangle((x - 7, y, x + 7, y + 60), fill=palette[0])
        draw.ellipse((x - 45, y - 90, x + 45, y + 20), fill=palette[2])


def _houses(draw: ImageDraw.ImageDraw, palette: Palette, chance: random.Random) -> None:
    """A row of houses with lit windows."""
    draw.rectangle((0, 660, 1200, 800), fill=palette[2])
    for number, x in enumerate(range(250, 1150, 225)):
        top = chance.randint(300, 430)
        draw.rectangle((x, top, x + 195, 700), fill=palette[3 + number % 3])
        draw.polygon(((x - 14, top), (x + 97, top - 110), (x + 209, top)), fill=palette[0])
        for row in range(top + 45, 600, 95):
            for column in (x + 32, x + 115):
                draw.rectangle((column, row, column + 48, row + 56), fill=palette[1])


def _speech(draw: ImageDraw.ImageDraw, palette: Palette, chance: random.Random) -> None:
    """Three speech bubbles that overlap."""
    for x, y, colour in ((300, 140, 3), (620, 280, 4), (380, 460, 5)):
        x += chance.randint(-30, 30)
        draw.rounded_rectangle((x, y, x + 430, y + 210), 60, fill=palette[colour])
        draw.polygon(
            ((x + 70, y + 200), (x + 60, y + 275), (x + 150, y + 200)), fill=palette[colour]
        )
        for row in range(3):
            draw.rounded_rectangle(
                (x + 60, y + 50 + 42 * row, x + 370 - 70 * row, y + 66 + 42 * row),
                8,
                fill=palette[1],
            )


def _screen(draw: ImageDraw.ImageDraw, palette: Palette, chance: random.Random) -> None:
    """A film screen in front of rows of seats."""
    draw.rectangle((260, 110, 1080, 520), fill=palette[0])
    draw.polygon(((620, 220), (620, 420), (790, 320)), fill=palette[3])
    for row in range(2):
        for x in range(180 - 50 * row, 1200, 130):
            y = 590 + 90 * row
            draw.rounded_rectangle((x, y, x + 100, y + 140), 26, fill=palette[4 + row])


def _cup(draw: ImageDraw.ImageDraw, palette: Palette, chance: random.Random) -> None:
    """A steaming cup beside an open book."""
    draw.rectangle((0, 600, 1200, 800), fill=palette[2])
    draw.rounded_rectangle((320, 380, 580, 640), 60, fill=palette[5])
    draw.arc((540, 420, 670, 560), -90, 90, fill=palette[5], width=26)
    for x in (390, 450, 510):
        draw.arc((x - 25, 230, x + 25, 300), 90, 270, fill=palette[4], width=10)
        draw.arc((x - 25, 290, x + 25, 360), -90, 90, fill=palette[4], width=10)
    draw.polygon(((700, 640), (720, 430), (890, 470), (890, 680)), fill=palette[3])
    draw.polygon(((1080, 640), (1060, 430), (890, 470), (890, 680)), fill=palette[4])


def _ball(draw: ImageDraw.ImageDraw, palette: Palette, chance: random.Random) -> None:
    """A ball in flight over a field."""
    draw.rectangle((0, 560, 1200, 800), fill=palette[2])
    for x in range(300, 900, 70):
        y = 520 - 300 * math.sin((x - 300) / 900 * math.pi)
        draw.ellipse((x - 8, y - 8, x + 8, y + 8), fill=palette[4])
    draw.ellipse((860, 210, 1020, 370), fill=palette[5])
    draw.line((330, 700, 470, 470), fill=palette[0], width=30)
    for x in (650, 820, 990):
        draw.polygon(((x, 690), (x + 40, 590), (x + 80, 690)), fill=palette[3])


def _computer(draw: ImageDraw.ImageDraw, palette: Palette, chance: random.Random) -> None:
    """A computer, a phone, and a hand-sized heart on the screen."""
    draw.rounded_rectangle((290, 180, 910, 580), 26, fill=palette[0])
    draw.rectangle((316, 206, 884, 554), fill=palette[2])
    draw.polygon(((230, 660), (290, 590), (910, 590), (970, 660)), fill=palette[4])
    draw.ellipse((515, 290, 605, 380), fill=palette[5])
    draw.ellipse((595, 290, 685, 380), fill=palette[5])
    draw.polygon(((521, 352), (679, 352), (600, 470)), fill=palette[5])
    draw.rounded_rectangle((980, 330, 1120, 600), 22, fill=palette[3])
    draw.rectangle((996, 360, 1104, 560), fill=palette[1])


def _path(draw: ImageDraw.ImageDraw, palette: Palette, chance: random.Random) -> None:
    """A road with steps that leads up to a door."""
    for step in range(6):
        top = 700 - 75 * step
        draw.rectangle((230 + 110 * step, top, 1200, 800), fill=palette[2 + (step % 2) * 2])
    draw.rounded_rectangle((930, 90, 1080, 325), 20, fill=palette[5])
    draw.ellipse((1040, 205, 1062, 227), fill=palette[3])


def _wall(draw: ImageDraw.ImageDraw, palette: Palette, chance: random.Random) -> None:
    """A wall that has been painted in big fields of colour, with brushes below."""
    for row in range(3):
        for column in range(5):
            x, y = 250 + 180 * column, 90 + 170 * row
            colour = palette[chance.choice((2, 3, 4, 5))]
            if chance.random() < 0.5:
                draw.rectangle((x, y, x + 180, y + 170), fill=colour)
            else:
                draw.pieslice((x, y, x + 360, y + 340), 180, 270, fill=colour)
    for x in (380, 560, 740, 920):
        draw.rectangle((x, 700, x + 16, 790), fill=palette[0])
        draw.rounded_rectangle((x - 14, 640, x + 30, 706), 10, fill=palette[3])


def _sound(draw: ImageDraw.ImageDraw, palette: Palette, chance: random.Random) -> None:
    """A microphone with sound waves."""
    draw.rounded_rectangle((530, 160, 690, 470), 80, fill=palette[4])
    draw.arc((470, 300, 750, 560), 0, 180, fill=palette[0], width=22)
    draw.line((610, 560, 610, 680), fill=palette[0], width=22)
    draw.line((500, 684, 720, 684), fill=palette[0], width=22)
    for number, x in enumerate(range(800, 1120, 45)):
        height = chance.randint(40, 220)
        for middle in (x, 1220 - x):
            draw.rounded_rectangle(
                (middle, 330 - height, middle + 22, 330 + height), 11, fill=palette[3 + number % 3]
            )


def _tents(draw: ImageDraw.ImageDraw, palette: Palette, chance: random.Random) -> None:
    """A fair with tents and flags."""
    draw.rectangle((0, 640, 1200, 800), fill=palette[2])
    for number, x in enumerate((260, 520, 780)):
        colour = palette[3 + number]
        draw.polygon(((x, 440), (x + 150, 270), (x + 300, 440)), fill=colour)
        draw.rectangle((x + 25, 440, x + 275, 680), fill=palette[1], outline=colour, width=14)
        draw.line((x + 150, 270, x + 150, 170), fill=palette[0], width=8)
        draw.polygon(((x + 154, 170), (x + 230, 195), (x + 154, 222)), fill=palette[5 - number])


def _document(draw: ImageDraw.ImageDraw, palette: Palette, chance: random.Random) -> None:
    """Papers in a fan, with lines of text and a chart."""
    for offset, colour in ((110, 2), (55, 4), (0, 0)):
        draw.rounded_rectangle(
            (430 + offset, 130 + offset / 2, 850 + offset, 690 + offset / 2),
            18,
            fill=palette[colour],
        )
    draw.rounded_rectangle((440, 140, 840, 680), 12, fill=palette[1])
    for row in range(6):
        draw.rounded_rectangle(
            (490, 200 + 38 * row, 790 - 60 * (row % 3), 214 + 38 * row), 7, fill=palette[2]
        )
    for column in range(5):
        height = chance.randint(40, 170)
        draw.rectangle(
            (495 + 60 * column, 640 - height, 535 + 60 * column, 640), fill=palette[3 + column % 3]
        )


MOTIFS: dict[str, Motif] = {
    "people": _people,
    "hills": _hills,
    "houses": _houses,
    "speech": _speech,
    "screen": _screen,
    "cup": _cup,
    "ball": _ball,
    "computer": _computer,
    "path": _path,
    "wall": _wall,
    "sound": _sound,
    "tents": _tents,
    "document": _document,
}
