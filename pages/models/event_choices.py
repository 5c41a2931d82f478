"""The closed choices of events."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventKind(models.TextChoices):
    """The type of an event."""

    MEETING = "meeting", _("Meeting")
    WORKSHOP = "workshop", _("Workshop")
    LECTURE = "lecture", _("Lecture")
    SCREENING = "screening", _("Screening")
    OUTING = "outing", _("Outing")
    CONFERENCE = "conference", _("Conference")
    EXHIBITION = "exhibition", _("Exhibition")
    TRAINING = "training", _("Training")
    FAIR = "fair", _("Fair")


class EventStatus(models.TextChoices):
    """Whether the event takes place, and whether it has been moved."""

    PLANNED = "planned", _("Planned")
    CONFIRMED = "confirmed", _("Confirmed")
    MOVED = "moved", _("Moved to another time")
    POSTPONED = "postponed", _("Postponed, new time not known")
    CANCELLED = "cancelled", _("Cancelled")
