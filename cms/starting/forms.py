"""The form of the first steps; the command validates its arguments with it too."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Site

from cms.starting.start import FirstDetails, administration_slug
from cms.starting.texts import languages
from pages.models import Organisation, OrganisationKind, SiteSettings

HTTPS_PORT = 443


def other_languages() -> list[tuple[str, str]]:
    """Return the content languages besides the default one that have texts."""
    known = languages() - {settings.LANGUAGE_CODE}
    return [(code, name) for code, name in settings.LANGUAGES if code in known]


def hostname_and_port(address: str) -> tuple[str, int]:
    """Return the hostname and port of a front end's address; without a scheme it is HTTPS.

    Raises ValidationError for what Wagtail cannot express: a path, credentials, or HTTPS on a port
    other than 443.
    """
    text = address if "://" in address else f"https://{address}"
    problem = ValidationError(
        _("Write an address such as https://www.example.org, without anything after the name.")
    )
    try:
        URLValidator(schemes=["http", "https"])(text)
        parts = urlsplit(text)
        hostname = (parts.hostname or "").encode("idna").decode()
        port = parts.port or (HTTPS_PORT if parts.scheme == "https" else 80)
    except (ValidationError, ValueError):
        raise problem from None
    if parts.path not in {"", "/"} or parts.query or parts.fragment or "@" in parts.netloc:
        raise problem
    if not hostname or ":" in hostname or len(hostname) > 253:
        raise problem
    if (parts.scheme == "https") != (port == HTTPS_PORT):
        raise ValidationError(_("An address with https:// cannot have a port of its own."))
    return hostname, port


class StartForm(forms.Form):
    """Name, address and languages of the site, its contact, and the first administration."""

    site_name = forms.CharField(
        label=gettext_lazy("The site's name"),
        max_length=255,
        help_text=gettext_lazy("Shown to visitors, in the browser's tab and in search engines."),
    )
    address = forms.CharField(
        label=gettext_lazy("The site's address"),
        max_length=255,
        help_text=gettext_lazy(
            "Where visitors read the content, such as https://www.example.org. It is not the "
            "address of this admin."
        ),
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Other languages than Swedish"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=other_languages,
        help_text=gettext_lazy("Swedish is always included."),
    )
    administration = forms.CharField(
        label=gettext_lazy("The first administration"),
        max_length=160,
        help_text=gettext_lazy(
            "Whose staff publishes and answers feedback, such as “Socialförvaltningen”. You can "
            "add others later."
        ),
    )
    contact_email = forms.EmailField(
        label=gettext_lazy("E-mail for residents"),
        required=False,
        max_length=SiteSettings._meta.get_field("contact_email").max_length,
        help_text=gettext_lazy("A shared address that somebody reads. Can be filled in later."),
    )
    contact_phone = forms.CharField(
        label=gettext_lazy("Phone for residents"),
        required=False,
        max_length=SiteSettings._meta.get_field("contact_phone").max_length,
        help_text=gettext_lazy("Such as 042-10 00 00. Can be filled in later."),
    )

    def clean_site_name(self) -> str:
        """Return the name on one line."""
        return " ".join(self.cleaned_data["site_name"].split())

    def clean_address(self) -> tuple[str, int]:
        """Return hostname and port; refuse those of another site."""
        hostname, port = hostname_and_port(self.cleaned_data["address"])
        others = Site.objects.filter(is_default_site=False, hostname=hostname, port=port)
        if others.exists():
            raise ValidationError(_("Another site has this address."))
        return hostname, port

    def clean_administration(self) -> str:
        """Return the name on one line; refuse one that is empty or that is taken."""
        name = " ".join(self.cleaned_data["administration"].split())
        slug = administration_slug(name)
        if not slug:
            raise ValidationError(_("Write a name with letters or digits."))
        found = Organisation.objects.filter(slug=slug).first()
        if found and found.kind != OrganisationKind.ADMINISTRATION:
            raise ValidationError(
                _("“%(name)s” exists already and is not an administration.") % {"name": found.name}
            )
        return name

    @property
    def details(self) -> FirstDetails:
        """The valid values."""
        values: dict[str, Any] = dict(self.cleaned_data)
        values["hostname"], values["port"] = values.pop("address")
        values["languages"] = tuple(values["languages"])
        return FirstDetails(**values)
