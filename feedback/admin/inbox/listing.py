"""The list of submissions."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column
from wagtail.admin.views.generic import IndexView, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button

from feedback.admin.panels import excerpt, flag_words, person_name
from feedback.handling import inbox
from feedback.handling.inbox_filters import services_with_feedback
from feedback.handling.near_duplicates import MOST, large_groups, urgent_groups
from feedback.model_fields import month_name
from feedback.models import Submission

# Groups of urgent comments above the list.
MOST_URGENT = 10


class InboxView(IndexView):
    """The inbox, with pages that are not numbered because nothing is counted."""

    page_title = _("Feedback")
    results_template_name = "feedback/admin/inbox_results.html"

    @cached_property
    def columns(self) -> list[Any]:
        """The columns, with check boxes for bulk actions."""
        return [BulkActionsCheckboxColumn("bulk_actions", obj_type="submission"), *super().columns]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """The buttons of the header, with a link to the dashboard."""
        figures = reverse("feedback_dashboard:index")
        return [
            *super().header_more_buttons,
            Button(_("Feedback in figures"), url=figures, icon_name="feedback-figures"),
        ]

    def _get_title_column(self, field_name: str, **kwargs: Any) -> Column:
        column = super()._get_title_column(field_name, **kwargs)
        column.accessor = lambda row: excerpt(row.comment) or _("(only a rating)")
        # Not sortable: another order than the index's would read all rows.
        column.sort_key = None
        column.get_title_id = lambda row, _context: f"submission_{row.pk}_title"
        return column

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the list. Wagtail's export, which would hold all rows in memory, is redirected."""
        if self.is_export:
            return redirect(self.export_url)
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        """Return the rows of the page."""
        return self.page.rows

    @cached_property
    def page(self) -> inbox.InboxPage:
        """The page of submissions, read from each service's index."""
        narrowed = self.filter_queryset(Submission.objects.order_by())
        if self.filters is not None and not self.filters.is_valid():
            # Wagtail would show all rows for invalid filters.
            narrowed = narrowed.none()
        after = inbox.Place.parse(self.request.GET.get("after", ""))
        before = inbox.Place.parse(self.request.GET.get("before", ""))
        services = services_with_feedback(self.request)
        if self.search_query:
            return inbox.search_page(
                services, narrowed, self.search_query, after=after, before=before
            )
        return inbox.inbox_page(services, narrowed, after=after, before=before)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the URLs of the pages before and after."""
        context = super().get_context_data(*args, **kwargs)
        rows = self.page.rows
        context["is_narrowed"] = self.is_searching or self.is_filtering
        context["previous_url"] = context["next_url"] = context["first_url"] = ""
        if rows and self.page.has_previous:
            context["previous_url"] = self._url(before=inbox.Place.of(rows[0]))
        if rows and self.page.has_next:
            context["next_url"] = self._url(after=inbox.Place.of(rows[-1]))
        if "after" in self.request.GET or "before" in self.request.GET:
            context["first_url"] = self._url()
        context["export_url"] = self.export_url
        context["everything_url"] = self._bulk_url() if context["is_narrowed"] and rows else ""
        context["similar_url"] = self._url("similar")
        is_first = not context["first_url"] and not context["is_narrowed"]
        urgent = urgent_groups(services_with_feedback(self.request)) if is_first else []
        # The list is in order already without copies among the urgent ones.
        if any(each.size > 1 for each in urgent):
            shown = urgent[:MOST_URGENT]
            context["urgent"] = [(each, excerpt(each.first.comment)) for each in shown]
        return context

    @property
    def export_url(self) -> str:
        """The URL that exports what is listed."""
        return self._url("export_start")

    def _bulk_url(self) -> str:
        """The URL that changes the status of everything the filters find."""
        return bulk_url(filters_in(self.request), found="all", next=self._url())

    def _url(self, name: str = "index", **place: inbox.Place) -> str:
        query = "&".join(filter(None, [filters_in(self.request), urlencode(place)]))
        return reverse(f"submissions:{name}") + (f"?{query}" if query else "")


class SimilarView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Groups of near-duplicates among what a filter finds, each with one action."""

    model = Submission
    permission_required = "change"
    template_name = "feedback/admin/similar.html"
    page_title = _("Similar comments")
    header_icon = "comment"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way from the inbox."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("submissions:index"), "label": _("Feedback")},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the groups, largest first."""
        query = filters_in(self.request)
        groups = large_groups(self.request.user, query, services_with_feedback(self.request))
        back = reverse("submissions:similar") + (f"?{query}" if query else "")
        return super().get_context_data(**kwargs) | {
            "groups": [
                (
                    each,
                    excerpt(each.first.comment),
                    bulk_url(query, like=str(each.first.pk), next=back),
                )
                for each in groups[: inbox.PAGE]
            ],
            "inbox": reverse("submissions:index") + (f"?{query}" if query else ""),
            "most": MOST,
        }


def bulk_url(filters: str, **parameters: str) -> str:
    """Return the URL that changes the status of what `filters` and `parameters` select."""
    address = reverse("wagtail_bulk_action", args=["feedback", "submission", "status"])
    return f"{address}?" + "&".join(filter(None, [filters, urlencode(parameters)]))


def filters_in(request: HttpRequest) -> str:
    """Return the query string's filters and search words, without paging."""
    given = request.GET.copy()
    for other in ("after", "before", "export", "id", "found", "like", "next", "_w_filter_fragment"):
        given.pop(other, None)
    return given.urlencode()


INBOX_COLUMNS = [
    "comment",
    # In words, since colours and order are not seen by everybody.
    Column(
        "urgent",
        label=pgettext_lazy("column", "Urgent"),
        accessor=lambda row: _("Urgent: read first") if row.urgent else "",
    ),
    Column("rating", label=_("Rating"), accessor="get_rating_display"),
    Column("service", label=_("Service"), accessor="service"),
    Column("month", label=_("Month"), accessor=lambda row: month_name(row.month)),
    Column("status", label=_("Status"), accessor="get_status_display"),
    Column(
        "assigned_to", label=_("Assigned to"), accessor=lambda row: person_name(row.assigned_to)
    ),
    Column("flags", label=_("Found"), accessor=lambda row: flag_words(row.flags)),
]
