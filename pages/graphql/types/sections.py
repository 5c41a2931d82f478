"""The start page, sections and standard pages."""

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
from pages.models import (
    ArticleIndexPage,
    EventIndexPage,
    GroupIndexPage,
    HomePage,
    Organisation,
    ProjectIndexPage,
    StandardPage,
)


class _FeaturedLoader:
    """Loads the pages that a start page puts forward."""

    def load(self, parents: Any, call: Call) -> Loading:
        """Return the visible ones in the editor's order, in the start page's language."""
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
        description="Pages that it puts forward.",
        loader=_FeaturedLoader(),
    ),
    body=body_field(HomeBody, "body", "Its text and pictures."),
    calendar_url=calendar_field(),
    feed_url=feed_field(),
)
declare(
    StandardPage,
    "A page that stands by itself, such as the accessibility statement.",
    body=body_field(StandardBody, "body", "Its text and pictures."),
)

for _model, _description, _fields in (
    (GroupIndexPage, "A list of groups; ask for `groups`.", {}),
    (ProjectIndexPage, "A list of projects; ask for `projects`.", {}),
    (EventIndexPage, "A calendar; ask for `events`.", {"calendar_url": calendar_field()}),
    (ArticleIndexPage, "A list of news; ask for `articles`.", {"feed_url": feed_field()}),
):
    declare(
        _model,
        _description,
        organisation=snippet_field(
            type_of(Organisation),
            "organisation_id",
            Organisation,
            "Whose section it is; null for a list that everybody shares.",
        ),
        **_fields,
    )
