"""What a hit of the search shows."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import graphene

from cms.graphql.fields import ApiField, Call, Fetch, Loading
from cms.search.highlighting import plain
from cms.search.registry import kinds
from cms.search.searching import Hit
from feedback.models import Service
from pages.graphql.documents.media import Document, DocumentUse
from pages.graphql.page_links import link_to
from pages.graphql.relations import wanted_columns
from pages.graphql.rewrite_urls import document_url
from pages.graphql.sources.pages import PAGE_MODELS, PAGES, PageKey
from pages.graphql.types.common import type_of
from pages.models import ContentPage

SearchType = graphene.Enum.from_enum(
    enum.Enum("SearchType", {kind.upper(): kind for kind in kinds()}),
    description=lambda member: kinds()[member.value] if member else "What can be found.",
)


class SearchItem(graphene.Union):
    """What a hit stands for."""

    class Meta:
        types = (*(type_of(model)() for model in PAGE_MODELS), Document, type_of(Service)())
        description = "What a hit stands for: a page (`... on Page`), a document or a service."


class FoundDocument(DocumentUse):
    """A document that says what it is: in a union its class has to."""

    __slots__ = ()
    graphql_type = "Document"


@dataclass(slots=True, eq=False)
class FoundItem:
    """A hit, its place in the window, and what it stands for as far as a link needs it."""

    hit: Hit
    place: int
    item: ContentPage | DocumentUse | Service


@dataclass(frozen=True, slots=True)
class _Address:
    path: str | None
    url: str | None
    locale: str


class _AddressLoader:
    """Finds where hits lead; asks nothing of the database but the languages."""

    def load(self, parents: Sequence[FoundItem], call: Call) -> Sequence[_Address]:
        """Return the address of each hit."""
        return [_address(parent.item, call) for parent in parents]


def _address(item: Any, call: Call) -> _Address:
    if isinstance(item, DocumentUse):
        return _Address(None, document_url(item.document), item.document.language)
    if isinstance(item, Service):
        return _Address(None, None, call.context.language(item.locale_id))
    link = link_to(item, call)
    return _Address(link.path, link.url, link.locale)


class _ItemLoader:
    """Loads of the items what was not loaded with the hits: a query for each type of page."""

    def load(self, parents: Sequence[FoundItem], call: Call) -> Loading:
        """Return each hit's item."""
        keys = {id(parent): _page_key(parent.item, call) for parent in parents}
        pages = yield Fetch(PAGES, [key for key in keys.values() if key and key.whole])
        return [pages.get(keys[id(parent)], parent.item) for parent in parents]


def _page_key(item: Any, call: Call) -> PageKey | None:
    if not isinstance(item, ContentPage):
        return None
    model = type(item)
    return PageKey(item.pk, None, item.locale_id, model, wanted_columns(call, model))


_ADDRESSES = _AddressLoader()


class SearchHit(graphene.ObjectType):
    """Something that was found."""

    class Meta:
        description = "Something that was found, with all that a list of hits shows."

    type = ApiField(SearchType, description="What it is.", source=lambda found, _: found.hit.kind)
    title = ApiField(
        graphene.String,
        description="What was found, as plain text.",
        source=lambda found, _: found.hit.title,
    )
    title_html = ApiField(
        graphene.String,
        description="Its title as HTML that is safe: text, and `<mark>` around what was asked for.",
        source=lambda found, _: found.hit.title_html,
    )
    snippet = ApiField(
        graphene.String,
        description="Some 200 characters around what was asked for; empty for a document.",
        source=lambda found, _: plain(found.hit.snippet_html),
    )
    snippet_html = ApiField(
        graphene.String,
        description="`snippet` as HTML that is safe: text, and `<mark>` around what was asked for.",
        source=lambda found, _: found.hit.snippet_html,
    )
    path = ApiField(
        graphene.String,
        required=False,
        description="Path of a page in the front end; null for a document and for a service.",
        loader=_ADDRESSES,
        pick=lambda address: address.path,
    )
    url = ApiField(
        graphene.String,
        required=False,
        description="Whole address: of a page in the front end, of a document where to download "
        "it. Null for a service, which the front end shows where it likes: see `item`.",
        loader=_ADDRESSES,
        pick=lambda address: address.url,
    )
    locale = ApiField(
        graphene.String,
        description="Language code. A document is found in every language: for `hreflang`.",
        loader=_ADDRESSES,
        pick=lambda address: address.locale,
    )
    item = ApiField(
        SearchItem,
        description="What was found, for more than a link: a date, a picture, a slug.",
        loader=_ItemLoader(),
    )
