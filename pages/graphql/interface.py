"""What every page shows, whatever its type."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import graphene
from wagtail.models import Page as WagtailPage

from cms.graphql.fields import ApiField, Call, Fetch, Loading, list_of
from cms.graphql.scalars import DateTime
from pages.graphql.media import Image, ImageLoader
from pages.graphql.page_text import text_of
from pages.graphql.relations import wanted_columns
from pages.graphql.sources.pages import PAGES, PageKey
from pages.graphql.sources.snippets import FAMILIES
from pages.readability import readability

_STEP = WagtailPage.steplen


@dataclass(frozen=True, slots=True, eq=False)
class PageLink:
    """A page as a link: its id, title, path, address and language."""

    id: str
    title: str
    path: str
    url: str
    locale: str


def link_to(page: WagtailPage, call: Call) -> PageLink:
    """Return the link to a page of the call's site."""
    path = call.scope.path_of(page.url_path) or "/"
    language = call.context.language(page.locale_id)
    page_id = f"{page.translation_key}.{language}"
    return PageLink(page_id, page.title, path, call.scope.root_url + path, language)


class _LinkLoader:
    """Loads a page's own link."""

    def load(self, parents: Sequence[Any], call: Call) -> Sequence[PageLink]:
        """Return each page's link; nothing is asked of the database but the languages."""
        return [link_to(parent, call) for parent in parents]


class _BreadcrumbLoader:
    """Loads the pages above each page, the start page first."""

    def load(self, parents: Sequence[Any], call: Call) -> Loading:
        """Return links to the visible ancestors, without the page itself."""
        above = [_ancestors(parent, call) for parent in parents]
        found = yield Fetch(FAMILIES, [("at", path) for paths in above for path in paths])
        return [
            [link_to(found["at", path], call) for path in paths if ("at", path) in found]
            for paths in above
        ]


def _ancestors(page: WagtailPage, call: Call) -> list[str]:
    tree = call.scope.tree_of(page.url_path)
    if tree is None:
        return []
    return [page.path[:end] for end in range(len(tree.path), len(page.path), _STEP)]


class _TranslationLoader:
    """Loads a page's visible translations."""

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

    def load(self, parents: Sequence[Any], call: Call) -> Loading:
        """Return the parent; null for a start page, and where it may not be seen."""
        whole = wanted_columns(call, None)
        paths = [(_ancestors(parent, call) or [""])[-1] for parent in parents]
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


_LINKS = _LinkLoader()


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


class Seo(graphene.ObjectType):
    """What search engines and social networks are told."""

    class Meta:
        description = "What search engines and social networks are told of a page."

    title = ApiField(
        graphene.String,
        description="For `<title>`.",
        source=lambda page, _: page.seo_title or page.title,
    )
    description = ApiField(
        graphene.String,
        required=False,
        description='For `<meta name="description">`.',
        source=lambda page, _: page.search_description or page.summary or None,
    )
    image = ApiField(
        Image,
        required=False,
        description="For `og:image`; the preset `SHARE` is made for it.",
        loader=ImageLoader(lambda page: page.image_id),
    )


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
    title = ApiField(graphene.String, description="The title.")
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
    )
    image = ApiField(
        Image,
        required=False,
        description="The page's picture.",
        loader=ImageLoader(lambda page: page.image_id),
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
        loader=_BreadcrumbLoader(),
    )
    translations = ApiField(
        list_of(Link),
        description="The page in other languages.",
        loader=_TranslationLoader(),
    )
    seo = ApiField(
        Seo,
        description="What search engines and social networks are told.",
        source=lambda page, _: page,
    )
    readability = ApiField(
        Readability,
        description="How easy the text is to read.",
        source=lambda page, _: readability(text_of(page)),
    )
    first_published_at = ApiField(
        DateTime,
        required=False,
        description="When it was first published; null if that was before it came here.",
    )
    last_published_at = ApiField(
        DateTime, required=False, description="When it was last published."
    )
