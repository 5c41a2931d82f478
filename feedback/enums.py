"""The closed choices of the feedback module, from the database to the contract."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Aspect(models.TextChoices):
    """The five areas that SKR, Sweden's municipalities and regions, asks about in social care."""

    INFORMATION = "information", _("Information")
    TREATMENT = "treatment", _("How you were met")
    PARTICIPATION = "participation", _("Your say in it")
    CHANGE = "change", _("What became better")
    ACCESSIBILITY = "accessibility", _("Easy to reach and use")


class Rating(models.IntegerChoices):
    """Five steps in words; a resident never has to translate a figure into a feeling."""

    VERY_BAD = 1, _("Very bad")
    BAD = 2, _("Bad")
    NEITHER = 3, _("Neither good nor bad")
    GOOD = 4, _("Good")
    VERY_GOOD = 5, _("Very good")


class SubmissionStatus(models.TextChoices):
    """How far the editors have come with a submission."""

    NEW = "new", _("New")
    IN_REVIEW = "in_review", _("In review")
    PUBLISHED = "published", _("Published")
    ANSWERED = "answered", pgettext_lazy("status of a submission", "Answered")
    QUARANTINED = "quarantined", _("Quarantined")
    ARCHIVED = "archived", _("Archived")


class AnswerOutcome(models.TextChoices):
    """What came of what residents said."""

    PLANNED = "planned", _("Planned")
    CHANGED = "changed", _("Changed")
    NOT_POSSIBLE = "not_possible", _("Not possible")


class ScreeningFlag(models.TextChoices):
    """What screening found in a comment, for the editor who reads it."""

    IDENTITY_NUMBER = "identity_number", _("Personal identity number")
    PHONE = "phone", _("Phone number")
    EMAIL = "email", _("E-mail address")
    LINK = "link", _("Link")
    ADDRESS = "address", _("Postal address")
    CRISIS = "crisis", _("Words of crisis")


class FeedbackLanguage(models.TextChoices):
    """Languages that the form speaks."""

    SWEDISH = "sv", _("Swedish")
    ENGLISH = "en", _("English")


def all_aspects() -> list[str]:
    """Return every aspect, as a new service asks for them."""
    return [str(value) for value in Aspect.values]
