"""Feedback in the Wagtail admin: the inbox and the services, each administration its own."""

import datetime
import uuid
from typing import Any

import django_filters
from django.db.models import Max, Min, Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import (
    DeleteView,
    EditView,
    HistoryView,
    IndexView,
    InspectView,
    UsageView,
)
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import policy_registry
from wagtail.snippets.views import snippets

from feedback import rollups
from feedback.models import Service, Submission
from feedback.panels import (
    ReadingPanel,
    aspect_words,
    comment_words,
    excerpt,
    flag_words,
    month_name,
)

READING = ["view", "change"]


class OwnListMixin:
    """Lists what belongs to the administrations of whoever asks."""

    def get_base_queryset(self) -> QuerySet[Any]:
        """Narrow the list before anything is searched, filtered or counted."""
        return super().get_base_queryset() & own(self.model, self.request)  # type: ignore[misc,attr-defined]


class OwnObjectMixin:
    """Answers with “not found” to the address of another administration's object."""

    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        """Return the object, if it is of the user's."""
        found = super().get_object(*args, **kwargs)  # type: ignore[misc]
        request = self.request  # type: ignore[attr-defined]
        if not own(type(found), request).filter(pk=found.pk).exists():
            raise Http404
        return found


def own(model: Any, request: HttpRequest | None) -> QuerySet[Any]:
    """Return the rows that the user of `request` may read or change; none without a user."""
    user = getattr(request, "user", None)
    if user is None:
        return model._default_manager.none()
    return policy_registry.get_by_type(model).instances_user_has_any_permission_for(user, READING)


def _own_services(request: HttpRequest | None) -> QuerySet[Service]:
    originals = Service.objects.originals()
    return originals.filter(pk__in=own(Service, request)).order_by("name_key", "pk")


