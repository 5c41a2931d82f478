"""The dashboard: figures of an administration and of each of its services.

It reads only rollups: its cost does not depend on the number of submissions, nor its number of
queries on the number of services.
"""

import datetime
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.base import ViewSet

from feedback.admin.access import READING, own
from feedback.admin.figures import charts
from feedback.admin.figures.poster import poster_url
from feedback.enums import Aspect, Rating
from feedback.figures import rollups
from feedback.figures.dashboard import Months, Record, Span, month_rows
from feedback.handling.inbox_filters import services_with_feedback
from feedback.intake.submit import local_day
from feedback.models import Service, ServiceQuerySet, Submission
from feedback.permissions import administrations_read_by, reads_feedback
from feedback.statistics.tallies import EDITORS_MINIMUM, STEPS, Figures
from feedback.templatetags.figures import percent
from pages.models import Organisation

TITLE = _("Feedback in figures")


def period_query(span: Span) -> str:
    """Return the query string of a period."""
    return "?" + urlencode({"period": span})


class DashboardView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """A page of figures for a chosen period."""

    model = Submission
    any_permission_required = READING
    page_title = TITLE
    header_icon = "feedback-figures"

    @cached_property
    def span(self) -> Span:
        """The period of the query string."""
        return Span.chosen(self.request.GET.get("period", ""))

    @cached_property
    def today(self) -> datetime.date:
        """Today in the time zone of the settings."""
        return local_day(timezone.now())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way to this page."""
        return [
            *self.breadcrumbs_items,
            *self.breadcrumbs_above(),
            {"url": "", "label": self.own_title()},
        ]

    def breadcrumbs_above(self) -> list[dict[str, Any]]:
        """Return the breadcrumbs above this page."""
        return [{"url": self.address("index"), "label": TITLE}]

    def own_title(self) -> Any:
        """Return this page's breadcrumb."""
        return self.get_page_title()

    def address(self, name: str, *args: Any) -> str:
        """Return the URL of another dashboard page with the same period."""
        return reverse(f"feedback_dashboard:{name}", args=args) + period_query(self.span)

    def figures_context(self, record: Record) -> dict[str, Any]:
        """Return the template context of a service's figures, or of several together."""
        months = record.months(self.span, self.today)
        series = record.ratings.series(months)
        figures = record.ratings.figures(months)
        distribution = _distribution(figures)
        aspects = [
            (str(Aspect(name).label), question.figures(months))
            for name, question in record.aspects.items()
        ]
        aspects_chart = _aspects_chart(aspects)
        return {
            "minimum": EDITORS_MINIMUM,
            "months": months,
            "this_month": self.today.replace(day=1),
            "spans": [(span.label, span == self.span, period_query(span)) for span in Span],
            "figures": figures,
            "answers": record.answered(months),
            "distribution": distribution,
            "distribution_chart": _distribution_chart(distribution),
            "share_chart": charts.share_chart(series),
            "mean_chart": charts.mean_chart(series),
            "count_chart": charts.count_chart(series),
            "withheld": sum(point.figures is None for point in series),
            "month_rows": list(month_rows(record.ratings, months))[::-1],
            "aspects": aspects,
            "aspects_chart": aspects_chart,
            "aspects_height": charts.rows_height(aspects_chart),
        }


class IndexView(DashboardView):
    """The list of the user's administrations."""

    template_name = "feedback/admin/dashboard/index.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the list, or redirect to the only administration."""
        administrations = list(administrations_read_by(request.user))
        if len(administrations) == 1:
            return redirect(self.address("administration", administrations[0].pk))
        listed = [(each, self.address("administration", each.pk)) for each in administrations]
        return self.render_to_response(self.get_context_data(administrations=listed))

    def breadcrumbs_above(self) -> list[dict[str, Any]]:
        """Return no breadcrumbs."""
        return []


