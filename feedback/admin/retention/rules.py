"""Retention in the Wagtail admin: the rule, what is due by it, and letting that age out."""

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
    """Leads to the retention of the user's administrations."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Hide it from everybody else."""
        return administrations_aged_out_by(request.user).exists()


class RetentionListView(WagtailAdminTemplateMixin, TemplateView):
    """The administrations whose feedback the user may let age out; the page itself of only one."""

    template_name = "feedback/admin/retention_list.html"
    page_title = _("Retention")
    header_icon = "history"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Go straight to the only one."""
        self.administrations = list(
            administrations_aged_out_by(request.user).select_related("retention_rule")
        )
        if not self.administrations:
            raise Http404
        if len(self.administrations) == 1:
            return redirect("submissions:retention", self.administrations[0].pk)
        return super().get(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Name the page, which Wagtail takes its heading from."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """List them with their rules."""
        rows = [(each, getattr(each, "retention_rule", None)) for each in self.administrations]
        return super().get_context_data(**kwargs) | {"rows": rows}


class RetentionHomeView(RetentionView, TemplateView):
    """The rule, a dry run of it, what was handed over, and what has been done."""

    template_name = "feedback/admin/retention.html"
    page_title = _("Retention")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show what would age out today."""
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
    """The rule of an administration."""

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
        """Refuse a change while feedback ages out by the rule as it was."""
        if self.instance.under_way_until is not None:
            raise forms.ValidationError(_("Feedback ages out right now. Wait until it is done."))
        return super().clean() or {}


class RuleView(RetentionView, FormView):
    """Says how long feedback is kept, and by which decision."""

    form_class = RuleForm
    page_title = _("Change the rule")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Change the rule that there is."""
        return {**super().get_form_kwargs(), "instance": self.rule}

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """Keep it, and note what it says from now on."""
        rule = form.save()
        said = {name: form.cleaned_data[name] for name in RuleForm.Meta.fields}
        said["decided_on"] = said["decided_on"] and said["decided_on"].isoformat()
        log(rule, PREFIX + "retention", user=self.request.user, data=said)
        messages.success(self.request, _("The rule was saved."))
        return redirect(self.home_url)


class AgeOutForm(forms.Form):
    """That it cannot be undone."""

    until = forms.DateField(widget=forms.HiddenInput)
    understood = forms.BooleanField(
        label=_("I know that nobody can bring them back"),
        error_messages={"required": _("Confirm that you know it.")},
    )


class AgeOutView(RetentionView, FormView):
    """Asks before feedback ages out, and leaves it to the worker."""

    form_class = AgeOutForm
    template_name = "feedback/admin/age_out.html"
    page_title = _("Let feedback age out")

    def get_initial(self) -> dict[str, Any]:
        """Ask about what is due today."""
        return {"until": self.until}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Begin, unless something forbids it."""
        until = form.cleaned_data["until"].replace(day=1)
        user = self.request.user
        try:
            # Of a rule that nobody has saved yet too.
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
        """Say how much goes."""
        months = ageing.dry_run(self.rule, self.until) if self.rule.has_decision else []
        return super().get_context_data(**kwargs) | {
            "total": sum(each.submissions for each in months),
            "refusal": refusal(self.rule, self.until, self.today),
        }


def refusal(rule: RetentionRule, until: datetime.date, today: datetime.date) -> str:
    """Say why nothing may age out, or nothing at all where it may."""
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