class SubmissionFilterSet(WagtailFilterSet):
    """Narrows the inbox; the choices tell nothing of other administrations."""

    service = django_filters.ModelChoiceFilter(label=_("Service"), queryset=_own_services)
    month = django_filters.ChoiceFilter(label=_("Month"), choices=())
    urgent = django_filters.BooleanFilter(label=_("Urgent"))

    class Meta:
        model = Submission
        fields = ["service", "status", "month", "rating", "urgent", "language"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["month"].extra["choices"] = month_choices(own(Submission, self.request))


def month_choices(submissions: QuerySet[Submission]) -> list[tuple[str, str]]:
    """Return every month from the first to the last of `submissions`, the last one first."""
    span = submissions.order_by().aggregate(first=Min("month"), last=Max("month"))
    choices = []
    month = span["last"]
    while month is not None and month >= span["first"]:
        choices.append((month.isoformat(), month_name(month)))
        month = (month - datetime.timedelta(days=1)).replace(day=1)
    return choices


class InboxView(OwnListMixin, IndexView):
    """The inbox."""

    page_title = _("Feedback")

    def _get_title_column(self, field_name: str, **kwargs: Any) -> Column:
        column = super()._get_title_column(field_name, **kwargs)
        column.accessor = lambda row: excerpt(row.comment) or _("(only a rating)")
        # The order of comments by their first letter helps nobody.
        column.sort_key = None
        return column

    def get_base_queryset(self) -> QuerySet[Submission]:
        """Fetch the services with them."""
        return super().get_base_queryset().select_related("service")

    def search_queryset(self, queryset: QuerySet[Submission]) -> QuerySet[Submission]:
        """Search in the comments; SQLite knows upper and lower case of a–z only."""
        text = self.search_query
        if not text:
            return queryset
        found = Q()
        for form in {text, text.lower(), text.upper(), text.capitalize()}:
            found |= Q(comment__icontains=form)
        return queryset.filter(found)


class SubmissionEditView(OwnObjectMixin, EditView):
    """One submission, to read, with its status to change."""

    def save_instance(self) -> Submission:
        """Count it anew when it enters or leaves quarantine."""
        # Locked: of two editors at once, the second one sees what the first one saved.
        previous = Submission.objects.select_for_update().get(pk=self.object.pk).status
        submission = super().save_instance()
        rollups.status_changed(submission, previous)
        return submission


class SubmissionDeleteView(OwnObjectMixin, DeleteView):
    """No role is permitted to delete; the view answers 404 for others' all the same."""


class SubmissionHistoryView(OwnObjectMixin, HistoryView):
    """What editors have done with a submission."""


class SubmissionUsageView(OwnObjectMixin, UsageView):
    """Where a submission is used: nowhere."""


class SubmissionInspectView(OwnObjectMixin, InspectView):
    """One submission, to read."""

    def get_month_display_value(self) -> str:
        """Show the month without a day."""
        return month_name(self.object.month)

    def get_aspect_ratings_display_value(self) -> str:
        """Show aspects and their ratings in words."""
        return aspect_words(self.object.aspect_ratings)

    def get_comment_display_value(self) -> str:
        """Show the comment's paragraphs."""
        return comment_words(self.object.comment)

    def get_flags_display_value(self) -> str:
        """Show what screening found, in words."""
        return flag_words(self.object.flags)


class SubmissionViewSet(ModelViewSet):
    """What residents have said; it can be read and given a status, never changed or added."""

    model = Submission
    icon = "comment"
    menu_label = _("Feedback")
    menu_name = "feedback"
    menu_order = 150
    add_to_admin_menu = True
    name = "submissions"
    index_view_class = InboxView
    edit_view_class = SubmissionEditView
    delete_view_class = SubmissionDeleteView
    history_view_class = SubmissionHistoryView
    usage_view_class = SubmissionUsageView
    inspect_view_class = SubmissionInspectView
    inspect_view_enabled = True
    inspect_view_fields = [
        "service",
        "rating",
        "aspect_ratings",
        "comment",
        "language",
        "month",
        "flags",
        "status",
    ]
    copy_view_enabled = False
    filterset_class = SubmissionFilterSet
    search_fields = ["comment"]
    search_backend_name = None
    list_per_page = 50
    panels = [
        ReadingPanel("service"),
        ReadingPanel("rating"),
        ReadingPanel("aspect_ratings", aspect_words),
        ReadingPanel("comment", comment_words),
        ReadingPanel("month", month_name),
        ReadingPanel("language"),
        ReadingPanel("flags", flag_words),
        FieldPanel("status"),
    ]
    list_display = [
        "comment",
        Column("rating", label=_("Rating"), accessor="get_rating_display", sort_key="rating"),
        Column("service", label=_("Service"), accessor="service"),
        Column("month", label=_("Month"), accessor=lambda row: month_name(row.month)),
        Column("status", label=_("Status"), accessor="get_status_display"),
        Column("flags", label=_("Found"), accessor=lambda row: flag_words(row.flags)),
    ]


class ServiceIndexView(OwnListMixin, snippets.IndexView):
    """The services of one's own administration."""


class ServiceEditView(OwnObjectMixin, snippets.EditView):
    """A service of one's own administration."""


class ServiceDeleteView(OwnObjectMixin, snippets.DeleteView):
    """Deletes a service without feedback; `feedback.wagtail_hooks` refuses the others."""


class ServiceCopyView(OwnObjectMixin, snippets.CopyView):
    """A new service, from one of one's own administration."""

    def get_initial_form_instance(self) -> Service:
        """Return the service as a new one: what was answered about the old one stays with it."""
        service: Service = super().get_initial_form_instance()
        service.pk = None
        service.translation_key = uuid.uuid4()
        service._state.adding = True
        service.answers.set([])
        return service


class ServiceHistoryView(OwnObjectMixin, snippets.HistoryView):
    """What editors have done with a service."""


class ServiceUsageView(OwnObjectMixin, snippets.UsageView):
    """Where a service is used."""


class ServiceViewSet(snippets.SnippetViewSet):
    """What residents can say something about."""

    model = Service
    icon = "clipboard-list"
    menu_label = _("Services")
    menu_order = 160
    add_to_admin_menu = True
    index_view_class = ServiceIndexView
    edit_view_class = ServiceEditView
    delete_view_class = ServiceDeleteView
    copy_view_class = ServiceCopyView
    history_view_class = ServiceHistoryView
    usage_view_class = ServiceUsageView
    list_display = ["name", "administration", "opens_on", "closes_on"]
    list_filter = ["administration"]
    ordering = ["name_key"]
