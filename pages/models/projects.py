"""Projects, with their participants, changes, reports and links."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable
from wagtail.search import index
from wagtail_flexible_streamfield.fields import StreamField

from pages.blocks import PROJECT_BLOCKS
from pages.forms.widgets import FilteredCheckboxes
from pages.models.base import ContactFields, DatePrecision, Link, TopicalPage
from pages.models.sections import IndexPage
from pages.readability import as_sentence


class ProjectStatus(models.TextChoices):
    """The stage of a project."""

    PLANNED = "planned", _("Planned")
    ONGOING = "ongoing", _("Ongoing")
    COMPLETED = "completed", _("Completed")
    DISCONTINUED = "discontinued", _("Discontinued")


class ProjectRole(models.TextChoices):
    """The role of an organisation in a project."""

    LEAD = "lead", _("Lead")
    PARTNER = "partner", _("Partner")
    FUNDER = "funder", _("Funder")
    RESEARCHER = "researcher", _("Researcher")


class ProjectIndexPage(IndexPage):
    """A list of projects; a section of it can belong to an administration."""

    parent_page_types = ["pages.HomePage", "pages.ProjectIndexPage"]
    subpage_types = ["pages.ProjectIndexPage", "pages.ProjectPage"]

    class Meta:
        verbose_name = _("list of projects")
        verbose_name_plural = _("lists of projects")


class ProjectPage(ContactFields, TopicalPage):
    """A project with its aim, period, participants and results."""

    status = models.CharField(
        _("status"),
        max_length=20,
        choices=ProjectStatus.choices,
        default=ProjectStatus.PLANNED,
        help_text=_("Discontinued: ended before its goal, for example without a budget."),
    )
    status_note = models.CharField(
        _("about the status"),
        max_length=255,
        blank=True,
        help_text=_("Why it ended or waits, and who decides next."),
    )
    starts_on = models.DateField(
        _("starts"),
        null=True,
        blank=True,
        help_text=_("Where only the month is known: its first day."),
    )
    starts_on_precision = models.CharField(
        _("start known by"),
        max_length=5,
        choices=DatePrecision.choices,
        default=DatePrecision.MONTH,
        help_text=_("Decides whether readers see the day, the month or the year."),
    )
    ends_on = models.DateField(
        _("ends"),
        null=True,
        blank=True,
        help_text=_("Where only the month is known: its last day."),
    )
    ends_on_precision = models.CharField(
        _("end known by"),
        max_length=5,
        choices=DatePrecision.choices,
        default=DatePrecision.MONTH,
        help_text=_("Decides whether readers see the day, the month or the year."),
    )
    target_group = models.CharField(
        _("target group"), max_length=255, blank=True, help_text=_("Whom the project is for.")
    )
    method = models.TextField(
        _("method"), blank=True, help_text=_("How it is done, such as the IPS method.")
    )
    results = models.TextField(
        _("results"), blank=True, help_text=_("What was found, good and bad, in plain words.")
    )
    groups = ParentalManyToManyField(
        "pages.GroupPage",
        verbose_name=_("groups"),
        blank=True,
        related_name="projects",
        help_text=_("Groups that follow the project. It is shown on their pages."),
    )
    body = StreamField(
        PROJECT_BLOCKS, verbose_name=_("body"), blank=True, help_text=_("More about the project.")
    )

    parent_page_types = ["pages.ProjectIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *TopicalPage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("status"),
                FieldPanel("status_note"),
                FieldRowPanel([FieldPanel("starts_on"), FieldPanel("starts_on_precision")]),
                FieldRowPanel([FieldPanel("ends_on"), FieldPanel("ends_on_precision")]),
            ],
            heading=_("Status and time"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("target_group"),
                FieldPanel("method"),
                FieldPanel("groups", widget=FilteredCheckboxes),
            ],
            heading=_("For whom and how"),
        ),
        InlinePanel("participants", heading=_("Organisations"), label=_("organisation")),
        MultiFieldPanel(ContactFields.contact_panels, heading=_("Contact")),
        FieldPanel("body"),
        InlinePanel("changes", heading=_("Changes along the way"), label=_("change")),
        FieldPanel("results"),
        InlinePanel("reports", heading=_("Reports"), label=_("report")),
        InlinePanel("links", heading=_("Links"), label=_("link")),
        FieldPanel("topics", widget=FilteredCheckboxes),
    ]
    search_texts = (
        "summary",
        "target_group",
        "method",
        "results",
        "status_note",
        "changes",
        "participants",
        "body",
    )
    plain_facts = ("target_group", "method")
    search_fields = [
        *TopicalPage.search_fields,
        index.SearchField("method"),
        index.SearchField("results"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")

    def publication_errors(self) -> dict[str, Any]:
        """Return an error if the project ends before it starts."""
        errors = super().publication_errors()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            errors["ends_on"] = _("The project cannot end before it starts.")
        return errors


class ProjectParticipant(Orderable):
    """An organisation that takes part in a project, with its role."""

    project = ParentalKey(ProjectPage, on_delete=models.CASCADE, related_name="participants")
    organisation = models.ForeignKey(
        "pages.Organisation",
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="project_participations",
        help_text=_("An organisation with two parts gets two rows."),
    )
    role = models.CharField(
        _("role"),
        max_length=20,
        choices=ProjectRole.choices,
        default=ProjectRole.PARTNER,
        help_text=_("A funder pays, a lead answers for the project."),
    )

    panels = [FieldPanel("organisation"), FieldPanel("role")]

    class Meta(Orderable.Meta):
        verbose_name = _("organisation in the project")
        verbose_name_plural = _("organisations in the project")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "organisation", "role"],
                name="project_participant_unique",
                violation_error_message=_("The organisation already has this role."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.get_role_display()})"

    def search_text(self) -> str:
        """Return the organisation's name."""
        return self.organisation.name


