"""Actions on several submissions of the inbox."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.permissions import policy_registry

from feedback.admin.access import own
from feedback.admin.audit import log_changes
from feedback.admin.inbox.submission import STATUS_HELP, PersonChoiceField
from feedback.admin.panels import excerpt
from feedback.handling import near_duplicates
from feedback.handling import status as handling
from feedback.handling.inbox import PAGE
from feedback.handling.inbox_filters import select_submissions, services_with_feedback
from feedback.model_fields import month_name
from feedback.models import Submission
from feedback.models.submissions import INBOX_ORDER


class SubmissionBulkAction(BulkAction):
    """A confirmed action on the selected submissions of the user's administrations."""

    models = [Submission]
    # Of one action on everything that a filter finds, or on a group of near-duplicates.
    MOST = 1_000
    template_name = "feedback/admin/bulk_action.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Return 404 without the permission, or if no selected submission is the user's."""
        policy = policy_registry.get_by_type(Submission)
        if not policy.user_has_permission(request.user, "change") or not self.selected:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def selected(self) -> list[Submission]:
        """The user's submissions that were selected, at most `MOST`.

        Either those whose ids are given, at most a page of the inbox, or with `found=all`
        everything that the filters of the query string find, or with `like` the near-duplicates of
        one.
        """
        given = self.request.GET
        services = services_with_feedback(self.request)
        query = self.request.META["QUERY_STRING"]
        rows = own(Submission, self.request)
        if given.get("found") == "all":
            found = select_submissions(self.request.user, query, services).rows
            rows = rows.filter(pk__in=found.order_by().values("pk"))
        elif "like" in given:
            example = _uuid(given["like"])
            ids = near_duplicates.like(self.request.user, query, services, example)
            rows = rows.filter(pk__in=ids)
        else:
            rows = rows.filter(pk__in=self._given_ids())
        rows = rows.order_by(*INBOX_ORDER)
        return list(rows.select_related("service__administration")[: self.MOST])

    def _given_ids(self) -> set[UUID]:
        ids = set()
        for text in self.request.GET.getlist("id")[:PAGE]:
            try:
                ids.add(UUID(text))
            except ValueError:
                continue
        return ids

    def get_actionable_objects(self) -> tuple[list[Submission], dict[str, Any]]:
        """Return the selected submissions, and nothing about others."""
        return self.selected, {"items_with_no_access": []}

    def object_context(self, obj: Submission) -> dict[str, Any]:
        """Return the line of a submission."""
        return {
            "item": obj,
            "excerpt": excerpt(obj.comment) or _("(only a rating)"),
            "month": month_name(obj.month),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the title of the action."""
        context = super().get_context_data(**kwargs)
        return context | {
            "shown_items": context["items"][:PAGE],
            "further": max(len(context["items"]) - PAGE, 0),
            "is_cut": len(context["items"]) == self.MOST,
            "page_title": self.display_name,
            "header_icon": "comment",
        }

    def get_execution_context(self) -> dict[str, Any]:
        """Return the form's data and the user."""
        return {"chosen": self.cleaned_form.cleaned_data, "user": self.request.user}

    def get_success_message(self, changed: int, _children: int) -> str:
        """Return the number of changed submissions as a sentence."""
        return ngettext(
            "%(count)d submission was changed.", "%(count)d submissions were changed.", changed
        ) % {"count": changed}


class StatusForm(forms.Form):
    """The new status."""

    status = forms.ChoiceField(
        label=_("Status"),
        # Without a default, so that the editor has to choose.
        choices=lambda: [("", _("Choose a status")), *handling.status_choices()],
        help_text=STATUS_HELP,
    )


class ChangeStatus(SubmissionBulkAction):
    """Changes the status of the selected submissions."""

    display_name = _("Change status")
    action_type = "status"
    aria_label = _("Change the status of the selected submissions")
    action_priority = 10
    form_class = StatusForm

    @classmethod
    def execute_action(
        cls, objects: Sequence[Submission], *, chosen: Any, user: Any, **kwargs: Any
    ) -> tuple[int, int]:
        """Change the status and log it."""
        changed = handling.set_status([each.pk for each in objects], chosen["status"])
        log_changes("status", changed, user)
        return len(changed), 0


class AssignForm(forms.Form):
    """The person to assign."""

    person = PersonChoiceField(
        label=_("Assigned to"), queryset=None, required=False, empty_label=_("Nobody")
    )

    def __init__(self, *args: Any, submissions: Sequence[Submission], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["person"]
        people.queryset = handling.assignable(submissions)


class Assign(SubmissionBulkAction):
    """Assigns the selected submissions to a person."""

    display_name = _("Assign")
    action_type = "assign"
    aria_label = _("Choose who looks after the selected submissions")
    action_priority = 20
    form_class = AssignForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Return the form's arguments, with the submissions."""
        return {**super().get_form_kwargs(), "submissions": self.selected}

    @classmethod
    def execute_action(
        cls, objects: Sequence[Submission], *, chosen: Any, user: Any, **kwargs: Any
    ) -> tuple[int, int]:
        """Assign the person and log it."""
        changed = handling.assign([each.pk for each in objects], chosen["person"])
        log_changes("assign", changed, user)
        return len(changed), 0


def _uuid(text: str) -> UUID:
    """Return the id that `text` spells; raises `Http404`."""
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


BULK_ACTIONS = [ChangeStatus, Assign]
