"""Rendition rows for tests that need no encoded files."""

import os
from collections.abc import Iterable

from wagtail.images.models import IMAGE_FORMAT_EXTENSIONS, Filter

from pages.models import ContentImage, ContentRendition
from pages.renditions import ALL_SPECS, focal_point_key


def foresee_files(images: Iterable[ContentImage]) -> list[ContentRendition]:
    """Create the rendition rows of all presets without encoding any file.

    Encoding takes seconds per image. `test_foreseen_files_match_encoded_files` compares the rows
    with those of encoded files.
    """
    return ContentRendition.objects.bulk_create(
        [_foreseen(image, spec) for image in images for spec in ALL_SPECS]
    )


def _foreseen(image: ContentImage, spec: str) -> ContentRendition:
    filter_, key = Filter(spec=spec), focal_point_key(image, spec)
    size = filter_.get_transform(image).size
    stem = os.path.splitext(os.path.basename(image.file.name))[0]
    extension = spec.replace("|", ".") + IMAGE_FORMAT_EXTENSIONS[spec.rpartition("-")[2]]
    extension = f"{key}.{extension}" if key else extension
    return ContentRendition(
        image=image,
        filter_spec=spec,
        focal_point_key=key,
        file=f"images/{stem[: 59 - len(extension)]}.{extension}",
        width=round(size[0]),
        height=round(size[1]),
    )
