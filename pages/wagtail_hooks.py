"""Where the content enters the Wagtail admin."""

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
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from pages.admin.active_filters import YesNoAdapter
from pages.admin.panels import ToDoPanel
from pages.admin.protection import obstacles_to_deletion, refuse_deletion
from pages.admin.viewsets import ContentListings, RegisterViewSetGroup
from pages.models import GroupPage, IndexPage, PreviewKind
from pages.previews import grants as previews
from pages.previews import views as preview_views
from pages.previews.grants import may_preview

register_filter_adapter_class(django_filters.BooleanFilter, YesNoAdapter)
register_snippet(RegisterViewSetGroup)


@hooks.register("register_admin_viewset")
def list_content() -> ContentListings:
    """Offer the lists of events, news, groups and projects in the menu."""
    return ContentListings()


@hooks.register("construct_homepage_panels")
def show_what_waits(request: HttpRequest, panels: list[Component]) -> None:
    """Put what waits first on the dashboard."""
    panels.append(ToDoPanel())


@hooks.register("before_delete_page")
def keep_page_that_is_referred_to(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse the deletion of a page, or of a tree, that other pages need."""
    return _refusal(request, [page])


@hooks.register("before_delete_snippet")
def keep_snippets_that_are_referred_to(
    request: HttpRequest, instances: Sequence[Model]
) -> HttpResponse | None:
    """Refuse the deletion of a register entry that pages need."""
    return _refusal(request, instances)


@hooks.register("before_bulk_action")
def keep_selection_that_is_referred_to(
    request: HttpRequest, action_type: str, objects: Sequence[Model], action: Any
) -> HttpResponse | None:
    """Refuse the deletion of all that were selected when one of them is needed."""
    return _refusal(request, objects) if action_type == "delete" else None


def _refusal(request: HttpRequest, objects: Sequence[Model]) -> HttpResponse | None:
    in_the_way = obstacles_to_deletion(objects)
    return refuse_deletion(request, objects, in_the_way) if in_the_way else None


@hooks.register("before_copy_page")
def keep_copies_two_levels_deep(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse a copy by which a section would hold sections; Wagtail looks at the top page only."""
    index = page.specific
    if not isinstance(index, IndexPage) or not request.POST.get("copy_subpages"):
        return None
    parent = Page.objects.filter(pk=request.POST.get("new_parent_page") or 0).first()
    if parent is None or index.fits_under(parent.specific):
        return None
    messages.error(request, _("A section cannot hold sections of its own. Nothing was copied."))
    return redirect("wagtailadmin_pages:copy", page.pk)


@hooks.register("after_unpublish_page")
def tell_of_meetings_that_stay(request: HttpRequest, page: Page) -> None:
    """Remind of a hidden group's meetings, which readers still find in the calendar."""
    group = page.specific
    if isinstance(group, GroupPage) and (meetings := group.events.filter(live=True).count()):
        messages.warning(
            request,
            _("The group's meetings are still published: %(number)d in the calendar.")
            % {"number": meetings},
        )


@hooks.register("register_admin_urls")
def serve_preview_pages() -> list[Any]:
    """Put the pages about previews into the admin."""
    return preview_views.urlpatterns


@hooks.register("register_page_header_buttons")
def offer_to_share(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """Offer a link to the draft in the menu of a page."""
    if page.depth > 1 and may_preview(user, page):
        yield Button(
            _("Share a preview"),
            reverse("share_preview", args=[page.pk]),
            icon_name="link",
            priority=66,
        )


@hooks.register("register_reports_menu_item")
def show_own_previews() -> MenuItem:
    """Offer the list of one's own previews in the menu."""
    return MenuItem(
        gettext_lazy("My previews"), reverse("previews"), name="previews", icon_name="view"
    )


@hooks.register("register_log_actions")
def name_what_happens_with_previews(actions: LogActionRegistry) -> None:
    """Let a page's history tell who shared its draft, and when it was read."""
    actions.register_action(
        previews.SHARED,
        gettext_lazy("Share a preview"),
        gettext_lazy("Made a link to the draft, for a quarter of an hour"),
    )
    actions.register_action(
        previews.REVOKED, gettext_lazy("Revoke a preview"), gettext_lazy("Revoked a preview")
    )

    @actions.register_action(previews.READ)
    class ReadFormatter(LogFormatter):
        label = gettext_lazy("Read a preview")

        def format_message(self, log_entry: Any) -> str:
            if title := log_entry.data.get("unsaved"):
                return _("A draft that is not saved yet, “%(title)s”, was previewed") % {
                    "title": title
                }
            if log_entry.data.get("kind") == PreviewKind.SHARED:
                return _("The draft was read with a link to share")
            return _("The draft was previewed in the front end")
