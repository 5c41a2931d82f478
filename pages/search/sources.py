"""Search sources of `pages`: all registered page types, and documents."""

from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Page

from cms.search.registry import SearchScope, SearchSource, SearchText
from pages.models import ContentDocument, ContentPage
from pages.querysets import ContentPageQuerySet
from pages.registry import PAGE_TYPES, PageType
from pages.search.texts import mentions, rows_with_words, words_of
from pages.visibility import in_public_collection

# Files for media players only.
_SUBTITLES = r"\.(vtt|srt)$"


def page_text(page: ContentPage) -> SearchText | None:
    """Return the text of a page, or None for a draft."""
    if not page.live:
        return None
    return SearchText(page.title, words_of(page), (page.locale.language_code,))


def document_text(document: ContentDocument) -> SearchText:
    """Return the title of a document, searchable in both languages."""
    return SearchText(document.title, "", ("sv", "en"))


def visible_pages(scope: SearchScope) -> QuerySet[Any]:
    """Return the public pages of the site in the language; none if the site has no tree in it."""
    policy = scope.environment.visibility(scope.site)
    tree = next((tree for tree in scope.site.trees if tree.language == scope.language), None)
    pages = ContentPageQuerySet(Page)
    return pages.visible(policy).in_language(tree.locale_id) if tree else pages.none()


def visible_documents(scope: SearchScope) -> QuerySet[Any]:
    """Return the documents in public collections, in any language."""
    return ContentDocument.objects.filter(
        in_public_collection(scope.environment.private_collection_paths),
        ~Q(file__iregex=_SUBTITLES),
    )


def _source(page_type: PageType) -> SearchSource:
    model, search = page_type.model, page_type.search
    return SearchSource(
        search.kind,
        model,
        page_text,
        visible_pages,
        boost=search.boost,
        lasting=search.lasting,
        rows=lambda: rows_with_words(model),
        mentions=mentions(model),
        description=search.description,
    )


# Kinds are numbered in this order; `page`, which several types share, is the last of them.
SEARCH_SOURCES = (
    *map(_source, sorted(PAGE_TYPES, key=lambda each: each.search.kind == "page")),
    SearchSource(
        "document",
        ContentDocument,
        document_text,
        visible_documents,
        boost=0.9,
        description="`Document`: a file to download, found by its title.",
    ),
)
