"""Registers of snippets and lists of pages in the Wagtail admin."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.admin.ui.tables.pages import PageTitleColumn, ParentPageColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from pages.models import (
    ArticlePage,
    EventPage,
    GroupPage,
    Organisation,
    ProjectPage,
    Topic,
    Venue,
)


class OrganisationViewSet(SnippetViewSet):
    """Lists organisations by kind."""

    model = Organisation
    icon = "group"
    list_display = [
        "name",
        Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
        "website",
    ]
    list_filter = ["kind"]
    ordering = ["name_key"]


class VenueViewSet(SnippetViewSet):
    """Lists venues with their address."""

    model = Venue
    icon = "home"
    list_display = ["name", "address", "city", "step_free"]
    list_filter = ["step_free", "hearing_loop"]
    ordering = ["name_key"]


class TopicViewSet(SnippetViewSet):
    """Lists topics."""

    model = Topic
    icon = "tag"
    list_display = ["name", "description"]
    ordering = ["name_key"]


class RegisterViewSetGroup(SnippetViewSetGroup):
    """What pages refer to, in one menu."""

    items = (OrganisationViewSet, VenueViewSet, TopicViewSet)
    menu_label = _("Registers")
    menu_icon = "list-ul"
    menu_order = 250


def _columns(*own: Column) -> list[BaseColumn]:
    """Return Wagtail's columns of a page list with `own` instead of the date of the last change."""
    checkbox, _title, _parent, _updated, status = IndexView.base_columns
    return [
        checkbox,
        PageTitleColumn(
            "title", label=_("Title"), sort_key="title", classname="title", width="30%"
        ),
        *own,
        ParentPageColumn("parent", label=_("Section")),
        status,
    ]


def _moment(field: str, form: str = "%Y-%m-%d %H:%M") -> Any:
    def read(page: Any) -> str:
        return f"{timezone.localtime(getattr(page, field)):{form}}"

    return read


class EventListing(PageListingViewSet):
    """The calendar as editors need it: the latest event first, whatever page it stands under."""

    model = EventPage
    name = "content_events"
    url_prefix = "content/events"
    icon = "calendar-alt"
    menu_label = _("Events")
    ordering = "-starts_at"
    columns = _columns(
        Column(
            "starts_at",
            label=_("Starts"),
            accessor=_moment("starts_at"),
            sort_key="starts_at",
            width="13%",
        ),
        Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
        Column("event_status", label=_("Takes place"), accessor="get_status_display"),
        Column("group", label=_("Group"), accessor="group"),
    )
    list_filter = {
        "starts_at": ["gte", "lte"],
        "kind": ["exact"],
        "status": ["exact"],
        "registration_state": ["exact"],
        "live": ["exact"],
        "locale": ["exact"],
    }


class ArticleListing(PageListingViewSet):
    """News by the date that readers see."""

    model = ArticlePage
    name = "content_articles"
    url_prefix = "content/articles"
    icon = "doc-full"
    menu_label = _("News")
    ordering = "-published_at"
    columns = _columns(
        Column(
            "published_at",
            label=_("Date"),
            accessor=_moment("published_at", "%Y-%m-%d"),
            sort_key="published_at",
        ),
        Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
    )
    list_filter = {"kind": ["exact"], "live": ["exact"], "locale": ["exact"]}


class GroupListing(PageListingViewSet):
    """Groups in alphabetical order."""

    model = GroupPage
    name = "content_groups"
    url_prefix = "content/groups"
    icon = "group"
    menu_label = _("Groups")
    ordering = "title_key"
    columns = _columns(
        Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
        Column("ended_on", label=_("Ended"), sort_key="ended_on"),
    )
    list_filter = {"kind": ["exact"], "live": ["exact"], "locale": ["exact"]}


class ProjectListing(PageListingViewSet):
    """Projects in alphabetical order."""

    model = ProjectPage
    name = "content_projects"
    url_prefix = "content/projects"
    icon = "tasks"
    menu_label = _("Projects")
    ordering = "title_key"
    columns = _columns(
        Column("project_status", label=_("Progress"), accessor="get_status_display"),
        Column("starts_on", label=_("Starts"), sort_key="starts_on"),
    )
    list_filter = {"status": ["exact"], "live": ["exact"], "locale": ["exact"]}


class ContentListings(ViewSetGroup):
    """All pages of a kind in one list, without walking the tree."""

    items = (EventListing, ArticleListing, GroupListing, ProjectListing)
    menu_label = _("Content")
    menu_icon = "folder-open-inverse"
    menu_order = 150
