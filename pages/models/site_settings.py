"""Site settings: publisher, contact and required pages."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site
from wagtail.permission_policies.sites import SitePermissionPolicy

from pages.forms.web_addresses import WebAddressField
from pages.models.previews import validate_preview_address


class SettingsPolicy(SitePermissionPolicy):
    """Wagtail's policy with a query that PostgreSQL accepts.

    With server-side parameters, PostgreSQL rejects DISTINCT combined with Wagtail's ordering of
    sites; an editor without permission would get an error page.
    """

    def sites_user_has_any_permission_for(
        self, user: Any, actions: Iterable[str]
    ) -> QuerySet[Site]:
        """Return the sites whose settings the user may change."""
        sites = super().sites_user_has_any_permission_for(user, actions)
        return Site.objects.filter(pk__in=sites.order_by().values("pk"))


@register_setting(icon="site")
class SiteSettings(BaseSiteSetting):
    """The publisher's contact details and the pages that front ends link to in the footer.

    The front end's address is the hostname and port of the Wagtail site, not a setting here.
    """

    tagline = models.CharField(
        _("tagline"),
        max_length=160,
        blank=True,
        help_text=_("One line under the site's name."),
    )
    contact_email = models.EmailField(
        _("e-mail"), blank=True, help_text=_("Where a resident can write.")
    )
    contact_phone = models.CharField(
        _("phone"), max_length=30, blank=True, help_text=_("Where a resident can call.")
    )
    contact_address = models.CharField(
        _("visiting address"),
        max_length=200,
        blank=True,
        help_text=_("Where a resident can come without an appointment."),
    )
    footer_text = models.TextField(
        _("text in the footer"), blank=True, help_text=_("Who is behind the site, in plain words.")
    )
    privacy_page = models.ForeignKey(
        "pages.StandardPage",
        verbose_name=_("privacy page"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("How personal data is handled (GDPR art. 13)."),
    )
    accessibility_page = models.ForeignKey(
        "pages.StandardPage",
        verbose_name=_("accessibility statement"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The statement that the law on digital public service asks for (DOS-lagen)."),
    )
    share_image = models.ForeignKey(
        "pages.ContentImage",
        verbose_name=_("picture for sharing"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Used where a page without a picture of its own is shared."),
    )
    preview_url = WebAddressField(
        _("previews in the front end"),
        blank=True,
        default="",
        db_default="",
        validators=[validate_preview_address],
        help_text=_(
            "The front end's page for drafts, such as https://www.example.org/preview. Previews "
            "then look as the site does. Leave open if the front end has no such page."
        ),
    )

    panels = [
        FieldPanel("tagline"),
        FieldPanel("contact_email"),
        FieldPanel("contact_phone"),
        FieldPanel("contact_address"),
        FieldPanel("footer_text"),
        PageChooserPanel("privacy_page"),
        PageChooserPanel("accessibility_page"),
        FieldPanel("share_image"),
        FieldPanel("preview_url"),
    ]

    class Meta:
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")

    def __str__(self) -> str:
        return str(self.site)

    @classmethod
    def get_permission_policy(cls) -> SettingsPolicy:
        """Return the policy that decides who may change the settings; called by Wagtail."""
        return SettingsPolicy(cls)
