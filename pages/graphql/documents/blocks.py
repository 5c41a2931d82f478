"""The blocks of a body: each kind a type, and a union for each field that has them."""

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
from pages.graphql.documents.embeds import embed_of
from pages.graphql.documents.media import Document, DocumentLoader, Image, ImageLoader
from pages.graphql.documents.rich_text import RichTextLoader, to_text
from pages.graphql.documents.stored_blocks import Block, BlockCache
from pages.graphql.interface import PageInterface
from pages.graphql.relations import wanted_columns
from pages.graphql.sources.pages import PAGES, PageKey


def _items(value: Any) -> Iterable[Any]:
    """Yield the values of a list block, in the form of today's Wagtail and of earlier ones."""
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
    return ApiField(graphene.ID, description="Stays the same while the block is edited.")


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
    """A heading."""

    class Meta:
        description = "A heading of the second level."

    id = _id_field()
    text = ApiField(
        graphene.String, description="The heading.", source=lambda block, _: block.value
    )


class RichTextBlock(graphene.ObjectType):
    """Paragraphs, lists and links."""

    class Meta:
        description = "Paragraphs, lists, headings of the third level and links."

    id = _id_field()
    html = _html_field(None, "HTML; links are addresses of the front end.")
    text = ApiField(
        graphene.String,
        description="The text alone, a line a paragraph.",
        source=lambda block, _: to_text(block.value),
    )


class ImageBlock(graphene.ObjectType):
    """A picture in the text."""

    class Meta:
        description = "A picture in the text. `image` is null if it is no longer public."

    id = _id_field()
    image = ApiField(
        Image,
        required=False,
        description="The picture.",
        loader=ImageLoader(
            lambda block: block.value.get("image"), lambda block: block.value.get("alt_text") or ""
        ),
    )
    caption = _text("caption", "Shown under the picture.")


class GalleryBlock(graphene.ObjectType):
    """Several pictures."""

    class Meta:
        description = "Several pictures from one occasion."

    id = _id_field()
    heading = _text("heading", "Heading of the gallery.")
    images = ApiField(
        list_of(ImageBlock),
        description="The pictures.",
        source=lambda block, _: [
            Block("ImageBlock", f"{block.id}.{number}", value, block.locale_id)
            for number, value in enumerate(_items(block.value.get("images")), start=1)
        ],
    )


class QuoteBlock(graphene.ObjectType):
    """Something that somebody said."""

    class Meta:
        description = "Something that somebody said."

    id = _id_field()
    text = _text("text", "The words.", required=True)
    attribution = _text("attribution", "Who said it, most often a role.")


class FactBoxBlock(graphene.ObjectType):
    """Facts beside the text."""

    class Meta:
        description = "Facts beside the text."

    id = _id_field()
    title = ApiField(
        graphene.String,
        description="Heading of the box.",
        source=lambda block, _: block.value.get("heading") or "",
    )
    html = _html_field("text", "HTML; links are addresses of the front end.")
    text = ApiField(
        graphene.String,
        description="The text alone, a line a paragraph.",
        source=lambda block, _: to_text(block.value.get("text") or ""),
    )


class DocumentBlock(graphene.ObjectType):
    """A file to download."""

    class Meta:
        description = "A file to download. `document` is null if it is no longer public."

    id = _id_field()
    document = ApiField(
        Document,
        required=False,
        description="The file.",
        loader=DocumentLoader(lambda block: block.value.get("document")),
    )
    description = _text("description", "What is in it.")


class VideoBlock(graphene.ObjectType):
    """Film or sound from another site."""

    class Meta:
        description = (
            "Film or sound from another site. Load nothing from `provider` before the visitor "
            "has agreed to it."
        )

    id = _id_field()
    title = _text("title", "What the film or sound is called.", required=True)
    url = ApiField(
        graphene.String,
        description="Address of its own page, to link to.",
        source=lambda block, _: block.value.get("video") or "",
    )
    provider = ApiField(
        graphene.String,
        description="Host that would learn of the visitor, such as `youtube.com`.",
        source=lambda block, _: embed_of(block.value.get("video") or "").provider,
    )
    embed_url = ApiField(
        graphene.String,
        required=False,
        description="Address for an `<iframe>`; null for a provider that is not known.",
        source=lambda block, _: embed_of(block.value.get("video") or "").embed_url,
    )
    thumbnail = ApiField(
        Image,
        required=False,
        description="A still picture from this site, to show until the visitor agrees; null if "
        "there is none.",
        loader=ImageLoader(lambda block: block.value.get("thumbnail"), lambda block: ""),
    )
    transcript = _html_field("transcript", "What is said and shown, as HTML.", required=False)


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
            else (not key.page_id and block.value.get("url")) or None
            for block, key in zip(parents, keys, strict=True)
        ]


class CallToActionBlock(graphene.ObjectType):
    """A link that asks the reader to do something."""

    class Meta:
        description = "A link button, to a page here or an address elsewhere."

    id = _id_field()
    text = _text("text", "What the button says.", required=True)
    href = ApiField(
        graphene.String,
        required=False,
        description="Where it leads: the path of `page`, or an address elsewhere; null if the page "
        "is not public.",
        loader=_CallToActionHref(),
    )
    page = ApiField(
        PageInterface,
        required=False,
        description="The page it leads to; null if it leads elsewhere or is not public.",
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
    """Pages that the reader may want to go on to."""

    class Meta:
        description = "Pages that the reader may want to go on to."

    id = _id_field()
    heading = _text("heading", "Heading of the list.")
    pages = ApiField(
        list_of(PageInterface), description="The public ones of them.", loader=_RelatedPages()
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
    """Return the union of the blocks that a field may hold."""
    meta = type(
        "Meta",
        (),
        {
            "types": tuple(BLOCK_TYPES[kind] for kind, _ in blocks),
            "description": f"What {what} consists of.",
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
    """Return the field of a page's stream field."""
    return ApiField(
        list_of(union),
        description=description,
        source=lambda page, _: BLOCKS.of_page(page, name),
        columns=(name,),
    )
