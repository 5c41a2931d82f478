"""Archive packages: request, and confirmation of the delivery."""

import datetime
from functools import partial
from typing import Any, cast

from django import forms
from django.contrib.auth.models import User
from django.core.validators import RegexValidator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateInput
from wagtail.log_actions import log

from feedback.admin.audit import PREFIX
from feedback.admin.retention.base import RetentionView
from feedback.model_fields import month_name
from feedback.models import ArchiveDelivery, RetentionRule, Service
from feedback.models.exports import Export, ExportFormat, ExportState
from feedback.models.retention import DECISION_NUMBER, months_before
from feedback.retention import ageing
from feedback.screening.personal_data import screen
from feedback.tasks import make_export
from pages.models import Organisation


def packages_of(request: HttpRequest, administration: Organisation) -> Any:
    """Return the user's packages of an administration that can be delivered."""
    services = Service.objects.filter(administration=administration)
    return Export.objects.filter(
        user=request.user.pk,
        format=ExportFormat.ARCHIVE,
        state__in=(ExportState.READY, ExportState.EXPIRED),
        pk__in=Export.services.through.objects.filter(service__in=services).values("export"),
    )


class PackageForm(forms.Form):
    """The months of a package."""

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
        """Return the first day of the month."""
        day: datetime.date = self.cleaned_data["first_month"]
        return day.replace(day=1)

    def clean_last_month(self) -> datetime.date:
        """Return the first day of the month; refuse one that has not ended."""
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
    """Requests an archive package."""

    form_class = PackageForm
    template_name = "feedback/admin/package.html"
    page_title = _("Package for the archive")
    button = _("Make the package")

    def get_initial(self) -> dict[str, Any]:
        """Suggest the due months that are not delivered, or the last year."""
        first = ageing.not_handed_over(self.rule, self.until)
        return {
            "first_month": first or months_before(self.today, 12),
            "last_month": self.until if first else months_before(self.today, 1),
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        """Return the form's arguments, with today's date."""
        return {**super().get_form_kwargs(), "today": self.today}

    @transaction.atomic
    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Queue the package and log the request."""
        export = Export.objects.create(
            user=cast(User, self.request.user),
            format=ExportFormat.ARCHIVE,
            first_month=form.cleaned_data["first_month"],
            last_month=form.cleaned_data["last_month"],
            language=get_language() or "sv",
        )
        export.services.set(Service.objects.filter(administration=self.administration))
        months = {name: f"{value:%Y-%m}" for name, value in form.cleaned_data.items()}
        rule, _made = RetentionRule.objects.get_or_create(administration=self.administration)
        log(rule, PREFIX + "package", user=self.request.user, data=months)
        transaction.on_commit(partial(make_export.enqueue, str(export.pk)))
        return redirect("submissions:export", export.pk)


class DeliveryForm(forms.Form):
    """The archive's reference number, and a confirmation."""

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
        """Refuse personal data, since the number is stored."""
        reference: str = self.cleaned_data["reference"]
        if screen(reference).identifying:
            raise forms.ValidationError(_("Neither numbers nor addresses of people."))
        return reference


class DeliveryView(RetentionView, FormView):
    """Records the delivery of a package, after which its months may be aged out."""

    form_class = DeliveryForm
    template_name = "feedback/admin/delivery.html"
    page_title = _("Handed over to the archive")

    @cached_property
    def package(self) -> Export:
        """The user's package of the administration; 404 for any other."""
        rows = packages_of(self.request, self.administration)
        return cast(Export, get_object_or_404(rows, pk=self.kwargs["package"]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the months of the package."""
        first, last = self.package.first_month, self.package.last_month
        assert first is not None
        assert last is not None
        return super().get_context_data(**kwargs) | {
            "first": month_name(first),
            "last": month_name(last),
        }

    @transaction.atomic
    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Record the delivery once; 404 if the package was withdrawn meanwhile."""
        package = get_object_or_404(
            packages_of(self.request, self.administration).select_for_update(), pk=self.package.pk
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
            data = {
                "first_month": f"{delivery.first_month:%Y-%m}",
                "last_month": f"{delivery.last_month:%Y-%m}",
                "sha256": delivery.sha256,
                "reference": delivery.reference,
            }
            rule, _made = RetentionRule.objects.get_or_create(administration=self.administration)
            log(rule, PREFIX + "deliver", user=self.request.user, data=data)
        messages.success(self.request, _("It is noted that the archive has the package."))
        return redirect(self.home_url)
