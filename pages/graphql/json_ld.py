"""JSON-LD of pages and organisations.

Loads relations with the same loaders as the GraphQL fields, so only public content is included;
`pages.syndication.structured_data` formats it.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from inspect import Parameter, signature
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
from pages.models import ContentPage, Organisation, Topic
from pages.models.base import TopicalPage
from pages.registry import page_type_of
from pages.renditions import ImagePreset
from pages.syndication import structured_data
from pages.syndication.structured_data import Facts, Node, Related
from pages.visibility import SiteTrees

# Large columns that JSON-LD does not use.
_TEXTS = {"body", "report", "transcript"}

# (objects, call) -> loads the JSON-LD text of each object.
Documents = Callable[[Sequence[Any], Call], Loading]


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
    make = page_type_of(model).make_json_ld
    topics, arguments = yield from together(
        _topics(model, pages, call), _arguments(model, make, pages, call)
    )
    return {id(page): (make, arguments[n], topics[n]) for n, page in enumerate(pages)}


def _arguments(
    model: type[ContentPage], make: Callable[..., Node], pages: Sequence[ContentPage], call: Call
) -> Part:
    """Return, by page, the values of the keyword parameters of `make`.

    Their names are relations of the model, `name` and `publisher` of the site, or `organisations`:
    those that the rows of the other relations name, by id.
    """
    names = _parameters(make)
    relations = [name for name in names if name not in {"name", "publisher", "organisations"}]
    loaded = yield from together(
        *(
            _relation(model, name, pages, call, with_organisations="organisations" in names)
            for name in relations
        )
    )
    site = {"name": call.scope.name or call.scope.hostname, "publisher": _publisher(call.scope)}
    arguments = [{name: site[name] for name in site if name in names} for _ in pages]
    for name, (values, organisations) in zip(relations, loaded, strict=True):
        for given, value in zip(arguments, values, strict=True):
            given[name] = value
            if organisations is not None:
                given["organisations"] = given.get("organisations", {}) | organisations
    return arguments


@cache
def _parameters(make: Callable[..., Node]) -> tuple[str, ...]:
    parameters = signature(make).parameters.values()
    return tuple(each.name for each in parameters if each.kind is Parameter.KEYWORD_ONLY)


def _relation(
    model: type[ContentPage],
    name: str,
    pages: Sequence[ContentPage],
    call: Call,
    *,
    with_organisations: bool,
) -> Part:
    """Return what each page is related to; of rows that name organisations, these too."""
    field: Any = model._meta.get_field(name)
    target = field.related_model
    organisations = None
    if field.one_to_many:
        values = yield from Parts(model, name).load(pages, call)
        if with_organisations:
            organisations = yield from _organisations_of(values)
    elif not issubclass(target, ContentPage):
        loader = (
            ManySnippets(model, name, target)
            if field.many_to_many
            else ToOneSnippet(field.attname, target)
        )
        values = yield from loader.load(pages, call)
    elif field.many_to_many:
        found = yield from ManyPages(model, name, target).load(pages, call)
        values = [[_related(page, call) for page in each] for each in found]
    else:
        found = yield from ToOnePage(field.attname, target).load(pages, call)
        values = [None if page is None else _related(page, call) for page in found]
    return values, organisations


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


def _related(page: ContentPage, call: Call) -> Related:
    return Related(page.title, link_to(page, call).url)


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
