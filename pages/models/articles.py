"""Articles: news, reports, invitations, columns, minutes, podcasts, films and poems."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail.search import index
from wagtail_flexible_streamfield.fields import StreamField

from pages.blocks import ARTICLE_BLOCKS, RICH_TEXT_FEATURES
from pages.forms.web_addresses import WebAddressField
from pages.forms.widgets import FilteredCheckboxes
from pages.models.base import TopicalPage
from pages.models.sections import IndexPage


class ArticleKind(models.TextChoices):
    """The type of an article."""

    NEWS = "news", _("News")
    REPORT = "report", _("Report")
    INVITATION = "invitation", _("Invitation")
    COLUMN = "column", _("Column")
    MINUTES = "minutes", _("Minutes")
    PODCAST = "podcast", _("Podcast")
    FILM = "film", _("Film")
    POEM = "poem", _("Poem")


# Kinds whose main content is a recording, which needs a text alternative (WCAG 1.2.1).
RECORDED_KINDS = {ArticleKind.PODCAST, ArticleKind.FILM}


class ArticleIndexPage(IndexPage):
    """A list of articles; a section of it can belong to an administration."""

    parent_page_types = ["pages.HomePage", "pages.ArticleIndexPage"]
    subpage_types = ["pages.ArticleIndexPage", "pages.ArticlePage"]

    class Meta:
        verbose_name = _("list of news")
        verbose_name_plural = _("lists of news")


class ArticlePage(TopicalPage):
    """An article, with the groups, projects and events that it is about."""

    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=ArticleKind.choices,
        default=ArticleKind.NEWS,
        help_text=_("A column gives its writer's own views and must say so."),
    )
    published_at = models.DateTimeField(
        _("date"),
        default=timezone.now,
        db_index=True,
        help_text=_("The date that readers see and that lists are sorted by."),
    )
    text_byline = models.CharField(
        _("text by"),
        max_length=120,
        blank=True,
        help_text=_("Who wrote it: a role or a signature."),
    )
    picture_byline = models.CharField(
        _("pictures by"), max_length=120, blank=True, help_text=_("Who made the pictures.")
    )
    disclaimer = models.CharField(
        _("disclaimer"),
        max_length=255,
        blank=True,
        help_text=_("For a column, such as “The views are the writer's own.”"),
    )
    media_url = WebAddressField(
        _("recording"), blank=True, help_text=_("Address of the film or the podcast episode.")
    )
    subtitles = models.ForeignKey(
        "pages.ContentDocument",
        verbose_name=_("subtitles"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("A WebVTT file with the recording's words."),
    )
    transcript = RichTextField(
        _("transcript"),
        blank=True,
        features=RICH_TEXT_FEATURES,
        help_text=_(
            "What is said and shown in the recording, for those who cannot hear or see it."
        ),
    )
    groups = ParentalManyToManyField(
        "pages.GroupPage",
        verbose_name=_("groups"),
        blank=True,
        related_name="articles",
        help_text=_("Groups that it is about. It is shown on their pages."),
    )
    projects = ParentalManyToManyField(
        "pages.ProjectPage",
        verbose_name=_("projects"),
        blank=True,
        related_name="articles",
        help_text=_("Projects that it is about. It is shown on their pages."),
    )
    events = ParentalManyToManyField(
        "pages.EventPage",
        verbose_name=_("events"),
        blank=True,
        related_name="articles",
        help_text=_("Events that it is about. It is shown on their pages."),
    )
    body = StreamField(
        ARTICLE_BLOCKS,
        verbose_name=_("body"),
        blank=True,
        help_text=_("The article's text and pictures."),
    )

    parent_page_types = ["pages.ArticleIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *TopicalPage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("kind"), FieldPanel("published_at")]),
                FieldRowPanel([FieldPanel("text_byline"), FieldPanel("picture_byline")]),
                FieldPanel("disclaimer"),
            ],
            heading=_("About the article"),
        ),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("media_url"), FieldPanel("subtitles"), FieldPanel("transcript")],
            heading=_("Film or sound"),
        ),
        InlinePanel("documents", heading=_("Documents"), label=_("document")),
        MultiFieldPanel(
            [
                FieldPanel("groups", widget=FilteredCheckboxes),
                FieldPanel("projects", widget=FilteredCheckboxes),
                FieldPanel("events", widget=FilteredCheckboxes),
            ],
            heading=_("It is about"),
        ),
        FieldPanel("topics", widget=FilteredCheckboxes),
    ]
    search_texts = ("summary", "text_byline", "transcript", "body", "kind")
    plain_facts = ("published_at", "text_byline", "picture_byline")
    search_fields = [
        *TopicalPage.search_fields,
        index.SearchField("body"),
        index.SearchField("transcript"),
        index.FilterField("kind"),
    ]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        # For the newest articles, without reading and sorting all of them.
        indexes = [models.Index(fields=["published_at"], name="article_by_publication")]

    def publication_errors(self) -> dict[str, Any]:
        """Return errors for a column without a disclaimer or a recording without a text
        alternative.
        """
        errors = super().publication_errors()
        if self.kind == ArticleKind.COLUMN and not self.disclaimer:
            errors["disclaimer"] = _("A column must say that its views are the writer's own.")
        if self.kind in RECORDED_KINDS and not self.media_url:
            errors["media_url"] = _("Give the address of the recording.")
        if self.media_url and not (self.transcript or self.subtitles_id):
            errors["transcript"] = _(
                "A recording needs a transcript or subtitles, for those who cannot hear or see it."
            )
        return errors


class ArticleDocument(Orderable):
    """A document attached to an article."""

    article = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="documents")
    document = models.ForeignKey(
        "pages.ContentDocument",
        verbose_name=_("document"),
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The file, best as a tagged PDF."),
    )
    title = models.CharField(_("title"), max_length=160, help_text=_("As it is shown to readers."))

    panels = [FieldPanel("document"), FieldPanel("title")]

    class Meta(Orderable.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def __str__(self) -> str:
        return self.title
