"""The site, its plain pages, and the way to a page."""

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
    """Return the way from the start page to the page itself, both included."""
    return node(
        "BreadcrumbList",
        itemListElement=[
            node("ListItem", position=position, item=related("WebPage", step))
            for position, step in enumerate(way, start=1)
        ],
    )


def web_site(page: ContentPage, facts: Facts, *, name: str, publisher: Node | None = None) -> Node:
    """Return the site of a start page; `name` is the site's own."""
    return node("WebSite", **work(page, facts) | {"name": name}, publisher=publisher)


def web_page(page: ContentPage, facts: Facts, *, publisher: Node | None = None) -> Node:
    """Return a plain page, or a list of others."""
    return node(
        "WebPage",
        **work(page, facts),
        publisher=publisher,
        datePublished=moment(page.first_published_at),
        dateModified=moment(page.last_published_at),
    )
