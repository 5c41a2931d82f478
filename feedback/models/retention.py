"""How long an administration keeps feedback, and what it has delivered to the archive.

A comment is a public record: it may be deleted only if the archive authority has decided so, and
not before the time set in that decision.
"""

import datetime
import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from feedback.model_fields import month_name
from feedback.screening.personal_data import screen

# Abbreviations, numbers and section signs, so that no personal name fits in.
DECISION_NUMBER = r"^(?=.*\d)(?:[^\W\d_]{1,6}\b|[\d §./:,–-])+\Z"
MAX_MONTHS = 1200


def months_before(month: datetime.date, number: int) -> datetime.date:
    """Return the first day of the month `number` months before `month`."""
    count = month.year * 12 + month.month - 1 - number
    return datetime.date(count // 12, count % 12 + 1, 1)


class RetentionRule(models.Model):
    """When an administration's feedback is aged out: never without a decision."""

    administration = models.OneToOneField(
        "pages.Organisation",
        verbose_name=_("administration"),
        on_delete=models.CASCADE,
        related_name="retention_rule",
        editable=False,
    )
    months_to_keep = models.PositiveSmallIntegerField(
        _("months to keep"),
        default=24,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_MONTHS)],
        help_text=_(
            "How many whole months feedback is kept after the month in which it came in. Then "
            "comments, notes, answers and public versions are deleted; the counts stay."
        ),
    )
    minimum_months = models.PositiveSmallIntegerField(
        _("shortest time that the decision allows, in months"),
        default=24,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_MONTHS)],
        help_text=_("As the archive authority has decided. Nothing ages out before."),
    )
    decision = models.CharField(
        _("number of the decision"),
        max_length=60,
        blank=True,
        validators=[RegexValidator(DECISION_NUMBER, _("Only a number, such as AN 2026/12 § 34."))],
        help_text=_(
            "The archive authority's decision that feedback may age out. Empty: nothing does."
        ),
    )
    decided_on = models.DateField(
        _("day of the decision"),
        null=True,
        blank=True,
        help_text=_("When the archive authority decided it."),
    )
    archive_first = models.BooleanField(
        _("hand over to the archive first"),
        default=False,
        help_text=_(
            "Only months whose package for the archive has been handed over age out. Choose it "
            "when the decision asks for it."
        ),
    )
    is_on = models.BooleanField(
        _("age out by itself every month"),
        default=False,
        help_text=_("Otherwise somebody of the administration does it on this page."),
    )
    # The current run, so that it can be continued after an interruption.
    under_way_until = models.DateField(null=True, blank=True, editable=False)
    under_way_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    seen_at = models.DateTimeField(null=True, blank=True, editable=False)
    aged_out = models.PositiveIntegerField(default=0, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("retention rule")
        verbose_name_plural = _("retention rules")
        default_permissions = ()
        permissions = [("age_out_submission", _("Can let feedback age out, and say when"))]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(months_to_keep__gte=models.F("minimum_months")),
                name="retention_not_before_the_minimum",
                violation_error_message=_("Shorter than the decision allows."),
            ),
            models.CheckConstraint(
                condition=models.Q(is_on=False)
                | (models.Q(decided_on__isnull=False) & ~models.Q(decision="")),
                name="retention_on_by_a_decision",
                violation_error_message=_("Nothing ages out by itself without a decision."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.administration)

    def clean(self) -> None:
        """Require both or neither of the decision's number and past date, and no personal data."""
        super().clean()
        errors = {}
        if bool(self.decision) != bool(self.decided_on):
            name = "decided_on" if self.decision else "decision"
            errors[name] = _("Write both the number and the day of the decision, or neither.")
        elif self.decided_on and self.decided_on > timezone.localdate():
            errors["decided_on"] = _("The decision cannot be of a day to come.")
        if screen(self.decision).identifying:
            errors["decision"] = _("Neither numbers nor addresses of people.")
        if errors:
            raise ValidationError(errors)

    @property
    def has_decision(self) -> bool:
        """Whether a decision is recorded, without which nothing is aged out."""
        return bool(self.decision and self.decided_on)

    def last_due(self, today: datetime.date) -> datetime.date:
        """Return the last month whose feedback may be aged out on `today`."""
        return months_before(today, self.months_to_keep + 1)

    def due_in(self, month: datetime.date) -> datetime.date:
        """Return the first month in which feedback of `month` may be aged out."""
        return months_before(month, -self.months_to_keep - 1)


class ArchiveDelivery(models.Model):
    """A package delivered to the archive, as confirmed by staff."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    administration = models.ForeignKey(
        "pages.Organisation", on_delete=models.CASCADE, related_name="archive_deliveries"
    )
    first_month = models.DateField(_("first month"))
    last_month = models.DateField(_("last month"))
    submissions = models.PositiveIntegerField(_("number of submissions"))
    sha256 = models.CharField(_("checksum (SHA-256)"), max_length=64)
    confirmed_on = models.DateField(_("confirmed on"))
    reference = models.CharField(_("the archive's number"), max_length=60, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("delivery to the archive")
        verbose_name_plural = _("deliveries to the archive")
        default_permissions = ()
        ordering = ["-last_month", "-confirmed_on", "pk"]

    def __str__(self) -> str:
        return f"{month_name(self.first_month)} – {month_name(self.last_month)}"
