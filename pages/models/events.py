"""Event pages and event series: time, place, audience, registration and report."""

import datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PageChooserPanel,
    TabbedInterface,
)
from wagtail.search import index
from wagtail_flexible_streamfield.fields import StreamField

from pages.blocks import EVENT_BLOCKS, EVENT_REPORT_BLOCKS
from pages.forms.pages import EventPageForm
from pages.forms.web_addresses import WebAddressField
from pages.forms.widgets import FilteredCheckboxes
from pages.models.base import ContactFields, TopicalPage
from pages.models.event_choices import EventKind, EventStatus
from pages.models.registration import RegistrationFields
from pages.querysets import EventPageManager


def is_before(moment: datetime.datetime, other: datetime.datetime) -> bool:
    """Return whether `moment` is earlier than `other`, by their timestamps.

    Comparing two datetimes with the same `tzinfo` compares wall-clock times, which is wrong in the
    hour that occurs twice when daylight saving time ends.
    """
    return moment.timestamp() < other.timestamp()


class EventPage(RegistrationFields, ContactFields, TopicalPage):
    """One event, from the first proposed date to the minutes."""

    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=EventKind.choices,
        default=EventKind.MEETING,
        help_text=_("What sort of event it is."),
    )
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=EventStatus.choices,
        default=EventStatus.CONFIRMED,
        help_text=_("Planned: not certain yet. Moved: fill in the earlier time too."),
    )
    notice = models.CharField(
        _("notice"),
        max_length=200,
        blank=True,
        help_text=_("Shown first and loud, such as “Note: new date”."),
    )
    starts_at = models.DateTimeField(_("starts"), help_text=_("Day and time, in Swedish time."))
    ends_at = models.DateTimeField(
        _("ends"),
        null=True,
        blank=True,
        help_text=_("Leave open if it is not known. Then the event counts until the day is over."),
    )
    all_day = models.BooleanField(
        _("whole days"),
        default=False,
        help_text=_("Only the days count, not the times; the last day is included."),
    )
    date_is_tentative = models.BooleanField(
        _("date not settled"),
        default=False,
        help_text=_(
            "The time above is one proposal. Write the others under “Other possible times”."
        ),
    )
    previous_starts_at = models.DateTimeField(
        _("earlier start"),
        null=True,
        blank=True,
        help_text=_("When it would have started before it was moved."),
    )
    # Computed in save(): the end of the last possible time, so that “upcoming” is one indexed
    # comparison.
    over_at = models.DateTimeField(editable=False, db_index=True)

    venue = models.ForeignKey(
        "pages.Venue",
        verbose_name=_("venue"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="events",
        help_text=_("The building or place. Leave open for an event on the web only."),
    )
    room = models.CharField(
        _("room"), max_length=120, blank=True, help_text=_("Such as “Gula rummet” or “room 517”.")
    )
    meeting_point = models.CharField(
        _("meeting point"),
        max_length=200,
        blank=True,
        help_text=_("Where to gather, if it is not inside the venue."),
    )
    interpretation = models.CharField(
        _("interpretation"),
        max_length=200,
        blank=True,
        help_text=_("Such as “Swedish sign language” or “ask us before 4 January”."),
    )
    stream_url = WebAddressField(
        _("live stream"), blank=True, help_text=_("Where it can be followed live.")
    )

    audience = models.CharField(
        _("audience"),
        max_length=255,
        blank=True,
        help_text=_("Whom it is for, such as “everyone interested in leisure”."),
    )
    open_to_all = models.BooleanField(
        _("open to all"),
        default=True,
        help_text=_("Untick if only the audience above may come."),
    )
    what_to_bring = models.TextField(
        _("what to bring"), blank=True, help_text=_("Such as “clothes for the weather, coffee”.")
    )
    good_to_know = models.TextField(
        _("good to know"),
        blank=True,
        help_text=_("What makes it easier to come, such as “you need not be fit”."),
    )

    group = models.ForeignKey(
        "pages.GroupPage",
        verbose_name=_("group"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="events",
        help_text=_("The group whose meeting it is."),
    )
    series = models.ForeignKey(
        "pages.EventSeriesPage",
        verbose_name=_("series"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="events",
        help_text=_("The programme that it belongs to."),
    )
    projects = ParentalManyToManyField(
        "pages.ProjectPage",
        verbose_name=_("projects"),
        blank=True,
        related_name="events",
        help_text=_("Projects that it is about."),
    )
    organisers = ParentalManyToManyField(
        "pages.Organisation",
        verbose_name=_("organisers"),
        blank=True,
        related_name="events",
        help_text=_("The organisations that hold it."),
    )
    invited = ParentalManyToManyField(
        "pages.Organisation",
        verbose_name=_("invited organisations"),
        blank=True,
        related_name="invited_to",
        help_text=_("Organisations that come as guests."),
    )
    body = StreamField(
        EVENT_BLOCKS, verbose_name=_("body"), blank=True, help_text=_("More about the event.")
    )

    attendance = models.CharField(
        _("attendance"), max_length=80, blank=True, help_text=_("How many came, such as “30–35”.")
    )
    report = StreamField(
        EVENT_REPORT_BLOCKS,
        verbose_name=_("report"),
        blank=True,
        help_text=_("What was said and what comes next, with pictures from the event."),
    )

    base_form_class = EventPageForm
    objects = EventPageManager()

    parent_page_types = ["pages.EventIndexPage"]
    subpage_types: list[str] = []
    search_texts = (
        "summary",
        "notice",
        "agenda_items",
        "schedule_items",
        "speakers",
        "audience",
        "venue",
        "room",
        "meeting_point",
        "what_to_bring",
        "good_to_know",
        "organisers",
        "invited",
        "report",
        "recordings",
        "body",
        "kind",
    )
    plain_facts = (
        "venue",
        "room",
        "meeting_point",
        "audience",
        "group",
        "registration_state",
        "registration_deadline",
        "what_to_bring",
        "good_to_know",
    )
    search_fields = [
        *TopicalPage.search_fields,
        index.SearchField("body"),
        index.SearchField("report"),
        index.FilterField("starts_at"),
        index.FilterField("kind"),
    ]

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    *TopicalPage.content_panels,
                    FieldRowPanel([FieldPanel("kind"), FieldPanel("status")]),
                    FieldPanel("notice"),
                    InlinePanel("agenda_items", heading=_("Agenda"), label=_("item")),
                    FieldPanel("body"),
                    FieldPanel("topics", widget=FilteredCheckboxes),
                ],
                heading=_("Content"),
            ),
            ObjectList(
                [
                    MultiFieldPanel(
                        [
                            FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                            FieldRowPanel([FieldPanel("all_day"), FieldPanel("date_is_tentative")]),
                            FieldPanel("previous_starts_at"),
                        ],
                        heading=_("Time"),
                    ),
                    InlinePanel(
                        "possible_dates", heading=_("Other possible times"), label=_("time")
                    ),
                    InlinePanel("schedule_items", heading=_("Schedule"), label=_("item")),
                    MultiFieldPanel(
                        [
                            FieldPanel("venue"),
                            FieldPanel("room"),
                            FieldPanel("meeting_point"),
                            FieldPanel("interpretation"),
                            FieldPanel("stream_url"),
                        ],
                        heading=_("Place"),
                    ),
                ],
                heading=_("Time and place"),
            ),
            ObjectList(
                [
                    MultiFieldPanel(
                        [
                            FieldPanel("audience"),
                            FieldPanel("open_to_all"),
                            FieldPanel("what_to_bring"),
                            FieldPanel("good_to_know"),
                        ],
                        heading=_("For those who come"),
                    ),
                    MultiFieldPanel(
                        RegistrationFields.registration_panels, heading=_("Registration")
                    ),
                    MultiFieldPanel(ContactFields.contact_panels, heading=_("Contact")),
                ],
                heading=_("Registration"),
            ),
            ObjectList(
                [
                    MultiFieldPanel(
                        [
                            PageChooserPanel("group"),
                            PageChooserPanel("series"),
                            FieldPanel("projects", widget=FilteredCheckboxes),
                            FieldPanel("organisers", widget=FilteredCheckboxes),
                            FieldPanel("invited", widget=FilteredCheckboxes),
                        ],
                        heading=_("It belongs to"),
                    ),
                    InlinePanel("speakers", heading=_("Speakers"), label=_("speaker")),
                ],
                heading=_("People"),
            ),
            ObjectList(
                [
                    FieldPanel("attendance"),
                    FieldPanel("report"),
                    InlinePanel(
                        "documents", heading=_("Minutes and presentations"), label=_("document")
                    ),
                    InlinePanel("recordings", heading=_("Recordings"), label=_("recording")),
                ],
                heading=_("Afterwards"),
            ),
            ObjectList(TopicalPage.promote_panels, heading=_("Promote")),
            ObjectList(TopicalPage.settings_panels, heading=_("Settings")),
        ]
    )

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            # For lists in calendar order that skip past events without reading their rows: all
            # events, the events of one group, the events of one series.
            models.Index(fields=["starts_at", "over_at"], name="event_by_start"),
            models.Index(fields=["group", "starts_at", "over_at"], name="event_of_group"),
            models.Index(fields=["series", "starts_at", "over_at"], name="event_of_series"),
            # For counting upcoming events and finding the first one with an index-only scan.
            models.Index(fields=["over_at", "starts_at", "page_ptr"], name="event_over_and_start"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Set `over_at` from the event's possible times, then save."""
        self.over_at = self.last_possible_end()
        return super().save(*args, **kwargs)

    def last_possible_end(self) -> datetime.datetime:
        """Return when the last possible time (not withdrawn) ends.

        An event without an end, or with `all_day`, ends at midnight after its last day, Swedish
        time.
        """
        # An event never ends before it starts, even if the end was entered wrongly: lists rely on
        # it.
        ends = [self.starts_at, self._end_of(self.starts_at, self.ends_at)]
        ends += [
            self._end_of(date.starts_at, date.ends_at)
            for date in self.possible_dates.all()
            if not date.withdrawn
        ]
        return max(ends, key=datetime.datetime.timestamp)

    def _end_of(
        self, starts_at: datetime.datetime, ends_at: datetime.datetime | None
    ) -> datetime.datetime:
        if ends_at and not self.all_day:
            return ends_at
        last_day = timezone.localtime(ends_at or starts_at).date() + datetime.timedelta(days=1)
        return timezone.make_aware(datetime.datetime.combine(last_day, datetime.time.min))

    def publication_errors(self) -> dict[str, Any]:
        """Return errors for contradictory times, status or registration fields."""
        errors = super().publication_errors() | self.registration_errors()
        if not self.starts_at:
            return errors
        if self._ends_before_it_starts():
            errors["ends_at"] = _("The event cannot end before it starts.")
        if self.status == EventStatus.MOVED:
            if not self.previous_starts_at:
                errors["previous_starts_at"] = _(
                    "Enter the previous time, so that nobody comes at the wrong time."
                )
            elif self.previous_starts_at == self.starts_at:
                errors["previous_starts_at"] = _(
                    "This is the new time. Enter the time before the event was moved."
                )
        deadline = self.registration_deadline
        if deadline and is_before(self.last_possible_end(), deadline):
            errors["registration_deadline"] = _("The event is over by then.")
        return errors

    def _ends_before_it_starts(self) -> bool:
        if not self.ends_at:
            return False
        if self.all_day:
            return timezone.localdate(self.ends_at) < timezone.localdate(self.starts_at)
        return is_before(self.ends_at, self.starts_at)
