"""Retention in the Wagtail admin: the rule, what is due, the archive's package, and ageing out."""

import datetime
from functools import partial
from typing import Any, cast

from django import forms
from django.contrib.auth.models import User
from django.core.validators import RegexValidator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput
from wagtail.log_actions import log

from feedback import ageing
from feedback.admin.audit import PREFIX
from feedback.exports import Export, ExportFormat, ExportState
from feedback.models import ArchiveDelivery, FeedbackLogEntry, RetentionRule, Service
from feedback.panels import month_name
from feedback.permissions import administrations_aged_out_by
from feedback.retention_rules import DECISION_NUMBER, months_before
from feedback.screening import screen
from feedback.tasks import age_out, make_export
from pages.models import Organisation

LOG_SHOWN = 20


class RetentionView(WagtailAdminTemplateMixin):
    """A page about an administration of the user's."""

    header_icon = "history"
    request: HttpRequest
    kwargs: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer with “not found” to everybody else."""
        if not administrations_aged_out_by(request.user).exists():
            raise Http404
        self.administration  # noqa: B018 (not found, before anything is shown or done)
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        return response

    @cached_property
    def administration(self) -> Organisation:
        """The administration of the address."""
        return get_object_or_404(
            administrations_aged_out_by(self.request.user), pk=self.kwargs["pk"]
        )

    @cached_property
    def rule(self) -> RetentionRule:
        """Its rule; one that lets nothing age out, where there is none."""
        found = RetentionRule.objects.filter(administration=self.administration).first()
        return found or RetentionRule(administration=self.administration)

    @property
    def today(self) -> datetime.date:
        """The day in the site's time zone."""
        return timezone.localdate()

    @cached_property
    def until(self) -> datetime.date:
        """The last month that may age out."""
        return self.rule.last_due(self.today)

    def get_page_subtitle(self) -> str:
        """Say whose it is."""
        return str(self.administration)

    @property
    def home_url(self) -> str:
        """The address of the administration's page."""
        return reverse("submissions:retention", args=[self.administration.pk])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list and the administration's page."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("submissions:retention_list"), "label": _("Administrations")},
            {"url": self.home_url, "label": f"{_('Retention')}: {self.administration}"},
            *(
                []
                if self.request.path == self.home_url
                else [{"url": "", "label": self.page_title}]
            ),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the rule and what it means today."""
        return super().get_context_data(**kwargs) | {
            "administration": self.administration,
            "rule": self.rule,
            "until": month_name(self.until),
            "home_url": self.home_url,
        }


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
                for each in _packages(self.request, self.administration)
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
    template_name = "feedback/admin/retention_form.html"
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
            begun = bool(self.rule.pk) and ageing.start(self.rule.pk, until, self.today, user)
        except ageing.CannotAgeOut:
            form.add_error(None, refusal(self.rule, until, self.today))
            return self.form_invalid(form)
        if not begun and self.rule.pk is None:
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
            "first": month_name(months[0].month) if months else "",
            "refusal": refusal(self.rule, self.until, self.today),
        }


class PackageForm(forms.Form):
    """The months that a package is about."""

    first_month = forms.DateField(
        label=_("First month"),
        widget=AdminDateInput,
        help_text=_("Choose any day: only the month counts."),
    )
    last_month = forms.DateField(
        label=_("Last month"),
        widget=AdminDateInput,
        help_text=_("A month that is over."),
    )

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_first_month(self) -> datetime.date:
        """Return the month."""
        day: datetime.date = self.cleaned_data["first_month"]
        return day.replace(day=1)

    def clean_last_month(self) -> datetime.date:
        """Refuse a month in which residents can still write."""
        day: datetime.date = self.cleaned_data["last_month"]
        if day.replace(day=1) >= self.today.replace(day=1):
            raise forms.ValidationError(_("This month is not over."))
        return day.replace(day=1)

    def clean(self) -> dict[str, Any]:
        """Refuse months in the wrong order."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("first_month"), cleaned.get("last_month")
        if first and last and first > last:
            self.add_error("last_month", _("The last month is before the first."))
        return cleaned


