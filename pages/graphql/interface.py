"""What every page shows, whatever its type."""

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
        """Return links to the page in other languages."""
        keys = [("translations", parent.translation_key) for parent in parents]
        found = yield Fetch(FAMILIES, keys)
        return [
            [link_to(page, call) for page in found.get(key, ()) if page.pk != parent.pk]
            for parent, key in zip(parents, keys, strict=True)
        ]


class _ParentLoader:
    """Loads the page above each page."""

    columns = ()

    def load(self, parents: Sequence[Any], call: Call) -> Loading:
        """Return the parent; null for a start page, and where it may not be seen."""
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
    """A page as a link."""

    class Meta:
        name = "PageLink"
        description = "A page as a link, for breadcrumbs and language switches."

    title = ApiField(graphene.String, description="The page's title.")
    path = ApiField(graphene.String, description="Path in the front end.")
    url = ApiField(graphene.String, description="Whole address in the front end.")
    locale = ApiField(graphene.String, description="Language code of the page.")


class Readability(graphene.ObjectType):
    """How easy a page's text is to read."""

    class Meta:
        description = "How easy the page's text is to read, and how long it takes."

    lix = ApiField(
        graphene.Int,
        description="LIX: below 30 very easy, 30–40 easy, 40–50 ordinary, above 50 hard.",
    )
    words = ApiField(graphene.Int, description="Number of words.")
    minutes = ApiField(graphene.Int, description="Minutes to read, rounded up.")


class PageInterface(graphene.Interface):
    """What every page shows."""

    class Meta:
        name = "Page"
        description = "What every page shows, whatever its type."

    id = ApiField(
        graphene.ID,
        description="Stays the same for the page's life; differs between languages.",
        loader=_LINKS,
        pick=lambda link: link.id,
    )
    title = ApiField(graphene.String, description="What the page is called, as plain text.")
    path = ApiField(
        graphene.String,
        description="Path in the front end, such as `/grupper/din-halsa/`; `/en/…` in English.",
        loader=_LINKS,
        pick=lambda link: link.path,
    )
    url = ApiField(
        graphene.String,
        description="Whole address in the front end.",
        loader=_LINKS,
        pick=lambda link: link.url,
    )
    slug = ApiField(
        graphene.String,
        description="Last part of `path`, by which `group`, `event` and the filters find a page. "
        "Empty for a start page at `/`.",
        loader=_LINKS,
        pick=lambda link: slug_of(link.path),
    )
    locale = ApiField(
        graphene.String,
        description="Language code. Tells when a page stands in for a missing translation.",
        loader=_LINKS,
        pick=lambda link: link.locale,
    )
    summary = ApiField(
        graphene.String,
        required=False,
        description="Two or three plain sentences.",
        source=lambda page, _: page.summary or None,
        columns=("summary",),
    )
    image = ApiField(
        Image,
        required=False,
        description="The page's picture.",
        loader=ImageLoader(lambda page: page.image_id),
        columns=("image_id",),
    )
    parent = ApiField(
        lambda: PageInterface,
        required=False,
        description="The page above; null for a start page, or where it is not public.",
        loader=_ParentLoader(),
    )
    breadcrumbs = ApiField(
        list_of(Link),
        description="The pages above, start page first, without the page itself.",
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
        description="How easy the text is to read.",
        source=lambda page, _: readability(text_of(page)),
        columns=TEXT_COLUMNS,
    )
    first_published_at = ApiField(
        DateTime,
        required=False,
        description="When it was first published; null if that was before it came here.",
    )
    last_published_at = ApiField(
        DateTime, required=False, description="When it was last published."
    )
