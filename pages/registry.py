"""One entry per page type: what the API, search, the admin, JSON-LD and the demo need to know.

Imports nothing of `pages`: models and functions are named by dotted path and loaded at first use,
so every package may read the registry. `pages.checks` loads each name when Django starts. What can
be declared beside a model is declared there: the parents (`parent_page_types`), the words that
search finds (`search_texts`), and the facts of the plain preview (`plain_facts`).
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
    """How search ranks a type.

    `kind` is its member of `SearchType`, documented by `description`. `boost` multiplies the score
    of a hit. `lasting` is for types with few pages that stay, such as a group among its hundred
    meetings.
    """

    kind: str = "page"
    boost: float = 1.1
    lasting: bool = True
    description: str = "A page of any other type, such as `StandardPage` or a list's own page."


@dataclass(frozen=True)
class AdminList:
    """The list of a type's pages in the menu “Content” of the admin, at `/admin/content/<name>/`.

    A column is a field of the model, or `field:format` for a date in the form of `strftime`;
    a filter is a field, or `field:lookup,lookup` of django-filter. Filters by `live` and `locale`
    are added.
    """

    name: str
    label: Any
    icon: str
    ordering: str
    columns: tuple[str, ...]
    filters: tuple[str, ...]
    # The place in the menu; the smallest comes first.
    menu_order: int = 100


@dataclass(frozen=True)
class Demo:
    """Where the demo content of a type stands.

    `file` is the beginning of the names of its files in `pages/demo/content/<language>/`; `parent`
    is the key of the page that its pages are put under, unless an entry names another one.
    """

    file: str
    parent: str = "start"


@dataclass(frozen=True)
class PageType:
    """What the product knows of a page type, beside its model.

    `graphql` is the module that declares its GraphQL type; `list` the `PageList` of its pages.
    `json_ld` is the function that makes its schema.org node; `calendar` and `feed` name views of
    `pages.syndication.urls`.
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
        """The model, from `pages.models`; it has to be loaded."""
        return apps.get_model("pages", self.name)

    @cached_property
    def make_json_ld(self) -> Any:
        """The function named by `json_ld`."""
        return import_string(self.json_ld)

    @cached_property
    def page_list(self) -> Any:
        """The `PageList` named by `list`; None for a type without one."""
        return import_string(self.list) if self.list else None

    def dotted_names(self) -> Iterator[tuple[str, str]]:
        """Yield the name and value of each setting that holds a dotted path."""
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, str) and value.startswith("pages."):
                yield field.name, value


# In the order in which the demo makes them: a type stands after those that its foreign keys lead
# to. The order also numbers the types in statements that read several of them.
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
    """Return the entry of a page model; LookupError names the model without one."""
    try:
        return _BY_NAME[model.__name__]
    except KeyError:
        raise LookupError(
            f"{model.__name__} has no entry in PAGE_TYPES: see pages/registry.py."
        ) from None


def page_models() -> tuple[Any, ...]:
    """Return the models of all page types, in the order of the registry."""
    return tuple(page_type.model for page_type in PAGE_TYPES)
