"""Calendars and event series."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.search import index
from wagtail_flexible_streamfield.fields import StreamField

from pages.blocks import EVENT_BLOCKS
from pages.forms.widgets import FilteredCheckboxes
from pages.models.base import TopicalPage
from pages.models.sections import IndexPage


class EventIndexPage(IndexPage):
    """A list of events (calendar); a section of it can belong to an administration."""

    parent_page_types = ["pages.HomePage", "pages.EventIndexPage"]
    subpage_types = ["pages.EventIndexPage", "pages.EventSeriesPage", "pages.EventPage"]

    class Meta:
        verbose_name = _("calendar")
        verbose_name_plural = _("calendars")


class EventSeriesPage(TopicalPage):
    """A programme of related events, such as the research breakfasts of one spring."""

    season = models.CharField(
        _("season"), max_length=80, blank=True, help_text=_("Such as “Spring 2018”.")
    )
    organisers = ParentalManyToManyField(
        "pages.Organisation",
        verbose_name=_("organisers"),
        blank=True,
        related_name="event_series",
        help_text=_("The organisations behind the programme."),
    )
    body = StreamField(
        EVENT_BLOCKS, verbose_name=_("body"), blank=True, help_text=_("More about the programme.")
    )

    parent_page_types = ["pages.EventIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *TopicalPage.content_panels,
        FieldPanel("season"),
        FieldPanel("organisers", widget=FilteredCheckboxes),
        FieldPanel("body"),
        FieldPanel("topics", widget=FilteredCheckboxes),
    ]
    search_texts = ("summary", "season", "organisers", "body")
    plain_facts = ("season",)
    search_fields = [*TopicalPage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("event series")
        verbose_name_plural = _("event series")
