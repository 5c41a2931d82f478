"""The sizes and formats in which pictures are offered; nobody can ask for another.

They are made in the background when a picture is added or changed, never in a reader's request.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum

from django.db.models import Q, QuerySet
from wagtail.images.models import Filter, SourceImageIOError
from wagtail.models import CollectionViewRestriction

from pages.models import ContentImage, ContentRendition
from pages.visibility import in_public_collection

# The smallest files first; the last one is what every browser can show.
FORMAT_NAMES = ("avif", "webp", "jpeg")
FORMATS = tuple((name, f"image/{name}") for name in FORMAT_NAMES)
# What comes of an original that is lost, empty, or no picture.
UNREADABLE = (OSError, ValueError, SourceImageIOError)


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


_AT_ONCE = 500
ALL_SPECS = tuple(spec for preset in ImagePreset for spec, _ in preset.filter_specs())


def focal_point_key(image: ContentImage, spec: str) -> str:
    """Return what a file of `image` is marked with: another one when its focal point moves."""
    return Filter(spec=spec).get_cache_key(image)


def public_images() -> QuerySet[ContentImage]:
    """Return the pictures that anyone may see; the others have no files."""
    private = CollectionViewRestriction.objects.values_list("collection__path", flat=True)
    return ContentImage.objects.filter(in_public_collection(tuple(private)))


def missing_specs(images: Iterable[ContentImage]) -> Iterator[tuple[ContentImage, list[str]]]:
    """Yield each picture whose files are not all there, or not all its own, with those to make.

    Asks once for some hundred pictures.
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
    """Make the files of a picture that are missing, remove those of before; return how many.

    One that is not public loses its files. May be stopped at any file and called again. Raises
    what is in `UNREADABLE`.
    """
    made = 0
    # Again where the original was replaced meanwhile: then some were made of the old one.
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
    """Make some of the files now, for the demo; the rest follow in the background."""
    wanted = {
        f"{operation}|format-{name}"
        for name in formats
        for preset in presets
        for operation in preset.value
    }
    for image, specs in missing_specs(images):
        _make(image, [spec for spec in specs if spec in wanted])


def _make(image: ContentImage, specs: Sequence[str]) -> int:
    """Make files, JPEG first: a picture is shown as soon as it has those.

    What is made of one format is kept when the process is stopped in the next.
    Past Wagtail's cache of files, which in another process may still know those of before.
    """
    for name, _ in reversed(FORMATS):
        filters = [Filter(spec=spec) for spec in specs if spec.endswith(f"|format-{name}")]
        for rendition in image.create_renditions(*filters).values():
            # Wagtail leaves the temporary file open that it wrote the picture into.
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
    """Delete files of the presets; Wagtail's own, which the admin shows, stay."""
    ContentRendition.objects.filter(
        condition, image_id=image_id, filter_spec__in=ALL_SPECS
    ).delete()
