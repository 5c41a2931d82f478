"""What every page type shares."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable, Page, Site
from wagtail.search import index

from pages.querysets import ContentPageManager
from pages.sorting import swedish_sort_key


class DatePrecision(models.TextChoices):
    """How exactly a date is known."""

    DAY = "day", _("Day")
    MONTH = "month", _("Month")
    YEAR = "year", _("Year")


class ContentPage(Page):
    """A page that front ends read: a summary, a picture, and an address in the front end."""

    summary = models.TextField(
        _("summary"),
        max_length=400,
        blank=True,
        help_text=_("Two or three plain sentences, shown in lists and above the text."),
    )
    image = models.ForeignKey(
        "pages.ContentImage",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown in lists, at the top of the page, and where somebody shares it."),
    )
    title_key = models.CharField(max_length=120, editable=False, db_index=True, default="")

    objects = ContentPageManager()

    content_panels = [*Page.content_panels, FieldPanel("summary"), FieldPanel("image")]
    search_fields = [*Page.search_fields, index.SearchField("summary")]

    # Types of which there may be many; a slug finds one of them, whatever section it stands in.
    slug_is_unique = False

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Keep the sort key in step with the title."""
        self.title_key = swedish_sort_key(self.title)
        return super().save(*args, **kwargs)

    def clean(self) -> None:
        """Refuse a slug that another page of the type has in the same site and language."""
        super().clean()
        if self.slug_is_unique and self.slug and self._slug_is_taken():
            raise ValidationError(
                {
                    "slug": _(
                        "Another page of this kind has the slug “%(slug)s” in this language. "
                        "Choose another one."
                    )
                    % {"slug": self.slug}
                }
            )

    def _slug_is_taken(self) -> bool:
        same_slug = type(self).objects.filter(slug=self.slug, locale=self.locale)
        # A page that is being created has no path of its own yet: its site is looked up by parent
        # where Wagtail has set one, and otherwise every site counts.
        root = self._site_root_path()
        if root:
            same_slug = same_slug.filter(path__startswith=root)
        return same_slug.exclude(pk=self.pk).exists()

    def _site_root_path(self) -> str:
        roots = Site.objects.values_list("root_page__path", flat=True)
        return max((root for root in roots if (self.path or "").startswith(root)), default="")


class TopicalPage(ContentPage):
    """A content page that is about topics."""

    topics = ParentalManyToManyField(
        "pages.Topic",
        verbose_name=_("topics"),
        blank=True,
        help_text=_("What the page is about. Readers find it in lists of the topic."),
    )

    slug_is_unique = True

    class Meta:
        abstract = True


class Link(Orderable):
    """A named address, such as a group's page in a social network."""

    text = models.CharField(
        _("text"),
        max_length=120,
        help_text=_("Tells where the link leads, such as “Our calendar”."),
    )
    url = models.URLField(_("address"), help_text=_("Begins with https://"))

    panels = [FieldPanel("text"), FieldPanel("url")]

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.text


class ContactFields(models.Model):
    """Whom to ask: a role and a way to reach it, not a private person."""

    contact_role = models.CharField(
        _("contact"),
        max_length=160,
        blank=True,
        help_text=_("A role and where it belongs, such as “developer, social services”."),
    )
    contact_email = models.EmailField(
        _("contact's e-mail"), blank=True, help_text=_("A shared address that somebody reads.")
    )
    contact_phone = models.CharField(
        _("contact's phone"), max_length=30, blank=True, help_text=_("Such as 042-10 00 00.")
    )

    contact_panels = [
        FieldPanel("contact_role"),
        FieldPanel("contact_email"),
        FieldPanel("contact_phone"),
    ]

    class Meta:
        abstract = True
