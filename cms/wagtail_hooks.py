"""Adds the first steps of an installation to the Wagtail admin."""

from django.http import HttpRequest
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin.ui.components import Component

from cms.starting.admin import StartPanel, StartView
from cms.starting.check_list import may_complete
from cms.starting.start import is_started
from pages.admin.panels import ToDoPanel


@hooks.register("register_admin_urls")
def add_start() -> list[URLPattern]:
    """Add the page with the first steps to the admin's URLs."""
    return [path("start/", StartView.as_view(), name="start_site")]


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
