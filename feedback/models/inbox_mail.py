"""Which editors want the daily mail about the inbox, and the day of their last one."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class InboxMail(models.Model):
    """A user's choice about the daily mail, and the day of the last one."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        on_delete=models.CASCADE,
        related_name="inbox_mail",
    )
    is_wanted = models.BooleanField(
        _("Tell me by e-mail, once a day at most, that comments wait"),
        default=True,
        help_text=_("The mail says how many there are in your administration, never what."),
    )
    last_day = models.DateField(null=True, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("mail about the inbox")
        verbose_name_plural = _("mails about the inbox")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.user_id}"
