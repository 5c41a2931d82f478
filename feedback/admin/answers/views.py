"""Answers in the Wagtail admin, with drafts and review."""

from typing import Any
from uuid import UUID

import django_filters
from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast
from django.dispatch import receiver
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.log_actions import log
from wagtail.models import WorkflowState
from wagtail.signals import published, unpublished
from wagtail.snippets.views import snippets

from feedback.admin.access import own
from feedback.admin.answers.panels import AFTER, REPLACE, TEMPLATE, USE, templates_for
from feedback.admin.audit import PREFIX
from feedback.enums import NOT_COUNTED
from feedback.forms import ALL_SUBMISSIONS
from feedback.models import Service, ServiceAnswer, Submission, SubmissionAnswer
from pages.models import Organisation


class ReplyTemplateForm(WagtailAdminModelForm):
    """The form of a reply template; offers the user's administrations."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["administration"]
        if self.for_user is not None and not self.for_user.has_perm(ALL_SUBMISSIONS):
            own_ones = Organisation.objects.filter(staff__user=self.for_user)
            field.queryset = field.queryset.filter(pk__in=own_ones)
        if self.instance.pk is None and field.queryset.count() == 1:
            field.initial = field.queryset.get()


class ServiceAnswerForm(WagtailAdminModelForm):
    """The form of an answer to everybody; offers the user's services with their languages."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["service"]
        rows = field.queryset.select_related("locale").order_by("name_key", "locale")
        if self.for_user is not None and not self.for_user.has_perm(ALL_SUBMISSIONS):
            rows = rows.filter(
                administration__in=Organisation.objects.filter(staff__user=self.for_user)
            )
        field.queryset = rows
        field.label_from_instance = lambda service: f"{service.name} ({service.locale})"


class WaitingFilterSet(WagtailFilterSet):
    """Adds a filter for answers in review."""

    waits = django_filters.BooleanFilter(label=gettext_lazy("Waiting for review"), method="waiting")

    def waiting(self, rows: QuerySet[Any], _name: str, value: bool) -> QuerySet[Any]:
        """Return the rows with a workflow in progress, or the others."""
        waiting = WorkflowState.objects.filter(
            base_content_type=self._meta.model.get_base_content_type(),
            status=WorkflowState.STATUS_IN_PROGRESS,
        ).values("object_id")
        rows = rows.annotate(_id=Cast("pk", output_field=CharField()))
        return rows.filter(_id__in=waiting) if value else rows.exclude(_id__in=waiting)


class AnswerFilterSet(WaitingFilterSet):
    """Filters of the answers to one resident."""

    class Meta:
        model = SubmissionAnswer
        fields = ["waits", "live", "outcome"]


class ServiceAnswerFilterSet(WaitingFilterSet):
    """Filters of the answers to everybody."""

    service = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Service"),
        queryset=lambda request: own(Service, request).order_by("name_key", "pk"),
    )

    class Meta:
        model = ServiceAnswer
        fields = ["waits", "live", "service", "outcome"]


class ServiceAnswerIndexView(snippets.IndexView):
    """The list of answers to everybody."""

    page_title = gettext_lazy("Answers to everybody")

    def get_base_queryset(self) -> QuerySet[Any]:
        """Return the rows with their services."""
        return super().get_base_queryset().select_related("service")


class ServiceAnswerCreateView(snippets.CreateView):
    """A new answer to everybody; the query parameter `service` preselects a service."""

    def get_initial(self) -> dict[str, Any]:
        """Return the preselected service."""
        chosen = self.request.GET.get("service", "")
        return {**super().get_initial(), **({"service": chosen} if chosen.isdecimal() else {})}


class AnswerIndexView(snippets.IndexView):
    """The list of answers to one resident; a new one is begun from its submission."""

    page_title = gettext_lazy("Answers to submissions")

    def user_has_permission(self, permission: str) -> bool:
        """Return False for adding, so that no button is shown."""
        return permission != "add" and super().user_has_permission(permission)

    def get_base_queryset(self) -> QuerySet[Any]:
        """Return the rows with their submissions and services."""
        return super().get_base_queryset().select_related("submission__service")


