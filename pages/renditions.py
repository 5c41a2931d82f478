"""The sizes and formats of images; clients cannot request any others.

The files are made by a background task when an image is added or changed, never during a reader's
request.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum

from django.db.models import Q, QuerySet
from wagtail.images.models import Filter, SourceImageIOError
from wagtail.models import CollectionViewRestriction

from pages.models import ContentImage, ContentRendition
from pages.visibility import in_public_collection

# Smallest files first; the last format is supported by every browser.
FORMAT_NAMES = ("avif", "webp", "jpeg")
FORMATS = tuple((name, f"image/{name}") for name in FORMAT_NAMES)
# Raised for an original that is missing, empty or not an image.
UNREADABLE = (OSError, ValueError, SourceImageIOError)


class ImagePreset(Enum):
    """A named image use, with its Wagtail resize operations, smallest width first."""

    THUMBNAIL = ("fill-160x160", "fill-320x320")
    CARD = ("fill-400x225", "fill-800x450")
    HERO = ("fill-800x400", "fill-1600x800")
    FULL = ("max-800x1200", "max-1600x2400")
    LOGO = ("max-200x100", "max-400x200")
    SHARE = ("fill-1200x630",)

    def filter_specs(self) -> list[tuple[str, str]]:
        """Return `(filter spec, media type)` of each file, by format, then by width."""
        return [
            (f"{operation}|format-{name}", media_type)
            for name, media_type in FORMATS
            for operation in self.value
        ]


_AT_ONCE = 500
ALL_SPECS = tuple(spec for preset in ImagePreset for spec, _ in preset.filter_specs())


def focal_point_key(image: ContentImage, spec: str) -> str:
    """Return the `focal_point_key` of a rendition, which changes when the focal point moves."""
    return Filter(spec=spec).get_cache_key(image)


def public_images() -> QuerySet[ContentImage]:
    """Return the images in public collections; other images have no files."""
    private = CollectionViewRestriction.objects.values_list("collection__path", flat=True)
    return ContentImage.objects.filter(in_public_collection(tuple(private)))


def missing_specs(images: Iterable[ContentImage]) -> Iterator[tuple[ContentImage, list[str]]]:
    """Yield each image with missing or outdated files, and the filter specs to make.

    Costs one query per 500 images.
    """
    for start in range(0, len(images := list(images)), _AT_ONCE):
        yield from _missing_specs(images[start : start + _AT_ONCE])


def _missing_specs(images: Sequence[ContentImage]) -> Iterator[tuple[ContentImage, list[str]]]:
    existing: dict[int, set[tuple[str, str]]] = defaultdict(set)
    rows = ContentRendition.objects.filter(
        image__in=[image.pk for image in images], filter_spec__in=ALL_SPECS
    )
    for image_id, spec, key in rows.values_list("image_id", "filter_spec", "focal_point_key"):
        existing[image_id].add((spec, key))
    for image in images:
        wanted = {(spec, focal_point_key(image, spec)) for spec in ALL_SPECS}
        if existing[image.pk] != wanted:
            there = existing[image.pk]
            yield image, [s for s in ALL_SPECS if (s, focal_point_key(image, s)) not in there]


def keep_renditions(image_id: int) -> int:
    """Make the missing files of an image, delete outdated ones, and return how many were made.

    An image that is not public loses its files. Can be interrupted between files and called again.
    Raises the exceptions in `UNREADABLE`.
    """
    made = 0
    # Repeat if the original was replaced meanwhile: some files were then made of the old one.
    while image := public_images().filter(pk=image_id).first():
        for _, specs in missing_specs([image]):
            made += _make(image, specs)
        if ContentImage.objects.filter(pk=image_id, file=image.file.name).exists():
            _remove(~Q(pk__in=_current(image)), image_id=image_id)
            return made
        _remove(Q(), image_id=image_id)
    _remove(Q(), image_id=image_id)
    return made


def make_renditions(
    images: Iterable[ContentImage],
    presets: Iterable[ImagePreset] = tuple(ImagePreset),
    formats: Iterable[str] = FORMAT_NAMES,
) -> None:
    """Make the missing files of some presets and formats now, without the background task."""
    wanted = {
        f"{operation}|format-{name}"
        for name in formats
        for preset in presets
        for operation in preset.value
    }
    for image, specs in missing_specs(images):
        _make(image, [spec for spec in specs if spec in wanted])


def _make(image: ContentImage, specs: Sequence[str]) -> int:
    """Make files, JPEG first, so that the image can be shown early; return how many were made.

    Each format is stored when it is done. Wagtail's rendition cache is bypassed, because it may
    still contain deleted renditions in other processes.
    """
    for name, _ in reversed(FORMATS):
        filters = [Filter(spec=spec) for spec in specs if spec.endswith(f"|format-{name}")]
        for rendition in image.create_renditions(*filters).values():
            # Wagtail does not close the temporary file of a new rendition.
            rendition.file.close()
    return len(specs)


def _current(image: ContentImage) -> list[int]:
    rows = ContentRendition.objects.filter(image=image, filter_spec__in=ALL_SPECS)
    return [
        pk
        for pk, spec, key in rows.values_list("pk", "filter_spec", "focal_point_key")
        if key == focal_point_key(image, spec)
    ]


def _remove(condition: Q, *, image_id: int) -> None:
    """Delete preset files that match `condition`; renditions of the admin are kept."""
    ContentRendition.objects.filter(
        condition, image_id=image_id, filter_spec__in=ALL_SPECS
    ).delete()
