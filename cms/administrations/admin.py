"""The page that closes an administration or opens it again."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from cms.administrations.closing import (
    close_administration,
    consequences_of_closing,
    open_administration,
)
from pages.models import Organisation, OrganisationKind


class CloseView(WagtailAdminTemplateMixin, TemplateView):
    """GET: what follows. POST: close an open administration, or open a closed one."""

    header_icon = "group"
    template_name = "cms/admin/close_administration.html"
    request: HttpRequest
    kwargs: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse users who may not change user groups."""
        if not request.user.has_perm("auth.change_group"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def administration(self) -> Organisation:
        """The administration of the URL; 404 for other organisations."""
        rows = Organisation.objects.filter(kind=OrganisationKind.ADMINISTRATION)
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @property
    def list_url(self) -> str:
        """The URL of the list of organisations."""
        return reverse(Organisation.snippet_viewset.get_url_name("list"))

    def get_page_title(self) -> str:
        """Return what the button does."""
        if self.administration.closed_on:
            return _("Open the administration again")
        return _("Close the administration")

    def get_page_subtitle(self) -> str:
        """Return the administration's name."""
        return self.administration.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way from the list of organisations."""
        return [
            *self.breadcrumbs_items,
            {"url": self.list_url, "label": _("Organisations")},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the administration and what closing it affects."""
        return super().get_context_data(**kwargs) | {
            "administration": self.administration,
            "consequences": consequences_of_closing(self.administration, timezone.localdate()),
            "list_url": self.list_url,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what was confirmed; a second confirmation changes nothing."""
        name = {"name": self.administration.name}
        action = request.POST.get("action")
        if action == "close":
            if close_administration(self.administration, timezone.localdate(), request.user):
                messages.success(request, _("%(name)s is closed.") % name)
            else:
                messages.info(request, _("%(name)s is closed already.") % name)
        elif action == "open":
            if open_administration(self.administration, request.user):
                messages.success(request, _("%(name)s is open again.") % name)
            else:
                messages.info(request, _("%(name)s is open already.") % name)
        return redirect(self.list_url)