class AnswerFormMixin:
    """Handles reply templates, and refuses quarantined submissions."""

    submission: Submission

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Redirect to the submission if it is quarantined."""
        if self.submission.status in NOT_COUNTED:
            messages.error(request, _("It is in quarantine. Give it another status first."))
            return redirect("submissions:edit", self.submission.pk)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Insert a template if that was the button, otherwise save."""
        if USE in request.POST:
            return self.with_template(request)
        return super().post(request, *args, **kwargs)  # type: ignore[misc]

    def with_template(self: Any, request: HttpRequest) -> HttpResponse:
        """Show the form again with everything that was typed and the template's text.

        Typed text is kept until the editor has chosen whether to append or replace.
        """
        kwargs = self.get_form_kwargs()
        kwargs.pop("data", None)
        kwargs.pop("files", None)
        typed = {name: request.POST.get(name, "") for name in self.get_form_class().base_fields}
        chosen = request.POST.get(TEMPLATE, "")
        templates = templates_for(self.submission.administration_id)
        template = templates.filter(pk=chosen).first() if chosen.isdecimal() else None
        asks = False
        if template is not None:
            text, how = typed["text"].strip(), request.POST[USE]
            asks = bool(text) and how not in {AFTER, REPLACE}
            begun = template.text_in(self.submission.language)
            if not asks:
                typed["text"] = f"{text}\n\n{begun}" if text and how == AFTER else begun
                typed["outcome"] = typed["outcome"] or template.outcome
        self.form = self.get_form_class()(**kwargs | {"initial": typed})
        self.form.asks_before_template = asks
        self.has_unsaved_changes = True
        return self.render_to_response(self.get_context_data(form=self.form))


class AnswerCreateView(AnswerFormMixin, snippets.CreateView):
    """A new answer; the query parameter `submission` names the submission."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the submission; 404 if it is not of the user's administrations."""
        self.submission = _own_submission(request)
        super().setup(request, *args, **kwargs)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Redirect to the existing answer, if there is one."""
        begun = SubmissionAnswer.objects.filter(submission=self.submission).first()
        if begun is not None:
            return redirect(SubmissionAnswer.snippet_viewset.get_url_name("edit"), begun.pk)
        return super().dispatch(request, *args, **kwargs)

    def get_initial_form_instance(self) -> SubmissionAnswer:
        """Return an unsaved answer to the submission."""
        return SubmissionAnswer(submission=self.submission, live=False)

    def get_add_url(self) -> str:
        """Return the form's URL with the submission."""
        return f"{reverse(self.add_url_name)}?submission={self.submission.pk}"


class AnswerUnpublishView(snippets.UnpublishView):
    """Withdraws an answer."""

    def unpublish(self) -> HttpResponse | None:
        """Withdraw it by its registered action; Wagtail's view would use `UnpublishAction`."""
        response = self.run_hook("before_unpublish", self.request, self.object)
        if response is not None:
            return response
        self.object.unpublish(user=self.request.user, skip_permission_checks=True)
        return self.run_hook("after_unpublish", self.request, self.object)


class AnswerEditView(AnswerFormMixin, snippets.EditView):
    """The form of an existing answer."""

    @cached_property
    def submission(self) -> Submission:  # type: ignore[override]
        """The submission that is answered."""
        return Submission.objects.select_related("service").get(pk=self.live_object.submission_id)


def _own_submission(request: HttpRequest) -> Submission:
    try:
        pk = UUID(request.GET.get("submission", ""))
    except ValueError:
        raise Http404 from None
    found = own(Submission, request).select_related("service").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@receiver(published, sender=SubmissionAnswer)
def note_answer(instance: SubmissionAnswer, **kwargs: Any) -> None:
    """Log the publication in the submission's history."""
    if instance.live:
        log(instance.submission, PREFIX + "answer")


@receiver(unpublished, sender=SubmissionAnswer)
def note_withdrawal(instance: SubmissionAnswer, **kwargs: Any) -> None:
    """Log the withdrawal in the submission's history."""
    log(instance.submission, PREFIX + "unanswer")
