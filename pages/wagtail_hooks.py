"""Hooks that add the content features to the Wagtail admin."""

from collections.abc import Iterator, Sequence
from typing import Any

import django_filters
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.active_filters import register_filter_adapter_class
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import Page, PageQuerySet
from wagtail.snippets.models import register_snippet

from pages.admin.active_filters import YesNoAdapter
from pages.admin.administrations import set_up_administration
from pages.admin.panels import ToDoPanel
from pages.admin.protection import obstacles_to_deletion, refuse_deletion
from pages.admin.users import check_selected_accounts
from pages.admin.viewsets import ContentListings, RegisterViewSetGroup
from pages.forms.choosable_pages import choosable_pages
from pages.models import GroupPage, IndexPage, Organisation, OrganisationKind, PreviewKind
from pages.previews import grants as previews
from pages.previews import views as preview_views
from pages.previews.grants import may_preview

register_filter_adapter_class(django_filters.BooleanFilter, YesNoAdapter)
register_snippet(RegisterViewSetGroup)


@hooks.register("register_admin_viewset")
def add_content_listings() -> ContentListings:
    """Add the lists of events, news, groups and projects to the menu."""
    return ContentListings()


@hooks.register("construct_homepage_panels")
def add_to_do_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Add the to-do panel to the dashboard."""
    panels.append(ToDoPanel())


@hooks.register("before_delete_page")
def protect_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to delete a page or subtree that other objects refer to."""
    return _refusal(request, [page])


@hooks.register("before_delete_snippet")
def protect_snippets(request: HttpRequest, instances: Sequence[Model]) -> HttpResponse | None:
    """Refuse to delete a snippet that pages refer to."""
    return _refusal(request, instances)


@hooks.register("before_bulk_action")
def protect_selection(
    request: HttpRequest, action_type: str, objects: Sequence[Model], action: Any
) -> HttpResponse | None:
    """Refuse a bulk deletion if one of the selected objects is referred to."""
    return _refusal(request, objects) if action_type == "delete" else None


@hooks.register("before_bulk_action", order=-20)
def protect_superusers(
    request: HttpRequest, action_type: str, objects: Sequence[Model], action: Any
) -> None:
    """Refuse bulk actions on superusers' accounts to everybody else."""
    check_selected_accounts(request.user, objects)


@hooks.register("construct_page_chooser_queryset")
def hide_drafts_of_others(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Offer public pages, and the drafts and private pages that the user works with."""
    # A subquery, since the admin's search filters by few fields.
    return pages.filter(pk__in=Page.objects.filter(choosable_pages(request.user)).values("pk"))


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def equip_administration(request: HttpRequest, instance: Model) -> None:
    """Give a saved administration what it needs to publish, and say what was created."""
    if not isinstance(instance, Organisation) or not request.user.has_perm("auth.change_group"):
        return
    if instance.closed_on or instance.kind != OrganisationKind.ADMINISTRATION:
        return
    had_staff = instance.staff_id is not None
    sections = set_up_administration(instance, request.user)
    if sections or not had_staff:
        messages.info(
            request,
            _(
                "%(name)s now has the user group “%(group)s”, a collection, a review and "
                "%(number)d sections. Give the people who work there the role “%(group)s”."
            )
            % {"name": instance.name, "group": instance.staff, "number": len(sections)},
        )


def _refusal(request: HttpRequest, objects: Sequence[Model]) -> HttpResponse | None:
    blocking = obstacles_to_deletion(objects)
    return refuse_deletion(request, objects, blocking) if blocking else None


@hooks.register("before_copy_page")
def check_depth_of_copy(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse a copy that would nest sections; Wagtail checks the top page only."""
    index = page.specific
    if not isinstance(index, IndexPage) or not request.POST.get("copy_subpages"):
        return None
    parent = Page.objects.filter(pk=request.POST.get("new_parent_page") or 0).first()
    if parent is None or index.fits_under(parent.specific):
        return None
    messages.error(request, _("A section cannot hold sections of its own. Nothing was copied."))
    return redirect("wagtailadmin_pages:copy", page.pk)


@hooks.register("after_unpublish_page")
def warn_of_published_meetings(request: HttpRequest, page: Page) -> None:
    """Warn that the meetings of an unpublished group are still in the calendar."""
    group = page.specific
    if isinstance(group, GroupPage) and (meetings := group.events.filter(live=True).count()):
        messages.warning(
            request,
            _("The group's meetings are still published: %(number)d in the calendar.")
            % {"number": meetings},
        )


@hooks.register("register_admin_urls")
def add_preview_urls() -> list[Any]:
    """Add the preview pages to the admin's URLs."""
    return preview_views.urlpatterns


@hooks.register("register_page_header_buttons")
def add_share_button(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """Add a button that shares the draft to the page header."""
    if page.depth > 1 and may_preview(user, page):
        yield Button(
            _("Share a preview"),
            reverse("share_preview", args=[page.pk]),
            icon_name="link",
            priority=66,
        )


@hooks.register("register_reports_menu_item")
def add_previews_menu_item() -> MenuItem:
    """Add the user's own previews to the Reports menu."""
    return MenuItem(
        gettext_lazy("My previews"), reverse("previews"), name="previews", icon_name="view"
    )


@hooks.register("register_log_actions")
def register_preview_log_actions(actions: LogActionRegistry) -> None:
    """Register the log messages for shared, revoked and read previews."""
    actions.register_action(
        previews.SHARED,
        gettext_lazy("Share a preview"),
        gettext_lazy("Created a link to the draft, valid for 15 minutes"),
    )
    actions.register_action(
        previews.REVOKED, gettext_lazy("Revoke a preview"), gettext_lazy("Revoked a preview")
    )

    @actions.register_action(previews.READ)
    class ReadFormatter(LogFormatter):
        label = gettext_lazy("Read a preview")

        def format_message(self, log_entry: Any) -> str:
            if title := log_entry.data.get("unsaved"):
                return _("An unsaved draft, “%(title)s”, was previewed") % {"title": title}
            if log_entry.data.get("kind") == PreviewKind.SHARED:
                return _("The draft was read through a shared link")
            return _("The draft was previewed in the front end")
