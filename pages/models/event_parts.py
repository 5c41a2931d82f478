"""Child objects of an event: dates, agenda, schedule, speakers, documents, recordings."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail.rich_text import get_text_for_indexing

from pages.blocks import RICH_TEXT_FEATURES
from pages.forms.web_addresses import WebAddressField
from pages.models.events import EventPage, is_before
from pages.readability import as_sentence


class PossibleDate(Orderable):
    """An alternative time for an event whose date is not settled.

    In iCalendar (RFC 5545) each alternative is a separate entry: TENTATIVE, and CANCELLED once it
    is withdrawn.
    """

    event = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="possible_dates")
    starts_at = models.DateTimeField(_("starts"), help_text=_("Day and time, in Swedish time."))
    ends_at = models.DateTimeField(
        _("ends"), null=True, blank=True, help_text=_("Leave open if it is not known.")
    )
    withdrawn = models.BooleanField(
        _("no longer possible"),
        default=False,
        help_text=_("Tick when another time was chosen. Calendars then show it as cancelled."),
    )

    panels = [
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
        FieldPanel("withdrawn"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("possible time")
        verbose_name_plural = _("possible times")

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"

    def clean(self) -> None:
        """Reject a time that ends before it starts."""
        super().clean()
        if self.starts_at and self.ends_at and is_before(self.ends_at, self.starts_at):
            raise ValidationError({"ends_at": _("The event cannot end before it starts.")})


class AgendaItem(Orderable):
    """An item of the agenda."""

    event = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="agenda_items")
    title = models.CharField(
        _("title"), max_length=200, help_text=_("The theme, or “Not settled” with a tick below.")
    )
    description = models.TextField(
        _("description"), blank=True, help_text=_("What will be talked about.")
    )
    is_tentative = models.BooleanField(
        _("not settled"), default=False, help_text=_("The theme may still change.")
    )

    panels = [FieldPanel("title"), FieldPanel("description"), FieldPanel("is_tentative")]

    class Meta(Orderable.Meta):
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")

    def __str__(self) -> str:
        return self.title

    def search_text(self) -> str:
        """Return the theme, and what will be said about it."""
        return f"{as_sentence(self.title)} {self.description}"


class ScheduleItem(Orderable):
    """A part of the event with its own time, such as breakfast at 07:45."""

    event = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="schedule_items")
    starts_at = models.DateTimeField(_("starts"), help_text=_("Day and time, in Swedish time."))
    ends_at = models.DateTimeField(
        _("ends"), null=True, blank=True, help_text=_("Leave open if the next part follows.")
    )
    title = models.CharField(_("title"), max_length=200, help_text=_("Such as “Breakfast”."))
    description = models.TextField(_("description"), blank=True, help_text=_("What happens then."))
    location = models.CharField(
        _("place"),
        max_length=160,
        blank=True,
        help_text=_("Only if it is another than the event's."),
    )

    panels = [
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
        FieldPanel("title"),
        FieldPanel("description"),
        FieldPanel("location"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("schedule item")
        verbose_name_plural = _("schedule items")

    def __str__(self) -> str:
        return self.title

    def search_text(self) -> str:
        """Return what it is, and what happens then."""
        return f"{as_sentence(self.title)} {self.description}"

    def clean(self) -> None:
        """Reject a part that ends before it starts."""
        super().clean()
        if self.starts_at and self.ends_at and is_before(self.ends_at, self.starts_at):
            raise ValidationError({"ends_at": _("It cannot end before it starts.")})


class Speaker(Orderable):
    """A person who speaks at the event."""

    event = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="speakers")
    name = models.CharField(
        _("name"), max_length=120, help_text=_("As it is announced; a role will do.")
    )
    title = models.CharField(
        _("title"), max_length=160, blank=True, help_text=_("Such as “senior lecturer”.")
    )
    organisation = models.ForeignKey(
        "pages.Organisation",
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="speakers",
        help_text=_("Where the speaker works."),
    )
    subject = models.CharField(
        _("subject"), max_length=255, blank=True, help_text=_("What the speaker will talk about.")
    )

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("title")]),
        FieldPanel("organisation"),
        FieldPanel("subject"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")

    def __str__(self) -> str:
        return self.name

    def search_text(self) -> str:
        """Return the speaker, the organisation and the subject."""
        organisation = self.organisation.name if self.organisation else ""
        return ", ".join(filter(None, (self.name, self.title, organisation, self.subject)))


class EventDocumentKind(models.TextChoices):
    """The type of an event document."""

    MINUTES = "minutes", _("Minutes")
    PRESENTATION = "presentation", _("Presentation")
    SUMMARY = "summary", _("Summary")
    PROGRAMME = "programme", _("Programme")
    OTHER = "other", _("Other")


class EventDocument(Orderable):
    """Minutes, a presentation or another document of an event."""

    event = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=EventDocumentKind.choices,
        default=EventDocumentKind.MINUTES,
        help_text=_("Minutes are shown in the archive of the group too."),
    )
    document = models.ForeignKey(
        "pages.ContentDocument",
        verbose_name=_("document"),
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The file, best as a tagged PDF."),
    )
    title = models.CharField(_("title"), max_length=160, help_text=_("As it is shown to readers."))

    panels = [FieldPanel("kind"), FieldPanel("document"), FieldPanel("title")]

    class Meta(Orderable.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def __str__(self) -> str:
        return self.title


class Recording(Orderable):
    """A film or sound recording of the event."""

    event = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="recordings")
    title = models.CharField(_("title"), max_length=160, help_text=_("As it is shown to readers."))
    url = WebAddressField(_("address"), help_text=_("Where it can be seen or heard."))
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
        help_text=_("What is said and shown, for those who cannot hear or see it."),
    )

    panels = [
        FieldPanel("title"),
        FieldPanel("url"),
        FieldPanel("subtitles"),
        FieldPanel("transcript"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")

    def __str__(self) -> str:
        return self.title

    def search_text(self) -> str:
        """Return the title, and what is said."""
        return f"{as_sentence(self.title)} {get_text_for_indexing(self.transcript)}"

    def clean(self) -> None:
        """Require a transcript or subtitles (WCAG 1.2.1, 1.2.2)."""
        super().clean()
        if not (self.transcript or self.subtitles_id):
            raise ValidationError(
                {
                    "transcript": _(
                        "A recording needs a transcript or subtitles, for those who cannot hear or "
                        "see it."
                    )
                }
            )
