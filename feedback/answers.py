"""What an administration answers to what residents said of a service, for everyone to read."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from feedback.enums import AnswerOutcome
from feedback.fields import MonthField


class ServiceAnswer(models.Model):
    """One thing that several residents said, and what came of it.

    It is written by an editor in the language of its service and refers to no submission: nothing
    leads from it to a person.
    """

    service = ParentalKey("feedback.Service", on_delete=models.CASCADE, related_name="answers")
    month = MonthField(
        _("month"),
        help_text=_("When residents said it. Choose any day: only the month is kept."),
    )
    said = models.TextField(
        _("what residents said"),
        max_length=600,
        help_text=_(
            "Sum up in plain words what several of you have been told. Do not quote a comment: "
            "somebody could be recognised by it."
        ),
    )
    done = models.TextField(
        _("what was done about it"),
        max_length=600,
        help_text=_("What you have done or will do, in plain words. Also what you have looked at."),
    )
    outcome = models.CharField(
        _("outcome"),
        max_length=20,
        choices=AnswerOutcome.choices,
        help_text=_("What came of it."),
    )
    reason = models.TextField(
        _("because"),
        max_length=600,
        blank=True,
        help_text=_("Why. Needed when the outcome is “Not possible”."),
    )
    answered_on = models.DateField(
        _("answered on"),
        default=timezone.localdate,
        help_text=_("The day of the answer. The newest answer is shown first."),
    )

    panels = [
        FieldRowPanel([FieldPanel("month"), FieldPanel("answered_on")]),
        FieldPanel("said"),
        FieldPanel("done"),
        FieldPanel("outcome"),
        FieldPanel("reason"),
    ]

    class Meta:
        verbose_name = _("answer to residents")
        verbose_name_plural = _("answers to residents")
        # Whoever may change the service may change its answers.
        default_permissions = ()
        ordering = ["-answered_on", "-month", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(outcome=AnswerOutcome.NOT_POSSIBLE) | ~models.Q(reason=""),
                name="answer_not_possible_has_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    def clean(self) -> None:
        """Refuse a “not possible” without a reason, and an answer older than its question."""
        super().clean()
        errors: dict[str, Any] = {}
        if self.outcome == AnswerOutcome.NOT_POSSIBLE and not self.reason.strip():
            errors["reason"] = _("Say why it is not possible.")
        if self.month and self.answered_on and self.answered_on < self.month:
            errors["answered_on"] = _("The answer cannot be older than the month it is about.")
        if errors:
            raise ValidationError(errors)
