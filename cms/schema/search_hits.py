"""GraphQL types of search hits."""

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
    """The object of a hit: a page (`... on Page`), a document or a service."""

    class Meta:
        types = (*(type_of(model)() for model in PAGE_MODELS), Document, type_of(Service)())


class FoundDocument(DocumentUse):
    """A document with its type name, needed as a member of a union."""

    __slots__ = ()
    graphql_type = "Document"


@dataclass(slots=True, eq=False)
class FoundItem:
    """A hit, its position, and its object with the columns for links."""

    hit: Hit
    place: int
    item: ContentPage | DocumentUse | Service


@dataclass(frozen=True, slots=True)
class _Address:
    path: str | None
    url: str | None
    locale: str


class _AddressLoader:
    """Computes the URLs of hits; costs no query except for the languages."""

    def load(self, parents: Sequence[FoundItem], call: Call) -> Sequence[_Address]:
        """Return the URL of each hit."""
        return [_address(parent.item, call) for parent in parents]


def _address(item: Any, call: Call) -> _Address:
    if isinstance(item, DocumentUse):
        return _Address(None, document_url(item.document), item.document.language)
    if isinstance(item, Service):
        return _Address(None, None, call.context.language(item.locale_id))
    link = link_to(item, call)
    return _Address(link.path, link.url, link.locale)


class _ItemLoader:
    """Loads columns that were not loaded with the hits: one query per page type."""

    def load(self, parents: Sequence[FoundItem], call: Call) -> Loading:
        """Return each hit's object."""
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
    """A search hit, with everything that a list of hits shows."""

    type = ApiField(SearchType, description="What it is.", source=lambda found, _: found.hit.kind)
    title = ApiField(
        graphene.String,
        description="Title, as plain text.",
        source=lambda found, _: found.hit.title,
    )
    title_html = ApiField(
        graphene.String,
        description="Title as safe HTML, with matches in `<mark>`.",
        source=lambda found, _: found.hit.title_html,
    )
    snippet = ApiField(
        graphene.String,
        description="About 200 characters around the matches; empty for a document.",
        source=lambda found, _: plain(found.hit.snippet_html),
    )
    snippet_html = ApiField(
        graphene.String,
        description="`snippet` as safe HTML, with matches in `<mark>`.",
        source=lambda found, _: found.hit.snippet_html,
    )
    path = ApiField(
        graphene.String,
        required=False,
        description="Path of a page in the front end; null for documents and services.",
        loader=_ADDRESSES,
        pick=lambda address: address.path,
    )
    url = ApiField(
        graphene.String,
        required=False,
        description=(
            "Absolute URL: of a page in the front end, or for downloading a "
            "document. Null for a service, whose location the front end decides (see "
            "`item`)."
        ),
        loader=_ADDRESSES,
        pick=lambda address: address.url,
    )
    locale = ApiField(
        graphene.String,
        description="Language code. Documents are found in all languages; use it for `hreflang`.",
        loader=_ADDRESSES,
        pick=lambda address: address.locale,
    )
    item = ApiField(
        SearchItem,
        description="The object itself, for other fields such as a date, an image or a slug.",
        loader=_ItemLoader(),
    )
