"""GraphQL types of images, in named presets, and documents."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import graphene

from cms.graphql.fields import ApiField, Call, Fetch, Loading, list_of
from pages.graphql.rewrite_urls import absolute, document_url
from pages.graphql.sources.media import DOCUMENTS, IMAGES, ImageFile, ImageKey, Picture
from pages.models import ContentDocument, ContentImage
from pages.renditions import ImagePreset

_PRESET_TEXTS = {
    "THUMBNAIL": "160 × 160, cropped around the focal point.",
    "CARD": "400 × 225, cropped around the focal point; for lists.",
    "HERO": "800 × 400, cropped around the focal point; for the top of a page.",
    "FULL": "At most 800 wide and 1200 high, not cropped; for body text.",
    "LOGO": "At most 200 × 100, not cropped.",
    "SHARE": "1200 × 630, cropped around the focal point; for social networks.",
}
ImagePresetType = graphene.Enum.from_enum(
    ImagePreset,
    name="ImagePreset",
    description=lambda preset: (
        _PRESET_TEXTS[preset.name]
        if preset
        else "Available sizes in CSS pixels; `srcset` also contains double density."
    ),
)


@dataclass(frozen=True, slots=True, eq=False)
class ImageUse:
    """An image in one place, where it can have its own alternative text."""

    picture: Picture
    alt_text: str = ""

    @property
    def image(self) -> ContentImage:
        """The image itself."""
        return self.picture.image


@dataclass(frozen=True, slots=True, eq=False)
class Files:
    """The files of one preset by media type, narrowest first."""

    by_type: dict[str, list[ImageFile]]

    @property
    def fallback(self) -> ImageFile:
        """The file for browsers without `srcset` support: the narrowest JPEG."""
        return list(self.by_type.values())[-1][0]


class ImageSourceSet(graphene.ObjectType):
    """One `<source>` of a `<picture>`, in order of preference."""

    type = ApiField(graphene.String, description="Media type, such as `image/webp`.")
    srcset = ApiField(
        graphene.String,
        description="URLs with widths, for the `srcset` attribute.",
    )


@dataclass(frozen=True, slots=True, eq=False)
class _SourceSet:
    type: str
    srcset: str


class ImageRendition(graphene.ObjectType):
    """An image in one preset."""

    src = ApiField(
        graphene.String,
        description="URL of a JPEG, for browsers without `srcset` support.",
        source=lambda files, _: absolute(files.fallback.url),
    )
    width = ApiField(
        graphene.Int,
        description="Width of `src` in pixels.",
        source=lambda files, _: files.fallback.width,
    )
    height = ApiField(
        graphene.Int,
        description="Height of `src` in pixels.",
        source=lambda files, _: files.fallback.height,
    )
    sources = ApiField(
        list_of(ImageSourceSet),
        description="The available formats in order of preference: AVIF, WebP, JPEG.",
        source=lambda files, _: [
            _SourceSet(media_type, _srcset(each)) for media_type, each in files.by_type.items()
        ],
    )


def _srcset(renditions: list[ImageFile]) -> str:
    # An image smaller than the preset has the same width in both densities.
    by_width = {rendition.width: rendition.url for rendition in renditions}
    return ", ".join(f"{absolute(url)} {width}w" for width, url in by_width.items())


class _RenditionLoader:
    """Returns the files that were loaded with the images."""

    def load(self, parents: Sequence[ImageUse], call: Call) -> Sequence[Files | None]:
        """Return the files of the requested preset; None if they have not been made."""
        return [self._of(use, call.arguments["preset"]) for use in parents]

    def _of(self, use: ImageUse, preset: ImagePreset) -> Files | None:
        by_type: dict[str, list[ImageFile]] = {}
        for media_type, file in use.picture.files[preset] or ():
            by_type.setdefault(media_type, []).append(file)
        return Files(by_type) if by_type else None


class FocalPoint(graphene.ObjectType):
    """The point that must stay visible when an image is cropped."""

    x = ApiField(graphene.Float, description="From 0 (left edge) to 1 (right edge).")
    y = ApiField(graphene.Float, description="From 0 (top edge) to 1 (bottom edge).")


@dataclass(frozen=True, slots=True, eq=False)
class _Point:
    x: float
    y: float


def _focal_point(use: ImageUse) -> _Point:
    image = use.image
    if image.focal_point_x is None or image.focal_point_y is None:
        return _Point(0.5, 0.5)
    return _Point(
        round(image.focal_point_x / image.width, 3), round(image.focal_point_y / image.height, 3)
    )


class Image(graphene.ObjectType):
    """An image, available in a few presets."""

    alt = ApiField(
        graphene.String,
        description="Alternative text; empty if `isDecorative`.",
        source=lambda use, _: use.alt_text or use.image.default_alt_text,
    )
    is_decorative = ApiField(
        graphene.Boolean,
        description='Whether the image adds no information to the text: use `alt=""`.',
        source=lambda use, _: use.image.is_decorative and not use.alt_text,
    )
    credit = ApiField(
        graphene.String,
        required=False,
        description="Credit to show beside the image.",
        source=lambda use, _: use.image.credit or None,
    )
    width = ApiField(
        graphene.Int,
        description="Width of the original in pixels.",
        source=lambda use, _: use.image.width,
    )
    height = ApiField(
        graphene.Int,
        description="Height of the original in pixels.",
        source=lambda use, _: use.image.height,
    )
    focal_point = ApiField(
        FocalPoint,
        description="The point that must stay visible; the centre unless an editor has set it.",
        source=lambda use, _: _focal_point(use),
    )
    rendition = ApiField(
        ImageRendition,
        required=False,
        description=(
            "The image in one preset. Null for some seconds after upload, until the files "
            "are made, and if the original cannot be read: show the page without the image."
        ),
        loader=_RenditionLoader(),
        args={
            "preset": graphene.Argument(
                ImagePresetType, required=True, description="The size to return."
            )
        },
    )


class ImageLoader:
    """Loads the image with the id `key(parent)`; None if it is not public."""

    def __init__(self, key: Callable[[Any], int | None], alt: Callable[[Any], str] | None = None):
        self.key = key
        self.alt = alt or (lambda parent: "")

    def load(self, parents: Sequence[Any], call: Call) -> Loading:
        """Return each parent's image, with the files of the selected presets."""
        wanted = call.selected.arguments("Image", "rendition")
        presets = frozenset(arguments["preset"] for arguments in wanted)
        keys = [ImageKey(self.key(parent) or 0, presets) for parent in parents]
        pictures = yield Fetch(IMAGES, [key for key in keys if key.image_id])
        return [
            ImageUse(pictures[key], self.alt(parent)) if key in pictures else None
            for parent, key in zip(parents, keys, strict=True)
        ]


