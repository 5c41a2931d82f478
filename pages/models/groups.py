"""Groups in which residents and officials develop services together."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable
from wagtail.search import index
from wagtail_flexible_streamfield.fields import StreamField

from pages.blocks import GROUP_BLOCKS
from pages.forms.widgets import FilteredCheckboxes
from pages.models.base import ContactFields, Link, TopicalPage
from pages.models.sections import IndexPage


class GroupKind(models.TextChoices):
    """The type of a group."""

    NETWORK = "network", _("Network")
    STEERING_GROUP = "steering_group", _("Steering group")
    DEVELOPMENT_GROUP = "development_group", _("Development group")
    WORKING_GROUP = "working_group", _("Working group")


class GroupIndexPage(IndexPage):
    """A list of groups; a section of it can belong to an administration."""

    parent_page_types = ["pages.HomePage", "pages.GroupIndexPage"]
    subpage_types = ["pages.GroupIndexPage", "pages.GroupPage"]

    class Meta:
        verbose_name = _("list of groups")
        verbose_name_plural = _("lists of groups")


class GroupPage(ContactFields, TopicalPage):
    """A group: its purpose, meetings and how to join."""

    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=GroupKind.choices,
        default=GroupKind.WORKING_GROUP,
        help_text=_("A network is open and loose; a working group has one task."),
    )
    purpose = models.TextField(
        _("purpose"), help_text=_("What the group wants to achieve, in one or two sentences.")
    )
    meeting_rhythm = models.CharField(
        _("meeting rhythm"),
        max_length=200,
        blank=True,
        help_text=_("In words, such as “Mondays 13:30–15:30 at the Fountain House”."),
    )
    open_to_all = models.BooleanField(
        _("open to all"), default=False, help_text=_("Anyone may come without being invited.")
    )
    how_to_join = models.TextField(
        _("how to take part"),
        blank=True,
        help_text=_("How to come the first time, and how to propose a theme."),
    )
    ended_on = models.DateField(
        _("ended on"),
        null=True,
        blank=True,
        help_text=_("Only for a group that meets no more. Its page and minutes stay."),
    )
    organisers = ParentalManyToManyField(
        "pages.Organisation",
        verbose_name=_("organisers"),
        blank=True,
        related_name="groups",
        help_text=_("The organisations that invite to the group."),
    )
    body = StreamField(
        GROUP_BLOCKS, verbose_name=_("body"), blank=True, help_text=_("More about the group.")
    )

    parent_page_types = ["pages.GroupIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *TopicalPage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("kind"),
                FieldPanel("purpose"),
                FieldPanel("organisers", widget=FilteredCheckboxes),
                FieldPanel("ended_on"),
            ],
            heading=_("About the group"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("meeting_rhythm"),
                FieldPanel("open_to_all"),
                FieldPanel("how_to_join"),
            ],
            heading=_("Meetings"),
        ),
        MultiFieldPanel(ContactFields.contact_panels, heading=_("Contact")),
        FieldPanel("body"),
        InlinePanel("links", heading=_("Links"), label=_("link")),
        InlinePanel("archived_minutes", heading=_("Archive of minutes"), label=_("minutes")),
        FieldPanel("topics", widget=FilteredCheckboxes),
    ]
    search_texts = ("summary", "purpose", "meeting_rhythm", "how_to_join", "organisers", "body")
    plain_facts = ("purpose", "meeting_rhythm", "how_to_join")
    search_fields = [
        *TopicalPage.search_fields,
        index.SearchField("purpose"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")


class GroupLink(Link):
    """A link on a group's page."""

    group = ParentalKey(GroupPage, on_delete=models.CASCADE, related_name="links")

    class Meta(Link.Meta):
        verbose_name = _("link")
        verbose_name_plural = _("links")


class GroupMinutes(Orderable):
    """Minutes of a meeting that has no event page.

    Minutes of a meeting with an event page are documents of the event; the API returns both in one
    list.
    """

    group = ParentalKey(GroupPage, on_delete=models.CASCADE, related_name="archived_minutes")
    held_on = models.DateField(_("held on"), help_text=_("The day of the meeting."))
    title = models.CharField(
        _("title"), max_length=160, help_text=_("Such as “Meeting on leisure, with summary”.")
    )
    document = models.ForeignKey(
        "pages.ContentDocument",
        verbose_name=_("document"),
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The minutes, best as a tagged PDF."),
    )

    panels = [FieldPanel("held_on"), FieldPanel("title"), FieldPanel("document")]

    class Meta(Orderable.Meta):
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")

    def __str__(self) -> str:
        return f"{self.held_on} {self.title}"
