"""Exports in the Wagtail admin: request, progress and download."""

import secrets
from functools import partial
from typing import Any, TypeVar, cast

from django import forms
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from cms.health.heartbeats import WORKER, silence
from feedback.admin.audit import PREFIX
from feedback.admin.inbox.listing import filters_in
from feedback.exports import jobs as export_jobs
from feedback.exports.files import may_read, table
from feedback.exports.rows import ShuffledIds, rounded
from feedback.handling.inbox_filters import (
    SEARCH,
    Selection,
    select_submissions,
    services_with_feedback,
)
from feedback.models.exports import UNFINISHED, Export, ExportFormat, ExportState
from feedback.permissions import reads_feedback
from feedback.tasks import make_export

Response = TypeVar("Response", bound=HttpResponseBase)
# The largest export that is made during the request.
AT_ONCE = 1_000
MEDIA_TYPES = {
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ExportFormat.CSV: "text/csv; charset=utf-8; header=present",
    ExportFormat.ARCHIVE: "application/zip",
}


class ReadersOnly(WagtailAdminTemplateMixin):
    """A page below the inbox for users who read feedback."""

    header_icon = "download"
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Return 404 for other users, and disable caching."""
        if not reads_feedback(request.user):
            raise Http404
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        return response

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way from the inbox to this page."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("submissions:index"), "label": _("Feedback")},
            *self.breadcrumbs_between(),
            {"url": "", "label": self.get_page_title()},
        ]

    def breadcrumbs_between(self) -> list[dict[str, Any]]:
        """Return the breadcrumbs between the inbox and this page."""
        return []


class ExportForm(forms.Form):
    """The choice of a format."""

    format = forms.ChoiceField(
        label=_("Format"),
        choices=[choice for choice in ExportFormat.choices if choice[0] != ExportFormat.ARCHIVE],
        initial=ExportFormat.XLSX,
        widget=forms.RadioSelect,
    )


class ExportStartView(ReadersOnly, FormView):
    """Shows what would be exported, and asks for the format."""

    form_class = ExportForm
    template_name = "feedback/admin/export_start.html"
    page_title = _("Export feedback")

    @cached_property
    def query(self) -> str:
        """The inbox's query string, without paging."""
        return filters_in(self.request)

    @cached_property
    def selection(self) -> Selection:
        """The submissions that it selects."""
        return select_submissions(
            self.request.user, self.query, services_with_feedback(self.request)
        )

    @cached_property
    def counts(self) -> dict[int, int]:
        """The number of selected submissions by administration."""
        rows = self.selection.rows.order_by().values_list("service__administration")
        return dict(rows.annotate(number=Count("pk")))

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Return a small file at once, or queue a large one."""
        if not self.counts:
            form.add_error(None, _("There is nothing to export."))
            return self.form_invalid(form)
        export = Export(
            user=cast(User, self.request.user),
            format=form.cleaned_data["format"],
            query=self.query,
            language=get_language() or "sv",
        )
        if sum(self.counts.values()) > AT_ONCE:
            with transaction.atomic():
                self._queue(export)
                self._log(export)
            return redirect("submissions:export", export.pk)
        ids = ShuffledIds(self.selection.rows, secrets.SystemRandom())
        # Not streamed: a table that ends halfway looks complete.
        content = b"".join(table(export.format, ids))
        self._log(export)
        return _attachment(HttpResponse(content), export)

    def _queue(self, export: Export) -> None:
        export.rows_total = sum(self.counts.values())
        export.save()
        export.services.set(services_with_feedback(self.request))
        transaction.on_commit(partial(make_export.enqueue, str(export.pk)))

    def _log(self, export: Export) -> None:
        data = {"format": export.format, "filters": in_codes(self.selection)}
        for administration, number in self.counts.items():
            log(
                export,
                PREFIX + "export",
                user=self.request.user,
                administration_id=administration,
                data={**data, "rows": rounded(number)},
            )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the filters and the number of submissions."""
        number = sum(self.counts.values())
        return super().get_context_data(**kwargs) | {
            "filters": in_words(self.selection),
            "number": number,
            "is_large": number > AT_ONCE,
            "inbox_url": reverse("submissions:index") + (f"?{self.query}" if self.query else ""),
        }


