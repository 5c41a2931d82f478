"""Sources of images with their files, and of documents; only from public collections."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import BigIntegerField, FilteredRelation, Q, QuerySet
from wagtail.images.models import Filter

from cms.statements import Statement, among
from pages.graphql.context import ContentContext
from pages.graphql.sources.instances import instance
from pages.models import ContentDocument, ContentImage, ContentRendition
from pages.renditions import FORMATS, ImagePreset
from pages.visibility import SiteTrees, in_public_collection


class ImageFile:
    """An image file of one size and format; sizes are in pixels."""

    def __init__(self, name: str, width: int, height: int) -> None:
        self.name = name
        self.width = width
        self.height = height

    @cached_property
    def url(self) -> str:
        """The file's URL, given by the storage."""
        return ContentRendition._meta.get_field("file").storage.url(self.name)


# `(media type, file)`, in the preset's order.
Files = list[tuple[str, ImageFile]]


@dataclass(frozen=True, slots=True)
class ImageKey:
    """An image, and the presets whose files are needed."""

    image_id: int
    presets: frozenset[ImagePreset] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """An image with its files by preset; None for a preset without a JPEG yet."""

    image: ContentImage
    files: dict[ImagePreset, Files | None]


# (image id, filter spec) -> files by focal_point_key
_Existing = Mapping[tuple[int, str], Mapping[str, ImageFile]]


class ImageSource:
    """Fetches public images with the existing files of the requested presets."""

    def fetch(
        self, keys: Sequence[ImageKey], scope: SiteTrees, context: ContentContext
    ) -> Mapping[ImageKey, Picture]:
        """Return the public images, in one query."""
        presets = frozenset().union(*(key.presets for key in keys))
        rows = _images(presets).fetch(ids={key.image_id for key in keys})
        private = context.environment.private_collection_paths
        images: dict[int, ContentImage] = {}
        existing: dict[tuple[int, str], dict[str, ImageFile]] = defaultdict(dict)
        for collection, spec, focal_point_key, name, width, height, *values in rows:
            if collection.startswith(private):
                continue
            pk = values[0]
            if pk not in images:
                images[pk] = instance(ContentImage, _IMAGE_COLUMNS, values)
            if spec is not None:
                existing[pk, spec][focal_point_key] = ImageFile(name, width, height)
        return {
            key: Picture(
                images[key.image_id],
                {preset: _files(images[key.image_id], preset, existing) for preset in key.presets},
            )
            for key in keys
            if key.image_id in images
        }


_FOCAL_POINT = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
_IMAGE_COLUMNS = (
    "id",
    "width",
    "height",
    "description",
    "is_decorative",
    "credit",
    *_FOCAL_POINT,
)
_FILE_COLUMNS = ("filter_spec", "focal_point_key", "file", "width", "height")


@lru_cache
def _images(presets: frozenset[ImagePreset]) -> Statement:
    # Without presets, match no rendition; an empty IN list would make the whole result empty.
    specs = sorted({spec for each in presets for spec, _ in each.filter_specs()}) or [""]

    def rows() -> QuerySet:
        made = FilteredRelation("renditions", condition=Q(renditions__filter_spec__in=specs))
        return (
            ContentImage.objects.filter(among("pk", "ids", BigIntegerField()))
            .annotate(made=made)
            .order_by()
            .values_list(
                "collection__path", *(f"made__{name}" for name in _FILE_COLUMNS), *_IMAGE_COLUMNS
            )
        )

    return Statement(rows)


def _files(image: ContentImage, preset: ImagePreset, existing: _Existing) -> Files | None:
    focal_point = tuple(getattr(image, name) for name in _FOCAL_POINT)
    files: Files = []
    for spec, media_type in preset.filter_specs():
        by_key = existing.get((image.pk, spec))
        if by_key:
            # After the focal point was moved, show the previous files until the new ones are made.
            any_other = next(iter(by_key.values()))
            file = by_key.get(_focal_point_key(spec, focal_point), any_other)
            files.append((media_type, file))
    return files if any(media_type == FORMATS[-1][1] for media_type, _ in files) else None


@lru_cache(maxsize=1024)
def _focal_point_key(spec: str, focal_point: Sequence[Any]) -> str:
    return Filter(spec=spec).get_cache_key(instance(ContentImage, _FOCAL_POINT, focal_point))


class DocumentSource:
    """Fetches public documents; keys are their ids, and missing ones are left out."""

    def fetch(
        self, keys: Sequence[int], scope: SiteTrees, context: ContentContext
    ) -> Mapping[int, ContentDocument]:
        """Return the public documents."""
        public = in_public_collection(context.environment.private_collection_paths)
        return ContentDocument.objects.filter(public).in_bulk(set(keys))


IMAGES = ImageSource()
DOCUMENTS = DocumentSource()
