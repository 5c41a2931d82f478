"""Snippet viewsets and page lists in the Wagtail admin."""

import datetime
from functools import partial
from typing import Any

from django.http import Http404
from django.urls import path
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.defaults import page_not_found
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.admin.ui.tables.pages import PageTitleColumn, ParentPageColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.models import Page
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from pages.admin.object_access import ObjectAccessMixin
from pages.models import Organisation, OrganisationKind, Topic, Venue
from pages.registry import PAGE_TYPES, AdminList, PageType


class ChooserWithoutCreation(SnippetChooserViewSet):
    """A chooser whose form for new objects does not exist: Wagtail's fails without a form class."""

    def get_urlpatterns(self) -> list[Any]:
        """Return Wagtail's patterns, with 404 for the form."""
        return [
            path("create/", page_not_found, {"exception": Http404()}, name="create"),
            *(each for each in super().get_urlpatterns() if each.name != "create"),
        ]


class ContentSnippetViewSet(SnippetViewSet):
    """A snippet that is chosen in a modal and created on its own page only."""

    chooser_viewset_class = ChooserWithoutCreation


class OrganisationViewSet(ObjectAccessMixin, ContentSnippetViewSet):
    """Organisations, with their kind. An administration is changed by its own staff only."""

    model = Organisation
    icon = "group"
    list_display = [
        "name",
        Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
        "website",
    ]
    list_filter = ["kind"]
    ordering = ["name_key"]

    def may_open(self, user: Any, instance: Organisation) -> bool:
        """Return whether the user may change the organisation: administrators may change all."""
        if instance.kind != OrganisationKind.ADMINISTRATION or user.has_perm("auth.change_group"):
            return True
        return user.groups.filter(pk=instance.staff_id).exists()


class VenueViewSet(ContentSnippetViewSet):
    """Venues, with their address."""

    model = Venue
    icon = "home"
    list_display = ["name", "address", "city", "step_free"]
    list_filter = ["step_free", "hearing_loop"]
    ordering = ["name_key"]


class TopicViewSet(ContentSnippetViewSet):
    """Topics."""

    model = Topic
    icon = "tag"
    list_display = ["name", "description"]
    ordering = ["name_key"]


class RegisterViewSetGroup(SnippetViewSetGroup):
    """Menu group of the snippets that pages refer to."""

    items = (OrganisationViewSet, VenueViewSet, TopicViewSet)
    menu_label = _("Registers")
    menu_icon = "list-ul"
    menu_order = 250


def _columns(*own: Column) -> list[BaseColumn]:
    """Return Wagtail's page list columns, with `own` instead of the date of the last change."""
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


def _column(model: type[Page], spec: str) -> Column:
    """Return the column of a field; for `spec` see `pages.registry.AdminList`."""
    name, _colon, form = spec.partition(":")
    field = model._meta.get_field(name)
    accessor: Any = name
    if form:
        accessor = partial(_moment, name, form)
    elif field.choices:
        accessor = f"get_{name}_display"
    return Column(
        # Wagtail's own column is called `status`.
        f"{model._meta.model_name}_{name}",
        label=capfirst(field.verbose_name),
        accessor=accessor,
        sort_key=None if field.is_relation else name,
    )


def _moment(name: str, form: str, page: Page) -> str:
    value = getattr(page, name)
    if isinstance(value, datetime.datetime):
        value = timezone.localtime(value)
    return f"{value:{form}}" if value else ""


def _filter(spec: str) -> tuple[str, list[str]]:
    name, _colon, lookups = spec.partition(":")
    return name, lookups.split(",") if lookups else ["exact"]


def _listing(page_type: PageType, admin: AdminList) -> type[PageListingViewSet]:
    """Return the viewset class of a type's list; Wagtail reads filters from the class only."""
    return type(
        f"{page_type.name}Listing",
        (PageListingViewSet,),
        {
            "model": page_type.model,
            "name": f"content_{admin.name}",
            "url_prefix": f"content/{admin.name}",
            "icon": admin.icon,
            "menu_label": admin.label,
            "ordering": admin.ordering,
            "columns": _columns(*(_column(page_type.model, spec) for spec in admin.columns)),
            "list_filter": dict(map(_filter, (*admin.filters, "live", "locale"))),
        },
    )


def _listings() -> list[type[PageListingViewSet]]:
    listed = [(each, each.admin) for each in PAGE_TYPES if each.admin]
    listed.sort(key=lambda each: each[1].menu_order)
    return [_listing(page_type, admin) for page_type, admin in listed]


class ContentListings(ViewSetGroup):
    """Menu group with one list per page type that has an `AdminList`."""

    items = _listings()
    menu_label = _("Content")
    menu_icon = "folder-open-inverse"
    menu_order = 150
