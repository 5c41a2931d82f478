"""GraphQL types of StreamField blocks, and a union per body field."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import graphene

from cms.graphql.fields import ApiField, Call, Fetch, Loading, list_of
from pages.blocks import (
    ARTICLE_BLOCKS,
    EVENT_BLOCKS,
    EVENT_REPORT_BLOCKS,
    GROUP_BLOCKS,
    HOME_BLOCKS,
    PROJECT_BLOCKS,
    STANDARD_BLOCKS,
)
from pages.forms.web_addresses import safe_address
from pages.graphql.documents.embeds import embed_of
from pages.graphql.documents.media import Document, DocumentLoader, Image, ImageLoader
from pages.graphql.documents.rich_text import RichTextLoader, to_text
from pages.graphql.documents.stored_blocks import Block, BlockCache
from pages.graphql.interface import PageInterface
from pages.graphql.relations import wanted_columns
from pages.graphql.sources.pages import PAGES, PageKey


def _items(value: Any) -> Iterable[Any]:
    """Yield the items of a list block, in Wagtail's current or its earlier format."""
    for item in value or ():
        yield item["value"] if isinstance(item, dict) and item.get("type") == "item" else item


def _text(name: str, description: str, *, required: bool = False) -> ApiField:
    return ApiField(
        graphene.String,
        required=required,
        description=description,
        source=lambda block, _: block.value.get(name) or ("" if required else None),
    )


def _id_field() -> ApiField:
    return ApiField(
        graphene.ID, description=("Id of the block; it stays the same when the block is edited.")
    )


def _html_field(name: str | None, description: str, *, required: bool = True) -> ApiField:
    return ApiField(
        graphene.String,
        required=required,
        description=description,
        loader=RichTextLoader(
            lambda block: (block.value.get(name) if name else block.value) or "",
            lambda block: block.locale_id,
        ),
        pick=None if required else lambda html: html or None,
    )


class HeadingBlock(graphene.ObjectType):
    """A second-level heading."""

    id = _id_field()
    text = ApiField(
        graphene.String, description="Text of the heading.", source=lambda block, _: block.value
    )


class RichTextBlock(graphene.ObjectType):
    """Paragraphs, lists, third- and fourth-level headings, and links."""

    id = _id_field()
    html = _html_field(None, "HTML; links are front-end URLs.")
    text = ApiField(
        graphene.String,
        description="Plain text, one line per paragraph.",
        source=lambda block, _: to_text(block.value),
    )


class ImageBlock(graphene.ObjectType):
    """An image. `image` is null if it is no longer public."""

    id = _id_field()
    image = ApiField(
        Image,
        required=False,
        description="The image; null if it is no longer public.",
        loader=ImageLoader(
            lambda block: block.value.get("image"), lambda block: block.value.get("alt_text") or ""
        ),
    )
    caption = _text("caption", "Caption below the image.")


class GalleryBlock(graphene.ObjectType):
    """Several images, for instance from one event."""

    id = _id_field()
    heading = _text("heading", "Heading of the gallery.")
    images = ApiField(
        list_of(ImageBlock),
        description="The images in order.",
        source=lambda block, _: [
            Block("ImageBlock", f"{block.id}.{number}", value, block.locale_id)
            for number, value in enumerate(_items(block.value.get("images")), start=1)
        ],
    )


class QuoteBlock(graphene.ObjectType):
    """A quotation."""

    id = _id_field()
    text = _text("text", "Text of the quotation.", required=True)
    attribution = _text("attribution", "Source of the quotation, usually a role.")


class FactBoxBlock(graphene.ObjectType):
    """A box with facts, shown beside the text."""

    id = _id_field()
    title = ApiField(
        graphene.String,
        description="Heading of the box.",
        source=lambda block, _: block.value.get("heading") or "",
    )
    html = _html_field("text", "HTML; links are front-end URLs.")
    text = ApiField(
        graphene.String,
        description="Plain text, one line per paragraph.",
        source=lambda block, _: to_text(block.value.get("text") or ""),
    )


class DocumentBlock(graphene.ObjectType):
    """A file to download. `document` is null if it is no longer public."""

    id = _id_field()
    document = ApiField(
        Document,
        required=False,
        description="The document; null if it is no longer public.",
        loader=DocumentLoader(lambda block: block.value.get("document")),
    )
    description = _text("description", "Description of the contents.")


