"""Adds to the Wagtail admin what concerns both pages and feedback."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry

from cms.administrations.admin import CloseView
from cms.administrations.closing import CLOSED, OPENED
from cms.starting.admin import StartPanel, StartView
from cms.starting.check_list import may_complete
from cms.starting.start import is_started
from pages.admin.panels import ToDoPanel
from pages.models import Organisation, OrganisationKind


@hooks.register("register_admin_urls")
def add_urls() -> list[URLPattern]:
    """Add the first steps and the closing of administrations to the admin's URLs."""
    return [
        path("start/", StartView.as_view(), name="start_site"),
        path("administrations/<int:pk>/close/", CloseView.as_view(), name="close_administration"),
    ]


# After the panels of the other apps.
@hooks.register("construct_homepage_panels", order=10)
def add_start_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Show what is missing to those who can add it; before the start there is nothing to do."""
    if not is_started():
        panels[:] = [panel for panel in panels if not isinstance(panel, ToDoPanel)]
    if may_complete(request.user):
        start = StartPanel()
        if start.missing:
            panels.append(start)


@hooks.register("register_snippet_listing_buttons")
def offer_closing(snippet: Model, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """Add a button to administrations in the list of organisations."""
    if not isinstance(snippet, Organisation) or not user.has_perm("auth.change_group"):
        return
    if snippet.kind == OrganisationKind.ADMINISTRATION:
        yield Button(
            _("Open again") if snippet.closed_on else _("Close the administration"),
            url=reverse("close_administration", args=[snippet.pk]),
            icon_name="lock-open" if snippet.closed_on else "lock",
            priority=90,
        )


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    """Register the log messages of closed and opened administrations."""
    actions.register_action(
        CLOSED, gettext_lazy("Close the administration"), gettext_lazy("The administration closed")
    )
    actions.register_action(
        OPENED, gettext_lazy("Open again"), gettext_lazy("The administration opened again")
    )
