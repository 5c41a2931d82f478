"""Registration fields of an event."""

from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from pages.forms.web_addresses import WebAddressField


class RegistrationState(models.TextChoices):
    """Whether registration is open."""

    NONE = "none", _("No registration")
    OPEN = "open", _("Open")
    FULL = "full", _("Fully booked")
    WAITING_LIST = "waiting_list", _("Fully booked, waiting list open")
    CLOSED = "closed", _("Closed")


class RegistrationMethod(models.TextChoices):
    """How people register."""

    LINK = "link", _("Link")
    MAIL = "mail", _("E-mail")
    PHONE = "phone", _("Phone")


class RegistrationFields(models.Model):
    """State, method, deadline and terms of registration."""

    registration_state = models.CharField(
        _("registration"),
        max_length=20,
        choices=RegistrationState.choices,
        default=RegistrationState.NONE,
        help_text=_("Choose “No registration” when one can just come."),
    )
    registration_method = models.CharField(
        _("sign up by"),
        max_length=10,
        choices=RegistrationMethod.choices,
        blank=True,
        help_text=_("Then fill in the link, the e-mail address or the phone number."),
    )
    registration_url = WebAddressField(
        _("link to sign up"), blank=True, help_text=_("Address of the form.")
    )
    registration_email = models.EmailField(
        _("e-mail to sign up"), blank=True, help_text=_("A shared address that somebody reads.")
    )
    registration_phone = models.CharField(
        _("phone to sign up"), max_length=30, blank=True, help_text=_("Such as 042-10 00 00.")
    )
    registration_deadline = models.DateTimeField(
        _("sign up before"), null=True, blank=True, help_text=_("The last moment to sign up.")
    )
    registration_is_binding = models.BooleanField(
        _("binding"),
        default=False,
        help_text=_("Who signs up must come, or pay, or give the place back."),
    )
    price = models.DecimalField(
        _("price"),
        max_digits=8,
        decimal_places=2,
        default=0,
        validators=[MinValueValidator(0)],
        help_text=_("In Swedish kronor. 0 means free of charge."),
    )
    registration_data_use = models.TextField(
        _("what the data is used for"),
        blank=True,
        help_text=_(
            "What you do with names and addresses, and when they are deleted (GDPR art. 13)."
        ),
    )

    registration_panels = [
        FieldRowPanel([FieldPanel("registration_state"), FieldPanel("registration_method")]),
        FieldPanel("registration_url"),
        FieldPanel("registration_email"),
        FieldPanel("registration_phone"),
        FieldRowPanel([FieldPanel("registration_deadline"), FieldPanel("price")]),
        FieldPanel("registration_is_binding"),
        FieldPanel("registration_data_use"),
    ]

    class Meta:
        abstract = True

    def registration_errors(self) -> dict[str, Any]:
        """Return an error message per field for inconsistent or incomplete registration fields."""
        if self.registration_state not in {RegistrationState.OPEN, RegistrationState.WAITING_LIST}:
            return {}
        if not self.registration_method:
            return {"registration_method": _("Tell how one signs up.")}
        needed = {
            RegistrationMethod.LINK: "registration_url",
            RegistrationMethod.MAIL: "registration_email",
            RegistrationMethod.PHONE: "registration_phone",
        }[RegistrationMethod(self.registration_method)]
        if getattr(self, needed):
            return {}
        return {needed: _("Required for the registration method that you have chosen.")}
