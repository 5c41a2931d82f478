"""JSON-LD of pages and organisations.

Loads relations with the same loaders as the GraphQL fields, so only public content is included;
`pages.syndication.structured_data` formats it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from cms.graphql.execution.loading import Part, together
from cms.graphql.fields import Call, Fetch, Loading
from pages.graphql.page_links import BreadcrumbLoader, link_to
from pages.graphql.relations import (
    ManyPages,
    ManySnippets,
    Parts,
    ToOnePage,
    ToOneSnippet,
    reading_locale,
)
from pages.graphql.rewrite_urls import absolute
from pages.graphql.sources.media import IMAGES, ImageKey
from pages.graphql.sources.pages import PAGES, PageKey
from pages.graphql.sources.snippets import ORGANISATIONS
from pages.models import (
    ArticlePage,
    ContentPage,
    EventPage,
    EventSeriesPage,
    GroupPage,
    HomePage,
    Organisation,
    ProjectPage,
    Topic,
    Venue,
)
from pages.models.base import TopicalPage
from pages.renditions import ImagePreset
from pages.syndication import structured_data
from pages.syndication.structured_data import Facts, Node, Related
from pages.visibility import SiteTrees

# Large columns that JSON-LD does not use.
_TEXTS = {"body", "report", "transcript"}

# (objects, call) -> loads the JSON-LD text of each object.
Documents = Callable[[Sequence[Any], Call], Loading]
# (pages, call) -> loads the keyword arguments of each page's node function.
_Relations = Callable[[Sequence[Any], Call], Loading]


def documents_of_pages(parents: Sequence[ContentPage], call: Call) -> Loading:
    """Load the JSON-LD of each page: a node for the page and its breadcrumbs."""
    pages = yield from _whole(parents)
    pictures, ways, *nodes = yield from together(
        picture_addresses([page.image_id for page in pages], ImagePreset.SHARE, call),
        BreadcrumbLoader().load(pages, call),
        *(
            _nodes(model, [page for page in pages if type(page) is model], call)
            for model in dict.fromkeys(type(page) for page in pages)
        ),
    )
    node_of = {page_id: node for each in nodes for page_id, node in each.items()}
    texts = []
    for page, way in zip(pages, ways, strict=True):
        make, given, topics = node_of[id(page)]
        link = link_to(page, call)
        facts = Facts(link.url, link.locale, pictures.get(page.image_id, ""), topics)
        steps = [Related(each.title, each.url) for each in (*way, link)] if way else []
        texts.append(
            structured_data.as_script_text(
                structured_data.document(
                    make(page, facts, **given), structured_data.breadcrumbs(steps) if steps else {}
                )
            )
        )
    return texts


def _nodes(model: type[ContentPage], pages: Sequence[ContentPage], call: Call) -> Part:
    """Return, by `id(page)`, the page's node function, its keyword arguments and the topics."""
    make, relations = _KINDS.get(model, _PLAIN_PAGE)
    topics, given = yield from together(_topics(model, pages, call), relations(pages, call))
    return {id(page): (make, given[n], topics[n]) for n, page in enumerate(pages)}


def documents_of_organisations(parents: Sequence[Organisation], call: Call) -> Loading:
    """Load the JSON-LD of each organisation."""
    logos = yield from picture_addresses([each.logo_id for each in parents], ImagePreset.LOGO, call)
    return [
        structured_data.as_script_text(
            structured_data.document(
                structured_data.organisation(each, logo=logos.get(each.logo_id, ""))
            )
        )
        for each in parents
    ]


def picture_addresses(ids: Iterable[int | None], preset: ImagePreset, call: Call) -> Part:
    """Return the absolute URL of each public image's largest file in a preset, by image id."""
    keys = {pk: ImageKey(pk, frozenset({preset})) for pk in ids if pk}
    found = yield Fetch(IMAGES, keys.values())
    addresses: dict[int | None, str] = {}
    for pk, key in keys.items():
        files = found[key].files[preset] if key in found else None
        if files:
            addresses[pk] = absolute(files[-1][1].url)
    return addresses


def _whole(parents: Sequence[ContentPage]) -> Loading:
    """Load the pages with all columns of their types except the large ones."""
    keys = {
        id(page): PageKey(page.pk, None, page.locale_id, type(page), frozenset({"*"}))
        for page in parents
        if page.get_deferred_fields() - _TEXTS
    }
    if not keys:
        # Skip the round: otherwise the next loads would not be batched with those of the siblings.
        return parents
    found = yield Fetch(PAGES, keys.values())
    return [found.get(keys[id(page)], page) if id(page) in keys else page for page in parents]


