"""Retention rules and age-out runs."""

import datetime
from typing import Any

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput
from wagtail.log_actions import log

from feedback.admin.audit import PREFIX
from feedback.admin.retention.archive_packages import packages_of
from feedback.admin.retention.base import RetentionView
from feedback.model_fields import month_name
from feedback.models import ArchiveDelivery, FeedbackLogEntry, RetentionRule
from feedback.permissions import administrations_aged_out_by
from feedback.retention import ageing
from feedback.tasks import age_out

LOG_SHOWN = 20


class RetentionMenuItem(MenuItem):
    """The menu item, for users who may age out feedback."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the user may age out any feedback."""
        return administrations_aged_out_by(request.user).exists()


class RetentionListView(WagtailAdminTemplateMixin, TemplateView):
    """The list of administrations whose feedback the user may age out."""

    template_name = "feedback/admin/retention_list.html"
    page_title = _("Retention")
    header_icon = "history"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the list, or redirect to the only administration; 404 if there is none."""
        self.administrations = list(
            administrations_aged_out_by(request.user).select_related("retention_rule")
        )
        if not self.administrations:
            raise Http404
        if len(self.administrations) == 1:
            return redirect("submissions:retention", self.administrations[0].pk)
        return super().get(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return this page's breadcrumb, from which Wagtail takes the heading."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the administrations with their rules."""
        rows = [(each, getattr(each, "retention_rule", None)) for each in self.administrations]
        return super().get_context_data(**kwargs) | {"rows": rows}


class RetentionHomeView(RetentionView, TemplateView):
    """The rule, a dry run, the packages and deliveries, and the log."""

    template_name = "feedback/admin/retention.html"
    page_title = _("Retention")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what would be aged out today."""
        rule = self.rule
        months = ageing.dry_run(rule, self.until) if rule.has_decision else []
        entries = FeedbackLogEntry.objects.for_instance(rule) if rule.pk else []
        return super().get_context_data(**kwargs) | {
            "months": [(month_name(each.month), each) for each in months],
            "total": sum(each.submissions for each in months),
            "refusal": refusal(rule, self.until, self.today),
            "under_way": rule.under_way_until and month_name(rule.under_way_until),
            "deliveries": [
                (month_name(each.first_month), month_name(each.last_month), each)
                for each in ArchiveDelivery.objects.filter(administration=self.administration)
            ],
            "packages": [
                (month_name(each.first_month), month_name(each.last_month), each)
                for each in packages_of(self.request, self.administration)
            ],
            "entries": list(entries[:LOG_SHOWN]),
        }


class RuleForm(forms.ModelForm):
    """The retention rule of an administration."""

    class Meta:
        model = RetentionRule
        fields = [
            "decision",
            "decided_on",
            "minimum_months",
            "months_to_keep",
            "archive_first",
            "is_on",
        ]
        widgets = {"decided_on": AdminDateInput}

    def clean(self) -> dict[str, Any]:
        """Refuse a change during an age-out run."""
        if self.instance.under_way_until is not None:
            raise forms.ValidationError(_("Feedback ages out right now. Wait until it is done."))
        return super().clean() or {}


class RuleView(RetentionView, FormView):
    """Edits the retention rule."""

    form_class = RuleForm
    page_title = _("Change the rule")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Return the form's arguments, with the rule."""
        return {**super().get_form_kwargs(), "instance": self.rule}

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """Save the rule and log its values."""
        rule = form.save()
        values = {name: form.cleaned_data[name] for name in RuleForm.Meta.fields}
        values["decided_on"] = values["decided_on"] and values["decided_on"].isoformat()
        log(rule, PREFIX + "retention", user=self.request.user, data=values)
        messages.success(self.request, _("The rule was saved."))
        return redirect(self.home_url)


class AgeOutForm(forms.Form):
    """The last month, and a confirmation."""

    until = forms.DateField(widget=forms.HiddenInput)
    understood = forms.BooleanField(
        label=_("I know that nobody can bring them back"),
        error_messages={"required": _("Confirm that you know it.")},
    )


class AgeOutView(RetentionView, FormView):
    """Starts an age-out run after a confirmation."""

    form_class = AgeOutForm
    template_name = "feedback/admin/age_out.html"
    page_title = _("Let feedback age out")

    def get_initial(self) -> dict[str, Any]:
        """Return the last month due today."""
        return {"until": self.until}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Start the run, or show why it is refused."""
        until = form.cleaned_data["until"].replace(day=1)
        user = self.request.user
        try:
            # Also refuses a rule that is not saved yet.
            ageing.check(self.rule, until, self.today)
            begun = ageing.start(self.rule.pk, until, self.today, user)
        except ageing.CannotAgeOut:
            form.add_error(None, refusal(self.rule, until, self.today))
            return self.form_invalid(form)
        if begun:
            age_out.enqueue(self.rule.pk)
            messages.success(
                self.request, _("Feedback ages out now. The log below says when it is done.")
            )
        else:
            messages.warning(self.request, _("There was nothing left to begin with."))
        return redirect(self.home_url)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the number of submissions."""
        months = ageing.dry_run(self.rule, self.until) if self.rule.has_decision else []
        return super().get_context_data(**kwargs) | {
            "total": sum(each.submissions for each in months),
            "refusal": refusal(self.rule, self.until, self.today),
        }


def refusal(rule: RetentionRule, until: datetime.date, today: datetime.date) -> str:
    """Return why nothing may be aged out, or an empty text."""
    try:
        ageing.check(rule, until, today)
    except ageing.NoDecision:
        return gettext(
            "Nothing may age out: there is no decision of the archive authority in the rule."
        )
    except ageing.TooEarly as error:
        return gettext(
            "Too early: by the decision %(decision)s only months up to %(month)s may age out."
        ) % {"decision": rule.decision, "month": month_name(error.allowed)}
    except ageing.StillWaiting:
        return gettext(
            "Some feedback of these months waits for the daily batch. Try again tomorrow."
        )
    except ageing.NotHandedOver as error:
        return gettext(
            "The decision asks for a package to the archive first, and %(month)s is in none that "
            "has been handed over."
        ) % {"month": month_name(error.missing)}
    return ""