def image_field(column: str, description: str) -> ApiField:
    """Return the field for a model's image; `column` is the foreign key's column."""
    return ApiField(
        Image,
        required=False,
        description=description,
        loader=ImageLoader(lambda parent: getattr(parent, column)),
        columns=(column,),
    )


@dataclass(frozen=True, slots=True, eq=False)
class DocumentUse:
    """A document in one place, where it can have its own title."""

    document: ContentDocument
    own_title: str = ""


class Document(graphene.ObjectType):
    """A file to download."""

    title = ApiField(
        graphene.String,
        description="Title, as used on the page.",
        source=lambda use, _: use.own_title or use.document.title,
    )
    url = ApiField(
        graphene.String,
        description="Download URL.",
        source=lambda use, _: document_url(use.document),
    )
    filename = ApiField(
        graphene.String,
        description="Name of the file, with its extension.",
        source=lambda use, _: use.document.filename,
    )
    file_type = ApiField(
        graphene.String,
        description="File extension in capitals, such as `PDF`, to show beside the link.",
        source=lambda use, _: use.document.file_extension.upper(),
    )
    size = ApiField(
        graphene.Int,
        required=False,
        description="Size in bytes, to show beside the link; null if unknown.",
        source=lambda use, _: use.document.file_size,
    )
    language = ApiField(
        graphene.String,
        description="Language of the file's text, for `hreflang`.",
        source=lambda use, _: use.document.language,
    )


class DocumentLoader:
    """Loads the document with the id `key(parent)`; None if it is not public."""

    def __init__(self, key: Callable[[Any], int | None], title: Callable[[Any], str] | None = None):
        self.key = key
        self.title = title or (lambda parent: "")

    def load(self, parents: Sequence[Any], call: Call) -> Loading:
        """Return each parent's document."""
        ids = [self.key(parent) for parent in parents]
        documents = yield Fetch(DOCUMENTS, [pk for pk in ids if pk])
        return [
            DocumentUse(documents[pk], self.title(parent)) if pk in documents else None
            for parent, pk in zip(parents, ids, strict=True)
        ]


def document_field(column: str, description: str) -> ApiField:
    """Return the field for a model's document; `column` is the foreign key's column."""
    return ApiField(
        Document,
        required=False,
        description=description,
        loader=DocumentLoader(
            lambda parent: getattr(parent, column), lambda parent: getattr(parent, "title", "")
        ),
    )