class ExportListView(ReadersOnly, TemplateView):
    """The user's exports."""

    template_name = "feedback/admin/export_list.html"
    page_title = _("My exports")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the exports, newest first."""
        return super().get_context_data(**kwargs) | {"exports": _own(self.request)}


class ExportView(ReadersOnly, TemplateView):
    """An export with its progress, and buttons to cancel or restart it."""

    template_name = "feedback/admin/export.html"
    page_title = _("Export of feedback")

    def breadcrumbs_between(self) -> list[dict[str, Any]]:
        """Return the breadcrumb of the list of exports."""
        return [{"url": reverse("submissions:exports"), "label": _("My exports")}]

    @cached_property
    def export(self) -> Export:
        """The user's export, if the user may still read its feedback."""
        found = _own(self.request).filter(pk=self.kwargs["pk"]).first()
        if found is None or not may_read(self.request.user, found):
            raise Http404
        return found

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Cancel or restart the export."""
        pk = self.export.pk
        if request.POST.get("do") == "cancel":
            if export_jobs.cancel(pk):
                messages.success(request, _("The export was cancelled, and nothing of it is left."))
            return redirect("submissions:exports")
        if request.POST.get("do") == "restart" and export_jobs.restart(pk, timezone.now()):
            make_export.enqueue(str(pk))
            messages.success(request, _("It is being made anew."))
        return redirect("submissions:export", pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the progress and what can be done."""
        export, now = self.export, timezone.now()
        return super().get_context_data(**kwargs) | {
            "export": export,
            "failure": export.get_failure_display(),
            "is_silent": export.is_silent(now),
            "no_worker": export.is_unfinished and bool(silence(WORKER, now)),
            "can_restart": export.state == ExportState.FAILED or export.is_silent(now),
            "can_cancel": export.state in (*UNFINISHED, ExportState.READY),
        }


class DownloadView(ExportView):
    """The exported file."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Stream the file; redirect to its progress if it is not ready."""
        export = self.export
        if export.state != ExportState.READY or export.deleted_at <= timezone.now():
            return redirect("submissions:export", export.pk)
        response = StreamingHttpResponse(export.content())
        response["Content-Length"] = str(export.size)
        return _attachment(response, export)


def in_words(selection: Selection) -> list[tuple[Any, Any]]:
    """Return the filters of a selection as pairs of label and chosen values."""
    form = selection.filters.form
    words = [
        (form.fields[name].label, ", ".join(_words(form.fields[name], each) for each in values))
        for name, values in _chosen(selection)
    ]
    return [*words, *([(_("Words"), f"“{selection.words}”")] if selection.words else [])]


def in_codes(selection: Selection) -> dict[str, Any]:
    """Return the filters for the log, with the fact but not the text of a search."""
    codes: dict[str, Any] = {
        name: [getattr(each, "slug", str(each)) for each in values]
        for name, values in _chosen(selection)
    }
    return {**codes, **({SEARCH: True} if selection.words else {})}


def _chosen(selection: Selection) -> list[tuple[str, list[Any]]]:
    if not selection.filters.is_valid():
        return []
    return [
        (name, list(value) if isinstance(value, list | tuple | set) else [value])
        for name, value in selection.filters.form.cleaned_data.items()
        if value not in (None, "", [], ())
    ]


def _words(field: forms.Field, value: Any) -> str:
    choices = getattr(field, "choices", ())
    if isinstance(field, forms.ModelChoiceField):
        return str(value)
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    return str({str(code): word for code, word in choices}.get(str(value), value))


def _own(request: HttpRequest) -> Any:
    return Export.objects.filter(user=request.user.pk)


def _attachment(response: Response, export: Export) -> Response:
    day = timezone.localdate()
    response["Content-Type"] = MEDIA_TYPES[ExportFormat(export.format)]
    response["Content-Disposition"] = (
        f'attachment; filename="synpunkter-{day:%Y-%m-%d}.{export.format}"'
    )
    return response
