"""Pages as links: id, title, path, URL and breadcrumbs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wagtail.models import Page as WagtailPage

from cms.graphql.fields import Call, Fetch, Loading
from pages.graphql.sources.snippets import FAMILIES

_STEP = WagtailPage.steplen


@dataclass(frozen=True, slots=True, eq=False)
class PageLink:
    """A page as a link."""

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


class LinkLoader:
    """Loads the page's own link."""

    columns = ()

    def load(self, parents: Sequence[Any], call: Call) -> Sequence[PageLink]:
        """Return each page's link; costs no query except for the languages."""
        return [link_to(parent, call) for parent in parents]


class BreadcrumbLoader:
    """Loads the ancestors of each page."""

    columns = ()

    def load(self, parents: Sequence[Any], call: Call) -> Loading:
        """Return links to the visible ancestors, start page first, without the page itself."""
        above = [ancestors(parent, call) for parent in parents]
        found = yield Fetch(FAMILIES, [("at", path) for paths in above for path in paths])
        return [
            [link_to(found["at", path], call) for path in paths if ("at", path) in found]
            for paths in above
        ]


def ancestors(page: WagtailPage, call: Call) -> list[str]:
    """Return the tree paths of a page's ancestors in its site, start page first."""
    tree = call.scope.tree_of(page.url_path)
    if tree is None:
        return []
    return [page.path[:end] for end in range(len(tree.path), len(page.path), _STEP)]
