"""The closed choices of feedback, used by the models, the forms and the GraphQL schema."""

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
    """A rating of five steps, shown to residents in words."""

    VERY_BAD = 1, _("Very bad")
    BAD = 2, _("Bad")
    NEITHER = 3, _("Neither good nor bad")
    GOOD = 4, _("Good")
    VERY_GOOD = 5, _("Very good")


class SubmissionStatus(models.TextChoices):
    """The editors' progress with a submission."""

    NEW = "new", _("New")
    IN_REVIEW = "in_review", _("In review")
    PUBLISHED = "published", _("Published")
    ANSWERED = "answered", pgettext_lazy("status of a submission", "Answered")
    QUARANTINED = "quarantined", _("Quarantined")
    ARCHIVED = "archived", _("Archived")
    REJECTED = "rejected", _("Rejected")


# Counted nowhere, and neither public nor answered.
NOT_COUNTED = (SubmissionStatus.QUARANTINED, SubmissionStatus.REJECTED)


class AnswerOutcome(models.TextChoices):
    """The outcome of what residents said."""

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
    BIRTH_DATE = "birth_date", _("Date of birth")
    ACCOUNT = "account", _("Account or payment number")
    CASE_NUMBER = "case_number", _("Case number")
    VEHICLE = "vehicle", _("Registration plate")
    HANDLE = "handle", _("Account of social media")
    NAME = "name", _("Name")
    HEALTH = "health", _("Health")
    CRISIS = "crisis", _("Words of crisis")


class FeedbackLanguage(models.TextChoices):
    """The languages of the form."""

    SWEDISH = "sv", _("Swedish")
    ENGLISH = "en", _("English")


class CrisisLanguage(models.TextChoices):
    """The languages in which crisis words are looked for; residents write in more than the form's.

    Swedish of learners and of easy reading has a list of its own.
    """

    SWEDISH = "sv", _("Swedish")
    EASY_SWEDISH = "sv-easy", _("Easy Swedish")
    ENGLISH = "en", _("English")
    FINNISH = "fi", _("Finnish")
    ARABIC = "ar", _("Arabic")
    SOMALI = "so", _("Somali")
    UKRAINIAN = "uk", _("Ukrainian")


def all_aspects() -> list[str]:
    """Return every aspect, the default of a new service."""
    return [str(value) for value in Aspect.values]
