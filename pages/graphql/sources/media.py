"""Pictures, their files, and documents; only those in collections that anyone may see."""

from collections.abc import Mapping, Sequence
from typing import Any

from wagtail.images.models import Filter, SourceImageIOError

from cms.graphql.lookahead import Failure
from pages.graphql.context import ContentContext
from pages.models import ContentDocument, ContentImage, ContentRendition
from pages.renditions import ImagePreset, make_renditions
from pages.visibility import SiteTrees, in_public_collection

# `(media type, file)` in the preset's order.
Files = list[tuple[str, ContentRendition]]


class ImageSource:
    """Pictures by id."""

    def fetch(
        self, keys: Sequence[int], scope: SiteTrees, context: ContentContext
    ) -> Mapping[int, ContentImage]:
        """Return the public ones."""
        public = in_public_collection(context.environment.private_collection_paths)
        return ContentImage.objects.filter(public).in_bulk(set(keys))


class DocumentSource:
    """Documents by id."""

    def fetch(
        self, keys: Sequence[int], scope: SiteTrees, context: ContentContext
    ) -> Mapping[int, ContentDocument]:
        """Return the public ones."""
        public = in_public_collection(context.environment.private_collection_paths)
        return ContentDocument.objects.filter(public).in_bulk(set(keys))


class RenditionSource:
    """Files of pictures, by `(picture, preset)`; those that are missing are made."""

    def fetch(
        self,
        keys: Sequence[tuple[ContentImage, ImagePreset]],
        scope: SiteTrees,
        context: ContentContext,
    ) -> Mapping[tuple[ContentImage, ImagePreset], Files | Failure]:
        """Return the files of each key."""
        specs = {spec for _, preset in keys for spec, _ in preset.filter_specs()}
        rows = ContentRendition.objects.filter(
            image_id__in={image.pk for image, _ in keys}, filter_spec__in=specs
        )
        existing = {(row.image_id, row.filter_spec, row.focal_point_key): row for row in rows}
        found: dict[tuple[ContentImage, ImagePreset], Files | Failure] = {}
        for image, preset in keys:
            try:
                found[image, preset] = _files(image, preset, existing)
            except (OSError, SourceImageIOError) as error:
                # One original that cannot be read does not take the others with it.
                found[image, preset] = Failure(error)
        return found


def _files(
    image: ContentImage, preset: ImagePreset, existing: Mapping[Any, ContentRendition]
) -> Files:
    files = []
    for spec, media_type in preset.filter_specs():
        # A focal point that was moved makes other files of the same size.
        rendition = existing.get((image.pk, spec, Filter(spec=spec).get_cache_key(image)))
        if rendition is None:
            rendition = make_renditions([image], [preset])[image.pk, spec]
        files.append((media_type, rendition))
    return files


IMAGES = ImageSource()
DOCUMENTS = DocumentSource()
RENDITIONS = RenditionSource()
