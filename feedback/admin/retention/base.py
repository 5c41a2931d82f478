"""The base of the retention pages."""

import datetime
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from feedback.model_fields import month_name
from feedback.models import RetentionRule
from feedback.permissions import administrations_aged_out_by
from pages.models import Organisation


class RetentionView(WagtailAdminTemplateMixin):
    """A page about an administration whose feedback the user may age out."""

    header_icon = "history"
    template_name: str | None = "feedback/admin/form_page.html"
    button = _("Save")
    request: HttpRequest
    kwargs: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Return 404 for other users, and disable caching."""
        self.administration  # noqa: B018 (raises Http404 first)
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        return response

    @cached_property
    def administration(self) -> Organisation:
        """The administration of the URL."""
        return get_object_or_404(
            administrations_aged_out_by(self.request.user), pk=self.kwargs["pk"]
        )

    @cached_property
    def rule(self) -> RetentionRule:
        """Its retention rule, or an unsaved one without a decision."""
        found = RetentionRule.objects.filter(administration=self.administration).first()
        return found or RetentionRule(administration=self.administration)

    @property
    def today(self) -> datetime.date:
        """Today in the site's time zone."""
        return timezone.localdate()

    @cached_property
    def until(self) -> datetime.date:
        """The last month that may be aged out."""
        return self.rule.last_due(self.today)

    def get_page_subtitle(self) -> str:
        """Return the administration's name."""
        return str(self.administration)

    @property
    def home_url(self) -> str:
        """The URL of the administration's retention page."""
        return reverse("submissions:retention", args=[self.administration.pk])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way from the list and the administration's page."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("submissions:retention_list"), "label": _("Retention")},
            {"url": self.home_url, "label": f"{_('Retention')}: {self.administration}"},
            *(
                []
                if self.request.path == self.home_url
                else [{"url": "", "label": self.page_title}]
            ),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the rule and the last month due."""
        return super().get_context_data(**kwargs) | {
            "administration": self.administration,
            "rule": self.rule,
            "until": month_name(self.until),
            "button": self.button,
            "back_url": self.home_url,
        }