class VideoBlock(graphene.ObjectType):
    """A film or sound recording on another site; load it only after the visitor has consented."""

    id = _id_field()
    title = _text("title", "Title of the recording.", required=True)
    url = ApiField(
        graphene.String,
        description="URL of the recording's own page, for a link.",
        source=lambda block, _: safe_address(block.value.get("video")),
    )
    provider = ApiField(
        graphene.String,
        description="Host that would receive the visitor's data, such as `youtube.com`.",
        source=lambda block, _: embed_of(safe_address(block.value.get("video"))).provider,
    )
    embed_url = ApiField(
        graphene.String,
        required=False,
        description="URL for an `<iframe>`; null for an unknown provider.",
        source=lambda block, _: embed_of(safe_address(block.value.get("video"))).embed_url,
    )
    thumbnail = ApiField(
        Image,
        required=False,
        description=(
            "Still image from this site, to show until the visitor consents; null if there is none."
        ),
        loader=ImageLoader(lambda block: block.value.get("thumbnail"), lambda block: ""),
    )
    transcript = _html_field("transcript", "Transcript, as HTML.", required=False)


class _CallToActionPage:
    def load(self, parents: Sequence[Block], call: Call) -> Loading:
        whole = wanted_columns(call, None)
        keys = [
            PageKey(block.value.get("page"), None, block.locale_id, None, whole)
            for block in parents
        ]
        pages = yield Fetch(PAGES, [key for key in keys if key.page_id])
        return [pages.get(key) for key in keys]


class _CallToActionHref:
    def load(self, parents: Sequence[Block], call: Call) -> Loading:
        keys = [
            PageKey(page_id=block.value.get("page"), locale_id=block.locale_id) for block in parents
        ]
        pages = yield Fetch(PAGES, [key for key in keys if key.page_id])
        return [
            call.scope.path_of(pages[key].url_path)
            if key in pages
            else (not key.page_id and safe_address(block.value.get("url"))) or None
            for block, key in zip(parents, keys, strict=True)
        ]


class CallToActionBlock(graphene.ObjectType):
    """A link button to a page of the site or to an external URL."""

    id = _id_field()
    text = _text("text", "Text of the button.", required=True)
    href = ApiField(
        graphene.String,
        required=False,
        description=(
            "Target: the path of `page`, or an external URL; null if the page is not public."
        ),
        loader=_CallToActionHref(),
    )
    page = ApiField(
        PageInterface,
        required=False,
        description="Target page; null for an external URL or if the page is not public.",
        loader=_CallToActionPage(),
    )


class _RelatedPages:
    def load(self, parents: Sequence[Block], call: Call) -> Loading:
        whole = wanted_columns(call, None)
        keys = [
            [
                PageKey(pk, None, block.locale_id, None, whole)
                for pk in _items(block.value.get("pages"))
                if pk
            ]
            for block in parents
        ]
        pages = yield Fetch(PAGES, [key for each in keys for key in each])
        return [[pages[key] for key in each if key in pages] for each in keys]


class RelatedPagesBlock(graphene.ObjectType):
    """Links to related pages."""

    id = _id_field()
    heading = _text("heading", "Heading of the list.")
    pages = ApiField(
        list_of(PageInterface),
        description="The related pages that are public.",
        loader=_RelatedPages(),
    )


BLOCK_TYPES: Mapping[str, type[graphene.ObjectType]] = {
    "heading": HeadingBlock,
    "rich_text": RichTextBlock,
    "image": ImageBlock,
    "gallery": GalleryBlock,
    "quote": QuoteBlock,
    "fact_box": FactBoxBlock,
    "document": DocumentBlock,
    "video": VideoBlock,
    "call_to_action": CallToActionBlock,
    "related_pages": RelatedPagesBlock,
}


BLOCKS = BlockCache({kind: type_._meta.name for kind, type_ in BLOCK_TYPES.items()})


def body_union(name: str, blocks: Sequence[tuple[str, Any]], what: str) -> type[graphene.Union]:
    """Return the union of the block types that a body field may contain."""
    meta = type(
        "Meta",
        (),
        {
            "types": tuple(BLOCK_TYPES[kind] for kind, _ in blocks),
            "description": f"Blocks of {what}.",
        },
    )
    return type(name, (graphene.Union,), {"Meta": meta})


HomeBody = body_union("HomePageBody", HOME_BLOCKS, "a start page's body")
StandardBody = body_union("StandardPageBody", STANDARD_BLOCKS, "a standard page's body")
GroupBody = body_union("GroupPageBody", GROUP_BLOCKS, "a group's body")
ProjectBody = body_union("ProjectPageBody", PROJECT_BLOCKS, "a project's body")
EventBody = body_union("EventPageBody", EVENT_BLOCKS, "an event's body")
EventReport = body_union("EventPageReport", EVENT_REPORT_BLOCKS, "the report of an event")
ArticleBody = body_union("ArticlePageBody", ARTICLE_BLOCKS, "an article's body")


def body_field(union: type[graphene.Union], name: str, description: str) -> ApiField:
    """Return the field for a page's StreamField."""
    return ApiField(
        list_of(union),
        description=description,
        source=lambda page, _: BLOCKS.of_page(page, name),
        columns=(name,),
    )
