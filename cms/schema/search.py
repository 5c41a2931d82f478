"""The root field `search`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import graphene
from django.db.models import QuerySet

from cms.graphql.errors import BadUserInput
from cms.graphql.fields import ApiArgument, ApiField, Call, Fetch, Loading, list_of
from cms.graphql.lists import cursors
from cms.graphql.lists.connections import DEFAULT_PAGE, LARGEST_PAGE, page_size
from cms.graphql.lists.cursors import BadCursor
from cms.graphql.lists.types import connection_type
from cms.schema.search_hits import FoundDocument, FoundItem, SearchHit, SearchType
from cms.search.query import LONGEST_QUERY, MOST_WORDS
from cms.search.registry import SearchScope
from cms.search.searching import WINDOW, Hit, search
from feedback.models import Service
from pages.graphql.arguments import locale_argument, scope_of, site_argument
from pages.graphql.context import ContentContext
from pages.graphql.sources.media import DOCUMENTS
from pages.graphql.sources.pages import PAGES, PageKey
from pages.visibility import SiteTrees


@dataclass(eq=False, slots=True)
class SearchPage:
    """Some hits of a search, with the attributes that connections and `PageInfo` read."""

    nodes: list[FoundItem]
    has_more: bool
    total: int
    arguments: Mapping[str, Any]
    is_backwards: bool = False

    def cursor(self, node: FoundItem) -> str:
        """Return the cursor of a hit: its position."""
        return cursors.encode(_fingerprint(self.arguments), [node.place])


def _fingerprint(arguments: Mapping[str, Any]) -> str:
    """Return the fingerprint of a search for its cursors."""
    asked = {
        "query": arguments["query"],
        "locale": arguments.get("locale"),
        "site": arguments.get("site"),
        "types": _kinds(arguments),
    }
    return cursors.list_fingerprint("search", "RELEVANCE", asked)


def _kinds(arguments: Mapping[str, Any]) -> list[str] | None:
    """Return the requested types; None for all, also for an empty list."""
    return sorted({kind.value for kind in arguments.get("types") or ()}) or None


def _skipped(arguments: Mapping[str, Any]) -> int:
    """Return the number of hits before the cursor."""
    if not arguments.get("after"):
        return 0
    (place,) = cursors.decode(_fingerprint(arguments), arguments["after"])
    return place


class _ServiceSource:
    """Services by id."""

    def fetch(
        self, keys: Sequence[int], scope: SiteTrees, context: ContentContext
    ) -> Mapping[int, Service]:
        """Return the public services."""
        rows: QuerySet[Service] = Service.objects.visible()
        return rows.in_bulk(set(keys))


_SERVICES = _ServiceSource()


class _SearchLoader:
    """Executes a search and loads the objects of its hits."""

    def load(self, parents: Sequence[Any], call: Call) -> Loading:
        """Return the page of hits; there is one parent, the root."""
        arguments, site = call.arguments, call.scope
        size, skip = page_size(arguments), _skipped(arguments)
        found = search(
            arguments["query"],
            SearchScope(
                arguments.get("locale") or site.default_tree.language,
                site,
                call.context.environment,
            ),
            types=_kinds(arguments),
            first=size,
            skip=skip,
        )
        locale_id = call.context.locale_id(arguments.get("locale"), site)
        keys = {
            hit.object_id: PageKey(hit.object_id, None, locale_id, None, frozenset())
            for hit in found.hits
            if _is_page(hit)
        }
        pages, documents, services = yield (
            Fetch(PAGES, keys.values()),
            Fetch(DOCUMENTS, _ids(found.hits, "document")),
            Fetch(_SERVICES, _ids(found.hits, "service")),
        )
        nodes = []
        for place, hit in enumerate(found.hits, start=skip + 1):
            if _is_page(hit):
                item = pages.get(keys[hit.object_id])
                # For a hidden page, PAGES returns its translation, which is not the hit.
                item = item if item and item.pk == hit.object_id else None
            elif hit.kind == "service":
                item = services.get(hit.object_id)
            else:
                document = documents.get(hit.object_id)
                item = FoundDocument(document) if document else None
            # Objects that were hidden since the search are omitted.
            if item is not None:
                nodes.append(FoundItem(hit, place, item))
        page = SearchPage(nodes, found.total > skip + size, found.total, arguments)
        return [page for _ in parents]


def _is_page(hit: Hit) -> bool:
    return hit.kind not in {"document", "service"}


def _ids(hits: Sequence[Hit], kind: str) -> list[int]:
    return [hit.object_id for hit in hits if hit.kind == kind]


def _check_first(value: int, _arguments: Mapping[str, Any], _context: Any) -> None:
    """Raise BadUserInput unless `first` is within its limits."""
    if not 1 <= value <= LARGEST_PAGE:
        raise BadUserInput(f"Argument 'first' is 1–{LARGEST_PAGE}; {value} is not.")


def _check_after(value: str, arguments: Mapping[str, Any], _context: Any) -> None:
    """Raise BadUserInput for a cursor of another search."""
    try:
        cursors.decode(_fingerprint(arguments), value)
    except BadCursor:
        raise BadUserInput(
            "Argument 'after' is not a cursor of this search: take it from 'pageInfo' or 'edges' "
            "of the same query, locale, site and types."
        ) from None


_TOTAL = ApiField(
    graphene.Int,
    description=(
        f"Number of available hits, at most {WINDOW}, even if there are more matches. "
        "Has no additional cost."
    ),
    source=lambda page, _: page.total,
)


class SearchQuery:
    """The root field `search`."""

    search = ApiField(
        connection_type(SearchHit, "Search", _TOTAL),
        description=(
            "Pages, documents and services that match a query, best first. Inflected "
            "forms match (`gruppernas` finds `grupp`), as do words without å, ä, ö "
            "(`mote` finds `möte`), and the last word can be incomplete. If there "
            "are hardly any matches for all words, matches for some of the words "
            "follow."
        ),
        loader=_SearchLoader(),
        size=page_size,
        scope=scope_of,
        args={
            "query": graphene.Argument(
                graphene.String,
                required=True,
                description="The user's input as is; no character is special. Only the first "
                f"{LONGEST_QUERY} characters and {MOST_WORDS} words are used. A query without "
                "words matches nothing.",
            ),
            "first": ApiArgument(
                graphene.Int,
                default_value=DEFAULT_PAGE,
                description=f"Number of hits, 1–{LARGEST_PAGE}.",
                check=_check_first,
            ),
            "after": ApiArgument(
                graphene.String,
                description="Return hits after this cursor.",
                check=_check_after,
            ),
            "locale": locale_argument(),
            "types": graphene.Argument(
                list_of(SearchType), description="Types of objects to search. Default: all."
            ),
            "site": site_argument(),
        },
    )
