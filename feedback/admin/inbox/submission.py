"""The pages about one submission."""

from typing import Any

from django import forms
from django.contrib.admin.utils import quote
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.views.generic import (
    EditView,
    HistoryView,
    InspectView,
    WagtailAdminTemplateMixin,
)
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button

from feedback.admin.access import own
from feedback.admin.audit import log_changes
from feedback.admin.panels import aspect_words, comment_words, flag_words, person_name
from feedback.enums import NOT_COUNTED
from feedback.handling import status as handling
from feedback.model_fields import month_name
from feedback.models import Submission, SubmissionAnswer, SubmissionNote, Voice

STATUS_HELP = _(
    "How far you have come with it. Only quarantine takes back what the public or the resident "
    "can read; whatever else you choose, it stays. “Rejected” is a quarantine that you have sorted."
)


class PersonChoiceField(forms.ModelChoiceField):
    """A choice of a user, by name."""

    def label_from_instance(self, person: Any) -> str:
        """Return the name."""
        return person_name(person)


class SubmissionForm(WagtailAdminModelForm):
    """The status and the assigned person; offers the administration's staff."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        status = self.fields["status"]
        status.choices = handling.status_choices(self.instance.status)
        status.help_text = STATUS_HELP
        people = self.fields["assigned_to"]
        people.queryset = handling.assignable([self.instance])
        people.label_from_instance = person_name


class SubmissionEditView(EditView):
    """A submission to read, with its status and assignment to change."""

    template_name = "feedback/admin/submission.html"

    def save_instance(self) -> Submission:
        """Save the status and the assignment only, and log them."""
        chosen, user = self.form.cleaned_data, self.request.user
        ids = [self.object.pk]
        log_changes("status", handling.set_status(ids, chosen["status"]), user)
        log_changes("assign", handling.assign(ids, chosen["assigned_to"]), user)
        self.object.refresh_from_db()
        return self.object

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add notes, answer and public version."""
        context = super().get_context_data(**kwargs)
        context["notes"] = [
            (note, person_name(note.author)) for note in self.object.notes.select_related("author")
        ]
        answer = SubmissionAnswer.objects.filter(submission=self.object).first()
        edit = SubmissionAnswer.snippet_viewset.get_url_name("edit")
        context["answer"] = answer
        context["answer_url"] = answer and reverse(edit, args=[answer.pk])
        context["can_answer"] = self.object.status not in NOT_COUNTED
        context["add_answer_url"] = (
            reverse(SubmissionAnswer.snippet_viewset.get_url_name("add"))
            + f"?submission={self.object.pk}"
        )
        voice = Voice.objects.filter(submission=self.object).first()
        context["voice"] = voice
        context["moderation_url"] = self._part_url("moderate")
        context["note_form"] = NoteForm()
        context["note_url"] = self._part_url("note")
        return context

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """The buttons of the header: public version and erasure."""
        buttons = [*super().header_more_buttons]
        if self.object.comment:
            buttons.append(
                Button(_("Public version"), url=self._part_url("moderate"), icon_name="globe")
            )
        if self.user_has_permission("erase"):
            buttons.append(
                Button(_("Erase the submission"), url=self._part_url("erase"), icon_name="bin")
            )
        return buttons

    def _part_url(self, name: str) -> str:
        return reverse(f"submissions:{name}", args=[quote(self.object.pk)])


class SubmissionPartView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """A page with a form about a submission of the user's administrations."""

    model = Submission
    permission_required = "change"
    template_name = "feedback/admin/submission_part.html"
    header_icon = "comment"
    button = _("Save")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Return 404 without the permission, or for another administration's submission."""
        if not self.user_has_permission(self.permission_required):
            raise Http404
        self.submission  # noqa: B018 (raises Http404 first)
        try:
            return super().dispatch(request, *args, **kwargs)
        except Submission.DoesNotExist:
            # It was erased meanwhile.
            raise Http404 from None

    @cached_property
    def submission(self) -> Submission:
        """The submission of the URL."""
        rows = own(Submission, self.request).select_related("service__administration")
        found = rows.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def done(self, message: Any) -> HttpResponse:
        """Show a message and redirect to the submission."""
        messages.success(self.request, message)
        return redirect(self.submission_url)

    @property
    def submission_url(self) -> str:
        """The URL of the submission."""
        return reverse("submissions:edit", args=[quote(self.submission.pk)])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way from the inbox and the submission."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("submissions:index"), "label": _("Feedback")},
            {"url": self.submission_url, "label": str(self.submission)},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the submission and its comment."""
        context = super().get_context_data(**kwargs)
        context["submission"] = self.submission
        context["comment"] = comment_words(self.submission.comment)
        context["back_url"] = self.submission_url
        context["button"] = self.button
        return context


class NoteForm(forms.ModelForm):
    """An internal note."""

    class Meta:
        model = SubmissionNote
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}


class NoteView(SubmissionPartView):
    """Adds an internal note."""

    form_class = NoteForm
    page_title = _("Note for colleagues")

    def form_valid(self, form: Any) -> HttpResponse:
        """Save the note with its author, and log it."""
        note = form.save(commit=False)
        note.submission, note.author = self.submission, self.request.user
        note.save()
        log_changes("note", [self.submission], self.request.user)
        return self.done(_("The note was added."))


class SubmissionHistoryView(HistoryView):
    """The log of a submission."""

    no_results_message = _("Nothing to show yet.")


class SubmissionInspectView(InspectView):
    """A submission to read."""

    def get_month_display_value(self) -> str:
        """Return the month in words."""
        return month_name(self.object.month)

    def get_aspect_ratings_display_value(self) -> str:
        """Return aspects and ratings in words."""
        return aspect_words(self.object.aspect_ratings)

    def get_comment_display_value(self) -> str:
        """Return the comment as paragraphs."""
        return comment_words(self.object.comment)

    def get_flags_display_value(self) -> str:
        """Return the findings of screening in words."""
        return flag_words(self.object.flags)