def _topics(model: type[ContentPage], pages: Sequence[ContentPage], call: Call) -> Loading:
    if not issubclass(model, TopicalPage):
        yield ()
        return [()] * len(pages)
    return (yield from ManySnippets(model, "topics", Topic).load(pages, call))


def _related(page: ContentPage | None, call: Call) -> Related | None:
    return None if page is None else Related(page.title, link_to(page, call).url)


def _all_related(pages: Iterable[ContentPage], call: Call) -> list[Related]:
    return [Related(page.title, link_to(page, call).url) for page in pages]


def _publisher(site: SiteTrees) -> Node:
    return structured_data.publisher(site.name or site.hostname, f"{site.root_url}/")


def _organisations_of(rows: Iterable[Sequence[Any]]) -> Part:
    """Return the organisations that the pages' rows refer to, by id."""
    keys = {
        row.organisation_id: (row.organisation_id, reading_locale(row))
        for each in rows
        for row in each
        if row.organisation_id
    }
    found = yield Fetch(ORGANISATIONS, keys.values())
    return {pk: found[key] for pk, key in keys.items() if key in found}


def _with_organisations(loading: Loading) -> Part:
    """Return the pages' rows and the organisations that they refer to."""
    rows = yield from loading
    organisations = yield from _organisations_of(rows)
    return rows, organisations


def _event_relations(pages: Sequence[ContentPage], call: Call) -> Loading:
    venues, organisers, groups, series, (speakers, employers) = yield from together(
        ToOneSnippet("venue_id", Venue).load(pages, call),
        ManySnippets(EventPage, "organisers", Organisation).load(pages, call),
        ToOnePage("group_id", GroupPage).load(pages, call),
        ToOnePage("series_id", EventSeriesPage).load(pages, call),
        _with_organisations(Parts(EventPage, "speakers").load(pages, call)),
    )
    return [
        {
            "venue": venues[number],
            "organisers": organisers[number],
            "group": _related(groups[number], call),
            "series": _related(series[number], call),
            "speakers": speakers[number],
            "organisations": employers,
        }
        for number in range(len(pages))
    ]


def _organisers_of(model: type[ContentPage]) -> _Relations:
    def load(pages: Sequence[ContentPage], call: Call) -> Loading:
        found = yield from ManySnippets(model, "organisers", Organisation).load(pages, call)
        return [{"organisers": each} for each in found]

    return load


def _project_relations(pages: Sequence[ContentPage], call: Call) -> Loading:
    (participants, bodies), groups = yield from together(
        _with_organisations(Parts(ProjectPage, "participants").load(pages, call)),
        ManyPages(ProjectPage, "groups", GroupPage).load(pages, call),
    )
    return [
        {
            "participants": participants[number],
            "organisations": bodies,
            "groups": _all_related(groups[number], call),
        }
        for number in range(len(pages))
    ]


def _article_relations(pages: Sequence[ContentPage], call: Call) -> Loading:
    events, projects, groups = yield from together(
        ManyPages(ArticlePage, "events", EventPage).load(pages, call),
        ManyPages(ArticlePage, "projects", ProjectPage).load(pages, call),
        ManyPages(ArticlePage, "groups", GroupPage).load(pages, call),
    )
    return [
        {
            "publisher": _publisher(call.scope),
            "events": _all_related(events[number], call),
            "projects": _all_related(projects[number], call),
            "groups": _all_related(groups[number], call),
        }
        for number in range(len(pages))
    ]


def _site_facts(pages: Sequence[ContentPage], call: Call) -> Loading:
    yield ()
    name = call.scope.name or call.scope.hostname
    return [{"name": name, "publisher": _publisher(call.scope)} for _ in pages]


def _publisher_alone(pages: Sequence[ContentPage], call: Call) -> Loading:
    yield ()
    return [{"publisher": _publisher(call.scope)} for _ in pages]


# The node function and the relations of each page type; other types use _PLAIN_PAGE.
_KINDS: Mapping[type[ContentPage], tuple[Callable[..., Node], _Relations]] = {
    HomePage: (structured_data.web_site, _site_facts),
    GroupPage: (structured_data.group, _organisers_of(GroupPage)),
    ProjectPage: (structured_data.project, _project_relations),
    EventSeriesPage: (structured_data.event_series, _organisers_of(EventSeriesPage)),
    EventPage: (structured_data.event, _event_relations),
    ArticlePage: (structured_data.article, _article_relations),
}
_PLAIN_PAGE = (structured_data.web_page, _publisher_alone)