class ProjectChange(Orderable):
    """A decision that changed the project's aim or scope."""

    project = ParentalKey(ProjectPage, on_delete=models.CASCADE, related_name="changes")
    decided_on = models.DateField(
        _("decided"), null=True, blank=True, help_text=_("Leave open if the time is not known.")
    )
    decided_on_precision = models.CharField(
        _("known by"),
        max_length=5,
        choices=DatePrecision.choices,
        default=DatePrecision.MONTH,
        help_text=_("Decides whether readers see the day, the month or the year."),
    )
    title = models.CharField(
        _("change"), max_length=160, help_text=_("Such as “Narrowed to education and work”.")
    )
    description = models.TextField(
        _("why"), blank=True, help_text=_("Who decided, and what it means for those who take part.")
    )

    panels = [
        FieldRowPanel([FieldPanel("decided_on"), FieldPanel("decided_on_precision")]),
        FieldPanel("title"),
        FieldPanel("description"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("change")
        verbose_name_plural = _("changes")

    def __str__(self) -> str:
        return self.title

    def search_text(self) -> str:
        """Return what was decided, and why."""
        return f"{as_sentence(self.title)} {self.description}"


class ProjectReport(Orderable):
    """A report from the project."""

    project = ParentalKey(ProjectPage, on_delete=models.CASCADE, related_name="reports")
    document = models.ForeignKey(
        "pages.ContentDocument",
        verbose_name=_("document"),
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The report, best as a tagged PDF."),
    )
    title = models.CharField(_("title"), max_length=160, help_text=_("As it is shown to readers."))
    published_on = models.DateField(
        _("published"), null=True, blank=True, help_text=_("The date on the report.")
    )

    panels = [FieldPanel("document"), FieldPanel("title"), FieldPanel("published_on")]

    class Meta(Orderable.Meta):
        verbose_name = _("report")
        verbose_name_plural = _("reports")

    def __str__(self) -> str:
        return self.title


class ProjectLink(Link):
    """A link on a project's page."""

    project = ParentalKey(ProjectPage, on_delete=models.CASCADE, related_name="links")

    class Meta(Link.Meta):
        verbose_name = _("link")
        verbose_name_plural = _("links")
