"""GraphQL types of the start page, index pages and standard pages."""

from typing import Any

from cms.graphql.fields import ApiField, Call, Fetch, Loading, list_of
from pages.graphql.declare import declare
from pages.graphql.documents.blocks import HomeBody, StandardBody, body_field
from pages.graphql.interface import PageInterface
from pages.graphql.relations import (
    part_source,
    row_keys,
    rows_of,
    snippet_field,
    wanted_columns,
)
from pages.graphql.sources.pages import PAGES, PageKey
from pages.graphql.types.common import calendar_field, feed_field, type_of
from pages.models import HomePage, IndexPage, Organisation, StandardPage


class _FeaturedLoader:
    """Loads the featured pages of a start page."""

    def load(self, parents: Any, call: Call) -> Loading:
        """Return the visible featured pages, in the editor's order and the start page's
        language.
        """
        rows = yield Fetch(part_source(HomePage), row_keys("featured_pages", parents))
        whole = wanted_columns(call, None)
        keys = [
            [
                PageKey(row.page_id, None, home.locale_id, None, whole)
                for row in rows_of(rows, "featured_pages", home)
            ]
            for home in parents
        ]
        pages = yield Fetch(PAGES, [key for each in keys for key in each])
        return [[pages[key] for key in each if key in pages] for each in keys]


declare(
    HomePage,
    "The start page of a site in one language.",
    featured=ApiField(
        list_of(PageInterface),
        description="Featured pages.",
        loader=_FeaturedLoader(),
    ),
    body=body_field(HomeBody, "body", "The start page's content."),
    calendar_url=calendar_field(),
    feed_url=feed_field(),
)
declare(
    StandardPage,
    "A page outside the content sections, such as the accessibility statement.",
    body=body_field(StandardBody, "body", "The page's content."),
)


def declare_section(model: type[IndexPage], description: str, **fields: ApiField) -> None:
    """Declare the type of an index page; `fields` are those that other index pages lack."""
    declare(
        model,
        description,
        organisation=snippet_field(
            type_of(Organisation),
            "organisation_id",
            Organisation,
            "The organisation whose section this is; null for a shared list.",
        ),
        **fields,
    )
