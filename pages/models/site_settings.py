"""What is said once a site: who is behind it and where its duties are told."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site
from wagtail.permission_policies.sites import SitePermissionPolicy

from pages.models.previews import validate_preview_address


class SettingsPolicy(SitePermissionPolicy):
    """Wagtail's own, in a query that PostgreSQL takes.

    With parameters bound on the server it refuses DISTINCT beside Wagtail's order of sites, and an
    editor who may not change the settings would get an error page.
    """

    def sites_user_has_any_permission_for(
        self, user: Any, actions: Iterable[str]
    ) -> QuerySet[Site]:
        """Return the sites whose settings the user may change."""
        sites = super().sites_user_has_any_permission_for(user, actions)
        return Site.objects.filter(pk__in=sites.order_by().values("pk"))


@register_setting(icon="site")
class SiteSettings(BaseSiteSetting):
    """The publisher's contact and the pages that every front end links to in its footer.

    The address of the front end is that of the Wagtail site itself (hostname and port).
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
    preview_url = models.URLField(
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
        """Return who may change the settings, as Wagtail asks."""
        return SettingsPolicy(cls)
