"""Draws the picture of a challenge's letters.

Uses django-simple-captcha's font, arcs and smoothing, but not its view, which seeds Python's global
random generator with the public key.
"""

import random
from io import BytesIO

from captcha.conf import settings as captcha_settings
from captcha.helpers import noise_arcs, post_smooth
from django.conf import settings
from django.utils.crypto import salted_hmac
from PIL import Image, ImageDraw, ImageFont

from feedback.captcha.challenge import Challenge

SIZE = (260, 80)
_FONT_SIZE = 44
_LEAN = 18
_BACKGROUND = "#ffffff"


def draw_picture(challenge: Challenge) -> bytes:
    """Return a PNG, the same for the same challenge, so that reloading gives no second picture."""
    rng = random.Random(_seed(challenge.key))  # noqa: S311 (the seed is secret)
    image = Image.new("RGB", SIZE, _BACKGROUND)
    font = ImageFont.truetype(captcha_settings.CAPTCHA_FONT_PATH, _FONT_SIZE)
    step = SIZE[0] // len(challenge.letters)
    for place, letter in enumerate(challenge.letters):
        stamp = _leaning(letter, font, rng)
        left = place * step + rng.randint(3, max(3, step - stamp.width))
        top = rng.randint(2, max(2, SIZE[1] - stamp.height - 2))
        image.paste(captcha_settings.CAPTCHA_FOREGROUND_COLOR, (left, top), stamp)
    draw = noise_arcs(ImageDraw.Draw(image), image)
    for _dot in range(SIZE[0] * SIZE[1] // 40):
        draw.point(
            (rng.randrange(SIZE[0]), rng.randrange(SIZE[1])),
            fill=captcha_settings.CAPTCHA_FOREGROUND_COLOR,
        )
    file = BytesIO()
    # Few greys, for a small file on slow connections.
    post_smooth(image).convert("L").quantize(8).save(file, "PNG", optimize=True)
    return file.getvalue()


def _leaning(letter: str, font: ImageFont.FreeTypeFont, rng: random.Random) -> Image.Image:
    stamp = Image.new("L", (_FONT_SIZE * 2, _FONT_SIZE * 2))
    ImageDraw.Draw(stamp).text((_FONT_SIZE // 2, _FONT_SIZE // 3), letter, font=font, fill=255)
    turned = stamp.rotate(rng.uniform(-_LEAN, _LEAN), resample=Image.Resampling.BICUBIC)
    return turned.crop(turned.getbbox())


def _seed(key: str) -> bytes:
    return salted_hmac(
        "feedback picture", key, secret=settings.FEEDBACK_KEY, algorithm="sha256"
    ).digest()
