"""The page that erases a submission."""

from django import forms
from django.core.validators import RegexValidator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from feedback.admin.audit import log_changes
from feedback.admin.inbox.submission import SubmissionPartView
from feedback.retention.erasure import ErasureReason, erase
from feedback.screening.personal_data import screen

# A few letters and a number, so that no personal name fits in.
CASE_NUMBER = r"^(?:[^\W\d_]{1,6}[ -]?)?\d[\d/.:-]{0,20}\Z"


class ErasureForm(forms.Form):
    """The reason, the case number, and a confirmation."""

    reason = forms.ChoiceField(
        label=_("Reason"), choices=ErasureReason.choices, widget=forms.RadioSelect
    )
    case = forms.CharField(
        label=_("Number of the case"),
        required=False,
        max_length=30,
        validators=[RegexValidator(CASE_NUMBER, _("Only a number, such as SN 2026/123."))],
        help_text=_("Where the decision can be found. Neither names nor what the comment says."),
    )
    understood = forms.BooleanField(
        label=_("I know that nobody can bring it back"),
        error_messages={"required": _("Confirm that you know it.")},
    )

    def clean_case(self) -> str:
        """Refuse personal data, since the log keeps the number."""
        case: str = self.cleaned_data["case"]
        if screen(case).identifying:
            raise forms.ValidationError(_("Neither numbers nor addresses of people."))
        return case


class ErasureView(SubmissionPartView):
    """Erases a submission after a confirmation."""

    form_class = ErasureForm
    permission_required = "erase"
    template_name = "feedback/admin/erasure.html"
    page_title = _("Erase the submission")
    button = _("Erase for good")

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Erase it, log who did it and why, and redirect to the inbox."""
        why = {name: form.cleaned_data[name] for name in ("reason", "case")}
        submission = self.submission
        try:
            with transaction.atomic():
                erase(submission.pk)
                log_changes("erase", [submission], self.request.user, deleted=True, **why)
        except OSError:
            form.add_error(
                None,
                _(
                    "Nothing was erased: the disk of uploaded files is full or not writable. "
                    "Contact whoever runs the system, and try again."
                ),
            )
            return self.form_invalid(form)
        messages.success(self.request, _("The submission was erased."))
        return redirect("submissions:index")
