"""Pictures in named presets, and documents."""

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
    "THUMBNAIL": "160 × 160, cut around the focal point.",
    "CARD": "400 × 225, cut around the focal point, for lists.",
    "HERO": "800 × 400, cut around the focal point, for the top of a page.",
    "FULL": "800 wide at most, not cut, for text.",
    "LOGO": "200 × 100 at most, not cut.",
    "SHARE": "1200 × 630, cut around the focal point, for links in social networks.",
}
ImagePresetType = graphene.Enum.from_enum(
    ImagePreset,
    name="ImagePreset",
    description=lambda preset: (
        _PRESET_TEXTS[preset.name]
        if preset
        else "The sizes that there are, in CSS pixels; `srcset` has each at double density too."
    ),
)


@dataclass(frozen=True, slots=True, eq=False)
class ImageUse:
    """A picture in one place, which may describe it in its own words."""

    picture: Picture
    alt_text: str = ""

    @property
    def image(self) -> ContentImage:
        """The picture itself."""
        return self.picture.image


@dataclass(frozen=True, slots=True, eq=False)
class Files:
    """The files of one preset, by media type, narrow ones first."""

    by_type: dict[str, list[ImageFile]]

    @property
    def fallback(self) -> ImageFile:
        """The file for a browser that knows no `srcset`: the narrowest JPEG."""
        return list(self.by_type.values())[-1][0]


class ImageSourceSet(graphene.ObjectType):
    """One `<source>` of a `<picture>`."""

    class Meta:
        description = "One `<source>` of a `<picture>`, in the order to try."

    type = ApiField(graphene.String, description="Media type, such as `image/webp`.")
    srcset = ApiField(
        graphene.String,
        description="Addresses with their widths, for the attribute of that name.",
    )


@dataclass(frozen=True, slots=True, eq=False)
class _SourceSet:
    type: str
    srcset: str


class ImageRendition(graphene.ObjectType):
    """A picture in one preset."""

    class Meta:
        description = "A picture in one preset."

    src = ApiField(
        graphene.String,
        description="Address of a JPEG, for browsers without `srcset`.",
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
        description="AVIF, WebP and JPEG, to offer the browser in this order; those that are made.",
        source=lambda files, _: [
            _SourceSet(media_type, _srcset(each)) for media_type, each in files.by_type.items()
        ],
    )


def _srcset(renditions: list[ImageFile]) -> str:
    # A picture that is smaller than a preset gives the same width twice.
    by_width = {rendition.width: rendition.url for rendition in renditions}
    return ", ".join(f"{absolute(url)} {width}w" for width, url in by_width.items())


class _RenditionLoader:
    """Hands out the files that came with the pictures."""

    def load(self, parents: Sequence[ImageUse], call: Call) -> Sequence[Files | None]:
        """Return the files; None where they have not been made."""
        return [self._of(use, call.arguments["preset"]) for use in parents]

    def _of(self, use: ImageUse, preset: ImagePreset) -> Files | None:
        by_type: dict[str, list[ImageFile]] = {}
        for media_type, file in use.picture.files[preset] or ():
            by_type.setdefault(media_type, []).append(file)
        return Files(by_type) if by_type else None


class FocalPoint(graphene.ObjectType):
    """Where the eye should land."""

    class Meta:
        description = "What must stay in view when a picture is cut, from 0 to 1."

    x = ApiField(graphene.Float, description="0 is the left edge, 1 the right one.")
    y = ApiField(graphene.Float, description="0 is the upper edge, 1 the lower one.")


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
    """A picture."""

    class Meta:
        description = "A picture, in one of a few presets."

    alt = ApiField(
        graphene.String,
        description="Text for those who do not see it; empty if `isDecorative`.",
        source=lambda use, _: use.alt_text or use.image.default_alt_text,
    )
    is_decorative = ApiField(
        graphene.Boolean,
        description='Whether it says nothing that the text does not say: then `alt=""`.',
        source=lambda use, _: use.image.is_decorative and not use.alt_text,
    )
    credit = ApiField(
        graphene.String,
        required=False,
        description="Who made it; show it beside the picture.",
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
        description="What must stay in view; the middle unless an editor chose it.",
        source=lambda use, _: _focal_point(use),
    )
    rendition = ApiField(
        ImageRendition,
        required=False,
        description=(
            "The picture in one preset. Null for some seconds after it was added, until its files "
            "are made, and where its original cannot be read: then show the page without it."
        ),
        loader=_RenditionLoader(),
        args={
            "preset": graphene.Argument(
                ImagePresetType, required=True, description="The size to get."
            )
        },
    )


class ImageLoader:
    """Loads the picture that `key(parent)` names; null where it is not public."""

    def __init__(self, key: Callable[[Any], int | None], alt: Callable[[Any], str] | None = None):
        self.key = key
        self.alt = alt or (lambda parent: "")

    def load(self, parents: Sequence[Any], call: Call) -> Loading:
        """Return each parent's picture."""
        wanted = call.selected.arguments("Image", "rendition")
        presets = frozenset(arguments["preset"] for arguments in wanted)
        keys = [ImageKey(self.key(parent) or 0, presets) for parent in parents]
        pictures = yield Fetch(IMAGES, [key for key in keys if key.image_id])
        return [
            ImageUse(pictures[key], self.alt(parent)) if key in pictures else None
            for parent, key in zip(parents, keys, strict=True)
        ]


def image_field(column: str, description: str) -> ApiField:
    """Return the field of a model's picture; `column` is the foreign key's own."""
    return ApiField(
        Image,
        required=False,
        description=description,
        loader=ImageLoader(lambda parent: getattr(parent, column)),
        columns=(column,),
    )


@dataclass(frozen=True, slots=True, eq=False)
class DocumentUse:
    """A document in one place, which may give it a title of its own."""

    document: ContentDocument
    own_title: str = ""


class Document(graphene.ObjectType):
    """A file to download."""

    class Meta:
        description = "A file to download."

    title = ApiField(
        graphene.String,
        description="Its title, as the page calls it.",
        source=lambda use, _: use.own_title or use.document.title,
    )
    url = ApiField(
        graphene.String,
        description="Where to download it.",
        source=lambda use, _: document_url(use.document),
    )
    filename = ApiField(
        graphene.String,
        description="Name of the file.",
        source=lambda use, _: use.document.filename,
    )
    file_type = ApiField(
        graphene.String,
        description="Extension in capitals, such as `PDF`, to show beside the link.",
        source=lambda use, _: use.document.file_extension.upper(),
    )
    size = ApiField(
        graphene.Int,
        required=False,
        description="Bytes, to show beside the link; null if not known.",
        source=lambda use, _: use.document.file_size,
    )
    language = ApiField(
        graphene.String,
        description="Language of the text in the file, for `hreflang`.",
        source=lambda use, _: use.document.language,
    )


class DocumentLoader:
    """Loads the document that `key(parent)` names; null where it is not public."""

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
    """Return the field of a model's document; `column` is the foreign key's own."""
    return ApiField(
        Document,
        required=False,
        description=description,
        loader=DocumentLoader(
            lambda parent: getattr(parent, column), lambda parent: getattr(parent, "title", "")
        ),
    )
