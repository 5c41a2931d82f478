"""The sizes and formats in which pictures are offered; nobody can ask for another."""

from collections.abc import Iterable
from enum import Enum
from typing import Any

from pages.models import ContentImage

# The last one is what a browser without WebP gets.
FORMATS = (("webp", "image/webp"), ("jpeg", "image/jpeg"))


class ImagePreset(Enum):
    """A named use of a picture, with the operations that cut it, narrow screens first."""

    THUMBNAIL = ("fill-160x160", "fill-320x320")
    CARD = ("fill-400x225", "fill-800x450")
    HERO = ("fill-800x400", "fill-1600x800")
    FULL = ("max-800x1200", "max-1600x2400")
    LOGO = ("max-200x100", "max-400x200")
    SHARE = ("fill-1200x630",)

    def filter_specs(self) -> list[tuple[str, str]]:
        """Return `(filter spec, media type)` of each file, by format and then by width."""
        return [
            (f"{operation}|format-{name}", media_type)
            for name, media_type in FORMATS
            for operation in self.value
        ]


def make_renditions(
    images: Iterable[ContentImage], presets: Iterable[ImagePreset] = tuple(ImagePreset)
) -> dict[tuple[int, str], Any]:
    """Make the files that are missing and return all, by image id and filter spec."""
    specs = [spec for preset in presets for spec, _ in preset.filter_specs()]
    return {
        (image.pk, spec): rendition
        for image in images
        for spec, rendition in image.get_renditions(*specs).items()
    }
