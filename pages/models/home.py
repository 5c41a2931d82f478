"""The start page and standard pages."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.models import Orderable
from wagtail.search import index
from wagtail_flexible_streamfield.fields import StreamField

from pages.blocks import HOME_BLOCKS, STANDARD_BLOCKS
from pages.models.base import ContentPage
from pages.registry import PAGE_TYPES


class HomePage(ContentPage):
    """The start page of a site in one language."""

    body = StreamField(
        HOME_BLOCKS,
        verbose_name=_("body"),
        blank=True,
        help_text=_("The page's text and pictures."),
    )

    parent_page_types = ["wagtailcore.Page"]
    # Any type; `parent_page_types` of each type decides.
    subpage_types = [f"pages.{each.name}" for each in PAGE_TYPES]
    content_panels = [
        *ContentPage.content_panels,
        InlinePanel("featured_pages", heading=_("Featured pages"), label=_("page"), max_num=6),
        FieldPanel("body"),
    ]
    search_fields = [*ContentPage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("start page")
        verbose_name_plural = _("start pages")


class FeaturedPage(Orderable):
    """A page that is featured on the start page."""

    home = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="featured_pages")
    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page"),
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("Shown on the start page in this order, while it is published."),
    )

    panels = [PageChooserPanel("page")]

    class Meta(Orderable.Meta):
        verbose_name = _("featured page")
        verbose_name_plural = _("featured pages")

    def __str__(self) -> str:
        return str(self.page)


class StandardPage(ContentPage):
    """A page outside the content sections, such as “About” or the accessibility statement."""

    body = StreamField(
        STANDARD_BLOCKS,
        verbose_name=_("body"),
        blank=True,
        help_text=_("The page's text and pictures."),
    )

    parent_page_types = ["pages.HomePage", "pages.StandardPage"]
    subpage_types = ["pages.StandardPage"]
    content_panels = [*ContentPage.content_panels, FieldPanel("body")]
    search_fields = [*ContentPage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")