class PackageView(RetentionView, FormView):
    """Has a package made for the archive."""

    form_class = PackageForm
    template_name = "feedback/admin/package.html"
    page_title = _("Package for the archive")

    def get_initial(self) -> dict[str, Any]:
        """Suggest what is not handed over yet of what is due, or of the last year."""
        first = ageing.not_handed_over(self.rule, self.until)
        return {
            "first_month": first or months_before(self.today, 12),
            "last_month": self.until if first else months_before(self.today, 1),
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form what day it is."""
        return {**super().get_form_kwargs(), "today": self.today}

    @transaction.atomic
    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Leave it to the worker, and note who asked."""
        export = Export.objects.create(
            user=cast(User, self.request.user),
            format=ExportFormat.ARCHIVE,
            first_month=form.cleaned_data["first_month"],
            last_month=form.cleaned_data["last_month"],
            language=get_language() or "sv",
        )
        export.services.set(Service.objects.filter(administration=self.administration))
        months = {name: f"{value:%Y-%m}" for name, value in form.cleaned_data.items()}
        log(self._logged_rule(), PREFIX + "package", user=self.request.user, data=months)
        transaction.on_commit(partial(make_export.enqueue, str(export.pk)))
        return redirect("submissions:export", export.pk)

    def _logged_rule(self) -> RetentionRule:
        if self.rule.pk is None:
            self.rule.save()
        return self.rule


class DeliveryForm(forms.Form):
    """Under which number the archive has it."""

    reference = forms.CharField(
        label=_("The archive's number"),
        required=False,
        max_length=60,
        validators=[RegexValidator(DECISION_NUMBER, _("Only a number, such as AN 2026/12 § 34."))],
        help_text=_("The number that the archive gave the delivery, if it has one."),
    )
    understood = forms.BooleanField(
        label=_("The archive has received the package and checked its checksum"),
        error_messages={"required": _("Confirm that you know it.")},
    )

    def clean_reference(self) -> str:
        """Refuse a person's number: it is kept."""
        reference: str = self.cleaned_data["reference"]
        if screen(reference).personal:
            raise forms.ValidationError(_("Neither numbers nor addresses of people."))
        return reference


class DeliveryView(RetentionView, FormView):
    """Notes that a package was handed over, so that its months may age out."""

    form_class = DeliveryForm
    template_name = "feedback/admin/retention_form.html"
    page_title = _("Handed over to the archive")

    @cached_property
    def package(self) -> Export:
        """The package of the address, of the administration and made for the user."""
        rows = _packages(self.request, self.administration)
        return cast(Export, get_object_or_404(rows, pk=self.kwargs["package"]))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form."""
        self.package  # noqa: B018 (not found, before anything is shown)
        return super().get(request, *args, **kwargs)

    @transaction.atomic
    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Keep it once; a package that was withdrawn meanwhile is not found."""
        package = get_object_or_404(
            _packages(self.request, self.administration).select_for_update(), pk=self.package.pk
        )
        delivery, made = ArchiveDelivery.objects.get_or_create(
            administration=self.administration,
            sha256=package.sha256,
            defaults={
                "first_month": package.first_month,
                "last_month": package.last_month,
                "submissions": package.rows_total,
                "confirmed_on": self.today,
                "reference": form.cleaned_data["reference"],
            },
        )
        if made:
            told = {
                "first_month": f"{delivery.first_month:%Y-%m}",
                "last_month": f"{delivery.last_month:%Y-%m}",
                "sha256": delivery.sha256,
                "reference": delivery.reference,
            }
            rule, _made = RetentionRule.objects.get_or_create(administration=self.administration)
            log(rule, PREFIX + "deliver", user=self.request.user, data=told)
        messages.success(self.request, _("It is noted that the archive has the package."))
        return redirect(self.home_url)


class RetentionMenuItem(MenuItem):
    """Leads to the retention of the user's administrations."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Hide it from everybody else."""
        return administrations_aged_out_by(request.user).exists()


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


def _packages(request: HttpRequest, administration: Organisation) -> Any:
    """Return the user's packages of an administration that can be handed over."""
    services = Service.objects.filter(administration=administration)
    return Export.objects.filter(
        user=request.user.pk,
        format=ExportFormat.ARCHIVE,
        state__in=(ExportState.READY, ExportState.EXPIRED),
        pk__in=Export.services.through.objects.filter(service__in=services).values("export"),
    )
