"""The first steps in the admin: the form, the list of what is missing, and their panel."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from cms.starting.check_list import address_is_unset, mail_is_silent, may_complete, missing
from cms.starting.forms import StartForm
from cms.starting.start import is_started, start_installation


class StartView(WagtailAdminTemplateMixin, FormView):
    """Before the start: the form, for superusers. After it: what is missing, with explanations."""

    form_class = StartForm
    page_title = gettext_lazy("Get started")
    header_icon = "tasks"
    template_name: str | None = "cms/admin/start_form.html"
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse other users."""
        if not may_complete(request.user) or not (is_started() or request.user.is_superuser):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_template_names(self) -> list[str]:
        """Return the form's template, or that of the list after the start."""
        if not is_started():
            return super().get_template_names()
        return ["cms/admin/start_list.html"]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way from the dashboard."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what is missing, once the installation is started."""
        context = super().get_context_data(**kwargs)
        if is_started():
            context["missing"] = missing()
            context["no_mail"], context["no_address"] = mail_is_silent(), address_is_unset()
        return context

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Validate and start; change nothing if somebody else has started meanwhile."""
        if is_started():
            messages.info(request, _("The site is already set up. Nothing was changed."))
            return redirect("wagtailadmin_home")
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: StartForm) -> HttpResponse:
        """Start the installation and return to the dashboard, which shows what is missing."""
        if start_installation(form.details, self.request.user):
            text = _("The site is set up. What is still missing is listed under “Get started”.")
            messages.success(self.request, text)
        else:
            messages.info(self.request, _("The site is already set up. Nothing was changed."))
        return redirect("wagtailadmin_home")

    def form_invalid(self, form: StartForm) -> HttpResponse:
        """Show the form with what was typed and a message at each field."""
        messages.error(self.request, _("Nothing was saved. Correct the fields marked below."))
        return super().form_invalid(form)


class StartPanel(Component):
    """Lists what the installation still lacks; not shown when nothing is missing."""

    name = "get_started"
    template_name = "cms/admin/start_panel.html"
    # First of all.
    order = 50

    class Media:
        css = {"all": ["pages/to-do.css"]}

    def __init__(self) -> None:
        self.missing = missing()

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return what is missing."""
        return {"missing": self.missing, "is_started": is_started()}