class AdministrationView(DashboardView):
    """The figures of an administration's services together and one by one, by name."""

    template_name = "feedback/admin/dashboard/administration.html"

    @cached_property
    def administration(self) -> Organisation:
        """The administration; 404 if the user may not read its feedback."""
        return get_object_or_404(administrations_read_by(self.request.user), pk=self.kwargs["pk"])

    def own_title(self) -> str:
        """Return the administration's name."""
        return self.administration.name

    def get_page_subtitle(self) -> str:
        """Return the administration's name."""
        return self.administration.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the figures of all services together, and a row for each."""
        services = list(
            _originals(services_with_feedback(self.request))
            .filter(administration=self.administration)
            .order_by("name_key", "pk")
        )
        tallies = rollups.monthly_tallies(service.pk for service in services)
        records = [Record.of(tallies.get(each.pk, {}), each.aspects) for each in services]
        together = Record.together(records)
        context = self.figures_context(together)
        return super().get_context_data(**kwargs) | {
            **context,
            "administration": self.administration,
            "services": [
                self._row(service, record, context["months"])
                for service, record in zip(services, records, strict=True)
            ],
        }

    def _row(self, service: Service, record: Record, months: Months) -> dict[str, Any]:
        series = record.ratings.series(months)
        figures = record.ratings.figures(months)
        return {
            "service": service,
            "url": self.address("service", service.pk),
            "is_open": service.is_open(self.today),
            "figures": figures,
            "answers": record.answered(months),
            "series": series,
            "spark": charts.spark(series),
            "track": charts.tracks([("", "", figures.share)])[0] if figures else None,
        }


class ServiceView(DashboardView):
    """The figures of one service."""

    template_name = "feedback/admin/dashboard/service.html"

    @cached_property
    def service(self) -> Service:
        """The original of the service; 404 if the user may not read its feedback."""
        readable = services_with_feedback(self.request).select_related("locale", "administration")
        service = readable.filter(pk=self.kwargs["pk"]).first()
        if service is None:
            raise Http404
        return service.original

    def own_title(self) -> str:
        """Return the service's name."""
        return self.service.name

    def get_page_subtitle(self) -> str:
        """Return the service's name."""
        return self.service.name

    def breadcrumbs_above(self) -> list[dict[str, Any]]:
        """Return the breadcrumbs with the administration."""
        administration = self.service.administration
        url = self.address("administration", administration.pk)
        return [*super().breadcrumbs_above(), {"url": url, "label": administration.name}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the figures and links."""
        service = self.service
        tallies = rollups.monthly_tallies([service.pk]).get(service.pk, {})
        may_edit = own(Service, self.request).filter(pk=service.pk).exists()
        return super().get_context_data(**kwargs) | {
            **self.figures_context(Record.of(tallies, service.aspects)),
            "service": service,
            "is_open": service.is_open(self.today),
            "inbox_url": f"{reverse('submissions:index')}?" + urlencode({"service": service.pk}),
            "edit_url": reverse(_snippet("edit"), args=[service.pk]) if may_edit else "",
            "poster_url": poster_url(service) if may_edit else "",
        }


class FiguresMenuItem(MenuItem):
    """The menu item, for users who read feedback."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the user reads feedback."""
        return reads_feedback(request.user)


class FiguresSummaryItem(SummaryItem):
    """The link on the admin's first page."""

    order = 400
    template_name = "feedback/admin/dashboard/home.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return its URL and title."""
        return {"url": reverse("feedback_dashboard:index"), "title": TITLE}

    def is_shown(self) -> bool:
        """Return whether the user reads feedback."""
        return reads_feedback(self.request.user)


class DashboardViewSet(ViewSet):
    """The pages of figures and their menu item."""

    name = "feedback_dashboard"
    url_prefix = "feedback-dashboard"
    icon = "feedback-figures"
    menu_label = TITLE
    # Not “feedback-…”, which the menu would mark together with the inbox.
    menu_name = "figures"
    menu_order = 155
    menu_item_class = FiguresMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[Any]:
        """Return the URL patterns."""
        return [
            path("", IndexView.as_view(), name="index"),
            path("administration/<int:pk>/", AdministrationView.as_view(), name="administration"),
            path("service/<int:pk>/", ServiceView.as_view(), name="service"),
        ]


def _originals(services: ServiceQuerySet) -> ServiceQuerySet:
    """Return the originals, and translations that have none."""
    same = Service.objects.filter(translation_key=OuterRef("translation_key"))
    return services.filter(Q(pk__in=services.originals()) | ~Exists(same.originals()))


def _distribution(figures: Figures | None) -> list[tuple[str, int, float]]:
    """Return label, count and share of each rating, the best first."""
    if figures is None:
        return []
    return [
        (str(Rating(step).label), count, count / figures.count)
        for step, count in sorted(zip(STEPS, figures.counts, strict=True), reverse=True)
    ]


def _distribution_chart(rows: list[tuple[str, int, float]]) -> list[charts.Bar]:
    return charts.bars(
        [(label, f"{count} · {percent(share)}", share) for label, count, share in rows]
    )


def _aspects_chart(aspects: list[tuple[str, Figures | None]]) -> list[charts.Track]:
    return charts.tracks(
        [(label, percent(each.share.value), each.share) for label, each in aspects if each]
    )


def _snippet(name: str) -> str:
    return Service.snippet_viewset.get_url_name(name)
