"""One entry per page type, with its settings for the API, search, admin, JSON-LD and demo.

Imports nothing from `pages`: models and functions are given as dotted paths and loaded on first
use, so every package can import the registry. `pages.checks` loads them all when Django starts.
Settings that belong beside a model are declared there: allowed parents (`parent_page_types`),
texts for search (`search_texts`) and facts of the plain preview (`plain_facts`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

from django.apps import apps
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Search:
    """How a page type is searched.

    `kind` is the value of `SearchType`, documented by `description`. `boost` multiplies the
    score of a hit. `lasting` is True for types with few, long-lived pages, such as groups
    compared to their many meetings.
    """

    kind: str = "page"
    boost: float = 1.1
    lasting: bool = True
    description: str = "A page of any other type, such as `StandardPage` or an index page."


@dataclass(frozen=True)
class AdminList:
    """The list of a page type in the admin menu “Content”, at `/admin/content/<name>/`.

    A column is a field of the model, or `field:format` for a date with a `strftime` format. A
    filter is a field, or `field:lookup,lookup` for django-filter. Filters for `live` and
    `locale` are always added.
    """

    name: str
    label: Any
    icon: str
    ordering: str
    columns: tuple[str, ...]
    filters: tuple[str, ...]
    # Position in the menu, in ascending order.
    menu_order: int = 100


@dataclass(frozen=True)
class Demo:
    """The demo content of a page type.

    `file` is the prefix of its file names in `pages/demo/content/<language>/`. `parent` is the
    key of the parent page, unless an entry has another one.
    """

    file: str
    parent: str = "start"


@dataclass(frozen=True)
class PageType:
    """The settings of a page type that are not declared beside its model.

    `graphql` is the module that declares its GraphQL type, `list` the `PageList` of its pages,
    `json_ld` the function that returns its schema.org node. `calendar` and `feed` are view names
    in `pages.syndication.urls`.
    """

    name: str
    graphql: str
    list: str = ""
    json_ld: str = "pages.syndication.structured_data.navigation.web_page"
    search: Search = Search()
    admin: AdminList | None = None
    demo: Demo = Demo("sections")
    calendar: str = ""
    feed: str = ""

    @cached_property
    def model(self) -> Any:
        """The model; the apps must be loaded."""
        return apps.get_model("pages", self.name)

    @cached_property
    def make_json_ld(self) -> Any:
        """The function with the path `json_ld`."""
        return import_string(self.json_ld)

    @cached_property
    def page_list(self) -> Any:
        """The `PageList` with the path `list`, or None."""
        return import_string(self.list) if self.list else None

    def dotted_names(self) -> Iterator[tuple[str, str]]:
        """Yield the name and value of each setting that is a dotted path."""
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, str) and value.startswith("pages."):
                yield field.name, value


# In the order in which the demo creates them: targets of foreign keys first. The order also numbers
# the types in statements that read several of them.
PAGE_TYPES: tuple[PageType, ...] = (
    PageType(
        "HomePage",
        graphql="pages.graphql.types.sections",
        json_ld="pages.syndication.structured_data.navigation.web_site",
        demo=Demo("home", parent=""),
        calendar="events_calendar",
        feed="articles_feed",
    ),
    PageType("StandardPage", graphql="pages.graphql.types.sections", demo=Demo("standard")),
    PageType("GroupIndexPage", graphql="pages.graphql.types.groups"),
    PageType(
        "GroupPage",
        graphql="pages.graphql.types.groups",
        list="pages.graphql.lists.groups.GROUPS",
        json_ld="pages.syndication.structured_data.organisations.group",
        search=Search("group", boost=1.4, description="`GroupPage`."),
        admin=AdminList(
            "groups",
            _("Groups"),
            icon="group",
            ordering="title_key",
            columns=("kind", "ended_on"),
            filters=("kind",),
            menu_order=30,
        ),
        demo=Demo("groups", parent="grupper"),
        calendar="group_calendar",
        feed="group_feed",
    ),
    PageType("ProjectIndexPage", graphql="pages.graphql.types.projects"),
    PageType(
        "ProjectPage",
        graphql="pages.graphql.types.projects",
        list="pages.graphql.lists.projects.PROJECTS",
        json_ld="pages.syndication.structured_data.projects.project",
        search=Search("project", boost=1.4, description="`ProjectPage`."),
        admin=AdminList(
            "projects",
            _("Projects"),
            icon="tasks",
            ordering="title_key",
            columns=("status", "starts_on"),
            filters=("status",),
            menu_order=40,
        ),
        demo=Demo("projects", parent="projekt"),
        calendar="project_calendar",
        feed="project_feed",
    ),
    PageType("EventIndexPage", graphql="pages.graphql.types.events", calendar="events_calendar"),
    PageType(
        "EventSeriesPage",
        graphql="pages.graphql.types.events",
        list="pages.graphql.lists.events.SERIES",
        json_ld="pages.syndication.structured_data.events.event_series",
        search=Search("series", boost=1.2, description="`EventSeriesPage`: a programme of events."),
        demo=Demo("series", parent="kalender"),
        calendar="series_calendar",
    ),
    PageType(
        "EventPage",
        graphql="pages.graphql.types.events",
        list="pages.graphql.lists.events.EVENTS",
        json_ld="pages.syndication.structured_data.events.event",
        search=Search("event", boost=1.0, lasting=False, description="`EventPage`."),
        admin=AdminList(
            "events",
            _("Events"),
            icon="calendar-alt",
            ordering="-starts_at",
            columns=("starts_at:%Y-%m-%d %H:%M", "kind", "status", "group"),
            filters=("starts_at:gte,lte", "kind", "status", "registration_state"),
            menu_order=10,
        ),
        demo=Demo("events", parent="kalender"),
        calendar="event_calendar",
    ),
    PageType("ArticleIndexPage", graphql="pages.graphql.types.articles", feed="articles_feed"),
    PageType(
        "ArticlePage",
        graphql="pages.graphql.types.articles",
        list="pages.graphql.lists.articles.ARTICLES",
        json_ld="pages.syndication.structured_data.articles.article",
        search=Search(
            "article",
            boost=1.0,
            lasting=False,
            description="`ArticlePage`: news, reports and columns.",
        ),
        admin=AdminList(
            "articles",
            _("News"),
            icon="doc-full",
            ordering="-published_at",
            columns=("published_at:%Y-%m-%d", "kind"),
            filters=("kind",),
            menu_order=20,
        ),
        demo=Demo("articles", parent="nyheter"),
    ),
)

_BY_NAME = {page_type.name: page_type for page_type in PAGE_TYPES}


def page_type_of(model: type) -> PageType:
    """Return the entry of a page model. Raises LookupError if there is none."""
    try:
        return _BY_NAME[model.__name__]
    except KeyError:
        raise LookupError(
            f"{model.__name__} has no entry in PAGE_TYPES: see pages/registry.py."
        ) from None


def page_models() -> tuple[Any, ...]:
    """Return the models of all page types, in the order of the registry."""
    return tuple(page_type.model for page_type in PAGE_TYPES)
