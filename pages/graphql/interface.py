"""The interface `Page`: fields that all page types have."""

from collections.abc import Sequence
from typing import Any

import graphene

from cms.graphql.fields import ApiField, Call, Fetch, Loading, list_of
from cms.graphql.scalars import DateTime
from pages.graphql.documents.media import Image, ImageLoader
from pages.graphql.documents.page_text import TEXT_COLUMNS, text_of
from pages.graphql.page_links import BreadcrumbLoader, LinkLoader, ancestors, link_to
from pages.graphql.relations import wanted_columns
from pages.graphql.seo import PAGE_SEO, seo_field
from pages.graphql.sources.pages import PAGES, PageKey
from pages.graphql.sources.snippets import FAMILIES
from pages.page_urls import slug_of
from pages.readability import readability


class _TranslationLoader:
    """Loads a page's visible translations."""

    columns = ()

    def load(self, parents: Sequence[Any], call: Call) -> Loading:
        """Return links to the translations of each page."""
        keys = [("translations", parent.translation_key) for parent in parents]
        found = yield Fetch(FAMILIES, keys)
        return [
            [link_to(page, call) for page in found.get(key, ()) if page.pk != parent.pk]
            for parent, key in zip(parents, keys, strict=True)
        ]


class _ParentLoader:
    """Loads each page's parent."""

    columns = ()

    def load(self, parents: Sequence[Any], call: Call) -> Loading:
        """Return each page's parent; None for a start page or if the parent is not visible."""
        whole = wanted_columns(call, None)
        paths = [(ancestors(parent, call) or [""])[-1] for parent in parents]
        found = yield Fetch(FAMILIES, [("at", path) for path in paths if path])
        keys = {
            path: PageKey(
                page_id=found["at", path].pk, locale_id=found["at", path].locale_id, whole=whole
            )
            for path in paths
            if ("at", path) in found
        }
        pages = yield Fetch(PAGES, keys.values())
        return [pages.get(keys[path]) if path in keys else None for path in paths]


_LINKS = LinkLoader()


class Link(graphene.ObjectType):
    """A page as a link, for breadcrumbs and language switches."""

    class Meta:
        name = "PageLink"

    title = ApiField(graphene.String, description="Title of the page.")
    path = ApiField(graphene.String, description="Path in the front end.")
    url = ApiField(graphene.String, description="Absolute URL in the front end.")
    locale = ApiField(graphene.String, description="Language code of the page.")


class Readability(graphene.ObjectType):
    """Readability and reading time of the page's text."""

    lix = ApiField(
        graphene.Int,
        description=(
            "LIX index: below 30 very easy, 30–40 easy, 40–50 average, above 50 difficult."
        ),
    )
    words = ApiField(graphene.Int, description="Number of words.")
    minutes = ApiField(graphene.Int, description="Reading time in minutes, rounded up.")


class PageInterface(graphene.Interface):
    """Fields that all page types have."""

    class Meta:
        name = "Page"

    id = ApiField(
        graphene.ID,
        description="Permanent id; each translation has its own.",
        loader=_LINKS,
        pick=lambda link: link.id,
    )
    title = ApiField(graphene.String, description="Title, as plain text.")
    path = ApiField(
        graphene.String,
        description="Path in the front end, such as `/grupper/din-halsa/`; `/en/…` in English.",
        loader=_LINKS,
        pick=lambda link: link.path,
    )
    url = ApiField(
        graphene.String,
        description="Absolute URL in the front end.",
        loader=_LINKS,
        pick=lambda link: link.url,
    )
    slug = ApiField(
        graphene.String,
        description=(
            "Last segment of `path`; used by `group`, `event` and filters. Empty for "
            "the start page at `/`."
        ),
        loader=_LINKS,
        pick=lambda link: slug_of(link.path),
    )
    locale = ApiField(
        graphene.String,
        description=(
            "Language code; differs from the requested one where a translation is missing."
        ),
        loader=_LINKS,
        pick=lambda link: link.locale,
    )
    summary = ApiField(
        graphene.String,
        required=False,
        description="Two or three sentences in plain language.",
        source=lambda page, _: page.summary or None,
        columns=("summary",),
    )
    image = ApiField(
        Image,
        required=False,
        description="The page's main image.",
        loader=ImageLoader(lambda page: page.image_id),
        columns=("image_id",),
    )
    parent = ApiField(
        lambda: PageInterface,
        required=False,
        description="Parent page; null for the start page or if it is not public.",
        loader=_ParentLoader(),
    )
    breadcrumbs = ApiField(
        list_of(Link),
        description="Ancestors from the start page down, without the page itself.",
        loader=BreadcrumbLoader(),
    )
    translations = ApiField(
        list_of(Link),
        description="The page in other languages.",
        loader=_TranslationLoader(),
    )
    seo = seo_field(PAGE_SEO)
    readability = ApiField(
        Readability,
        description="Readability of the page's text.",
        source=lambda page, _: readability(text_of(page)),
        columns=TEXT_COLUMNS,
    )
    first_published_at = ApiField(
        DateTime,
        required=False,
        description="Date of first publication; null if unknown.",
    )
    last_published_at = ApiField(
        DateTime, required=False, description="Date of the latest publication."
    )
