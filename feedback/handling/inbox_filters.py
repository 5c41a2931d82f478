"""The filters and search words of the inbox, for its list and for exports of what it shows."""

from typing import Any, NamedTuple

import django_filters
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from feedback.enums import NOT_COUNTED
from feedback.handling import inbox
from feedback.model_fields import month_name
from feedback.models import Service, ServiceQuerySet, Submission
from feedback.permissions import services_read_by

MINE, NOBODYS = "me", "nobody"
# The query parameter that holds the search words.
SEARCH = "q"


def services_with_feedback(request: Any) -> ServiceQuerySet:
    """Return the services whose feedback the user of `request` may read; none without a user."""
    user = getattr(request, "user", None)
    return Service.objects.filter(pk__in=()) if user is None else services_read_by(user)


def _services_to_filter_by(request: Any) -> QuerySet[Service]:
    return services_with_feedback(request).originals().order_by("name_key", "pk")


class SubmissionFilterSet(WagtailFilterSet):
    """Filters of the inbox; their choices come from the feedback that the user may read."""

    service = django_filters.ModelChoiceFilter(
        label=_("Service"), queryset=_services_to_filter_by, empty_label=_("All")
    )
    assigned_to = django_filters.ChoiceFilter(
        label=_("Assigned to"),
        choices=[(MINE, _("Me")), (NOBODYS, _("Nobody"))],
        method="filter_assigned",
    )
    month = django_filters.TypedChoiceFilter(label=_("Month"))
    urgent = django_filters.BooleanFilter(label=_("Urgent"), method="filter_urgent")

    class Meta:
        model = Submission
        fields = ["service", "status", "assigned_to", "month", "rating", "urgent", "language"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["month"].extra["choices"] = [
            (month.isoformat(), month_name(month))
            for month in inbox.months_of(services_with_feedback(self.request))
        ]

    def filter_queryset(self, queryset: QuerySet[Submission]) -> QuerySet[Submission]:
        """Return the filtered rows; quarantined and rejected ones only if the status is chosen."""
        rows = super().filter_queryset(queryset)
        if self.form.cleaned_data.get("status"):
            return rows
        return rows.exclude(status__in=NOT_COUNTED)

    def filter_assigned(
        self, rows: QuerySet[Submission], _name: str, value: str
    ) -> QuerySet[Submission]:
        """Return the rows assigned to the user, or the unassigned ones."""
        if value == MINE:
            return rows.filter(assigned_to=self.request.user)
        return rows.filter(assigned_to=None)

    def filter_urgent(
        self, rows: QuerySet[Submission], _name: str, value: bool
    ) -> QuerySet[Submission]:
        """Return the rows that are urgent, or those that are not."""
        return rows.filter(inbox.urgency_is(value))


class _UserRequest(NamedTuple):
    """Stands in for a request: the filters read its user only."""

    user: Any


class Selection(NamedTuple):
    """The submissions that a query string selects, with its filters and search words.

    `rows` is empty if the filters are invalid.
    """

    rows: QuerySet[Submission]
    filters: SubmissionFilterSet
    words: str


def select_submissions(user: Any, query: str, services: QuerySet[Service]) -> Selection:
    """Return the submissions of `services` that the inbox shows `user` for the `query` string."""
    given = QueryDict(query)
    filters = SubmissionFilterSet(
        given, queryset=Submission.objects.order_by(), request=_UserRequest(user)
    )
    words = given.get(SEARCH, "")
    rows = filters.qs if filters.is_valid() else Submission.objects.none()
    return Selection(inbox.found(services, rows, words), filters, words)
