"""Pictures, their files, and documents; only those in collections that anyone may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, FilteredRelation, Q
from wagtail.images.models import Filter, SourceImageIOError

from cms.graphql.lookahead import Failure
from pages.graphql.context import ContentContext
from pages.models import ContentDocument, ContentImage, ContentRendition
from pages.renditions import ImagePreset, make_renditions
from pages.visibility import SiteTrees, in_public_collection

# `(media type, file)` in the preset's order.
Files = list[tuple[str, ContentRendition]]


@dataclass(frozen=True, slots=True)
class ImageKey:
    """A picture, and the presets in which it is wanted."""

    image_id: int
    presets: frozenset[ImagePreset] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A picture with its files by preset; a preset that could not be made holds why."""

    image: ContentImage
    files: dict[ImagePreset, Files | Failure]


class ImageSource:
    """Pictures with the files that are wanted of them; those that are missing are made."""

    def fetch(
        self, keys: Sequence[ImageKey], scope: SiteTrees, context: ContentContext
    ) -> Mapping[ImageKey, Picture]:
        """Return the public ones, in one query while no file is missing."""
        specs = {
            spec for key in keys for preset in key.presets for spec, _ in preset.filter_specs()
        }
        rows = ContentImage.objects.filter(
            in_public_collection(context.environment.private_collection_paths),
            pk__in={key.image_id for key in keys},
        ).annotate(
            # Without a preset nothing is to be joined; an empty list would empty the result too.
            made=FilteredRelation(
                "renditions", condition=Q(renditions__filter_spec__in=specs or {""})
            ),
            **{f"made_{name}": F(f"made__{name}") for name in _RENDITION_COLUMNS},
        )
        images: dict[int, ContentImage] = {}
        existing: dict[tuple[int, str, str], ContentRendition] = {}
        for row in rows:
            image = images.setdefault(row.pk, row)
            if row.made_id is not None:
                columns = {name: getattr(row, f"made_{name}") for name in _RENDITION_COLUMNS}
                rendition = ContentRendition(image=image, **columns)
                existing[row.pk, rendition.filter_spec, rendition.focal_point_key] = rendition
        return {
            key: Picture(
                images[key.image_id],
                {preset: _files(images[key.image_id], preset, existing) for preset in key.presets},
            )
            for key in keys
            if key.image_id in images
        }


_RENDITION_COLUMNS = ("id", "filter_spec", "focal_point_key", "file", "width", "height")


def _files(
    image: ContentImage, preset: ImagePreset, existing: Mapping[Any, ContentRendition]
) -> Files | Failure:
    files = []
    for spec, media_type in preset.filter_specs():
        # A focal point that was moved makes other files of the same size.
        rendition = existing.get((image.pk, spec, Filter(spec=spec).get_cache_key(image)))
        if rendition is None:
            try:
                rendition = make_renditions([image], [preset])[image.pk, spec]
            except (OSError, SourceImageIOError) as error:
                # One original that cannot be read does not take the others with it.
                return Failure(error)
        files.append((media_type, rendition))
    return files


class DocumentSource:
    """Documents by id."""

    def fetch(
        self, keys: Sequence[int], scope: SiteTrees, context: ContentContext
    ) -> Mapping[int, ContentDocument]:
        """Return the public ones."""
        public = in_public_collection(context.environment.private_collection_paths)
        return ContentDocument.objects.filter(public).in_bulk(set(keys))


IMAGES = ImageSource()
DOCUMENTS = DocumentSource()
