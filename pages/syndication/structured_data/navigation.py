"""JSON-LD of the site, breadcrumbs and plain pages."""

from collections.abc import Sequence

from pages.models.base import ContentPage
from pages.syndication.structured_data.json_ld import (
    Facts,
    Node,
    Related,
    moment,
    node,
    related,
    work,
)


def breadcrumbs(way: Sequence[Related]) -> Node:
    """Return the breadcrumbs from the start page to the page itself, inclusive."""
    return node(
        "BreadcrumbList",
        itemListElement=[
            node("ListItem", position=position, item=related("WebPage", step))
            for position, step in enumerate(way, start=1)
        ],
    )


def web_site(page: ContentPage, facts: Facts, *, name: str, publisher: Node | None = None) -> Node:
    """Return the site of a start page; `name` is the name of the site."""
    return node("WebSite", **work(page, facts) | {"name": name}, publisher=publisher)


def web_page(page: ContentPage, facts: Facts, *, publisher: Node | None = None) -> Node:
    """Return a standard page or an index page."""
    return node(
        "WebPage",
        **work(page, facts),
        publisher=publisher,
        datePublished=moment(page.first_published_at),
        dateModified=moment(page.last_published_at),
    )
