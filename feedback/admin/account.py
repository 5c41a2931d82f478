"""The daily mail's setting in an editor's account."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab

from feedback.handling.notifications import gets_inbox_mail
from feedback.models import InboxMail


class InboxMailForm(forms.ModelForm):
    """Whether the user wants the daily mail."""

    class Meta:
        model = InboxMail
        fields = ("is_wanted",)

    def save(self, commit: bool = True) -> Any:
        """Save only the choice: the day of the last mail may have changed meanwhile."""
        chosen = {"is_wanted": self.cleaned_data["is_wanted"]}
        return InboxMail.objects.update_or_create(user=self.instance.user, defaults=chosen)[0]


class InboxMailPanel(BaseSettingsPanel):
    """The account panel with the setting."""

    name = "inbox_mail"
    title = _("Feedback")
    tab = notifications_tab
    order = 200
    form_class = InboxMailForm

    def is_active(self) -> bool:
        """Return whether the user receives the mail."""
        return gets_inbox_mail(self.user)

    def get_form(self) -> InboxMailForm:
        """Return the form; without a stored choice, the mail is wanted."""
        row = InboxMail.objects.filter(user=self.user).first() or InboxMail(user=self.user)
        data = self.request.POST if self.request.method == "POST" else None
        return InboxMailForm(data, instance=row, prefix=self.name)


def inbox_mail_panel(request: HttpRequest, user: Any, profile: Any) -> InboxMailPanel:
    """Return the panel, for Wagtail's hook."""
    return InboxMailPanel(request, user, profile)
