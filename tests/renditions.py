"""Files of pictures for tests that only read where they are and how large."""

import os
from collections.abc import Iterable

from wagtail.images.models import IMAGE_FORMAT_EXTENSIONS, Filter

from pages.models import ContentImage, ContentRendition
from pages.renditions import ALL_SPECS, focal_point_key


def foresee_files(images: Iterable[ContentImage]) -> list[ContentRendition]:
    """Add what the database knows of all files of the pictures, without encoding any.

    Encoding takes seconds a picture; `test_foreseen_files_match_encoded_files` holds this to
    what really is made.
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
