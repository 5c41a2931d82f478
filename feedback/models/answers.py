"""Answers of an administration: to one resident, and to all who gave feedback on a service."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.forms import Select
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.actions import action_registry
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import DraftStateMixin, Revision, RevisionMixin, Workflow, WorkflowMixin

from feedback.enums import AnswerOutcome
from feedback.model_fields import MonthField, month_name
from pages.roles import review_of


class ServiceAnswer(WorkflowMixin, DraftStateMixin, RevisionMixin, models.Model):
    """A summary of what several residents said about a service, and what was done about it.

    Written in the language of its service. It refers to no submission, so it leads to no person.
    Drafts are revisions; a live answer is public.
    """

    # A ParentalKey, so that a translated service begins with copies of the answers.
    service = ParentalKey(
        "feedback.Service",
        verbose_name=_("service"),
        on_delete=models.CASCADE,
        related_name="answers",
        help_text=_("In the language in which you write."),
    )
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

    wagtail_reference_index_ignore = True

    panels = [
        # Not a chooser, which would list the services of all administrations.
        FieldPanel("service", widget=Select),
        FieldRowPanel([FieldPanel("month"), FieldPanel("answered_on")]),
        FieldPanel("said"),
        FieldPanel("done"),
        FieldPanel("outcome"),
        FieldPanel("reason"),
    ]

    class Meta:
        verbose_name = _("answer to residents")
        verbose_name_plural = _("answers to residents")
        # The permissions on the service apply.
        default_permissions = ()
        ordering = ["-answered_on", "-month", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(outcome=AnswerOutcome.NOT_POSSIBLE) | ~models.Q(reason=""),
                name="answer_not_possible_has_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.service.name}, {month_name(self.month)}"

    @classmethod
    def get_default_workflow(cls) -> Workflow | None:
        """Return None: a workflow shared by all would show drafts to other administrations."""
        return None

    def get_workflow(self) -> Workflow | None:
        """Return the review workflow of the administration's staff, if there is one."""
        return review_of(self.service.administration)

    @property
    def administration_id(self) -> int:
        """The administration whose staff may edit it."""
        return self.service.administration_id

    def as_copied(self) -> "ServiceAnswer":
        """Clear the revisions and schedule of the answer that this unsaved copy was made from."""
        self.latest_revision = self.live_revision = None
        self.has_unpublished_changes = False
        self.go_live_at = self.expire_at = None
        return self

    def clean(self) -> None:
        """Require a reason for “not possible”, and a date not before the month answered."""
        super().clean()
        errors: dict[str, Any] = {}
        if self.outcome == AnswerOutcome.NOT_POSSIBLE and not self.reason.strip():
            errors["reason"] = _("Say why it is not possible.")
        if self.month and self.answered_on and self.answered_on < self.month:
            errors["answered_on"] = _("The answer cannot be older than the month it is about.")
        if errors:
            raise ValidationError(errors)


class SubmissionAnswer(WorkflowMixin, DraftStateMixin, RevisionMixin, models.Model):
    """The answer to one submission; while it is live, the holder of the receipt can read it.

    Publish and withdraw it by `publish` and `unpublish` only: saving changes neither the
    submission's status nor the rollups.
    """

    submission = models.OneToOneField(
        "feedback.Submission",
        verbose_name=_("submission"),
        on_delete=models.CASCADE,
        related_name="answer",
        editable=False,
    )
    outcome = models.CharField(
        _("outcome"),
        max_length=20,
        choices=AnswerOutcome.choices,
        help_text=_("What came of it."),
    )
    text = models.TextField(
        _("answer"),
        max_length=2000,
        help_text=_(
            "In plain words, and in the language of the comment. Do not repeat the comment: "
            "somebody else may see the screen."
        ),
    )
    reason = models.TextField(
        _("because"),
        max_length=600,
        blank=True,
        help_text=_("Why. Needed when the outcome is “Not possible”."),
    )
    answered_on = models.DateField(
        _("answered on"), default=timezone.localdate, help_text=_("The day of the answer.")
    )

    # Declared by DraftStateMixin; typed here.
    first_published_at: datetime.datetime | None

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("answer to a submission")
        verbose_name_plural = _("answers to submissions")
        # The permissions on the submission apply, and publishing has a permission of its own.
        default_permissions = ()
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(outcome=AnswerOutcome.NOT_POSSIBLE) | ~models.Q(reason=""),
                name="submission_answer_not_possible_has_reason",
            )
        ]

    def __str__(self) -> str:
        # Shown in log entries, mails and headings, so without the comment and the answer.
        return str(self.submission)

    def publish(
        self,
        revision: Revision,
        user: Any = None,
        changed: bool = True,
        log_action: bool | str = True,
        previous_revision: Revision | None = None,
        skip_permission_checks: bool = False,
    ) -> None:
        """Publish `revision` by the action registered for this model in place of Wagtail's own.

        That is `feedback.handling.answers.PublishAnswerAction`; Wagtail calls this method from
        its views, workflows and `publish_scheduled`.
        """
        action = action_registry.get_action_class(type(self), "publish")(
            revision,
            user=user,
            changed=changed,
            log_action=log_action,
            previous_revision=previous_revision,
        )
        action.execute(skip_permission_checks=skip_permission_checks)

    def unpublish(
        self,
        set_expired: bool = False,
        commit: bool = True,
        user: Any = None,
        log_action: bool | str = True,
        skip_permission_checks: bool = False,
    ) -> None:
        """Withdraw the answer by `feedback.handling.answers.WithdrawAnswerAction`."""
        action = action_registry.get_action_class(type(self), "unpublish")(
            self, set_expired=set_expired, commit=commit, user=user, log_action=log_action
        )
        action.execute(skip_permission_checks=skip_permission_checks)

    @classmethod
    def get_default_workflow(cls) -> Workflow | None:
        """Return None: a workflow shared by all would show answers to other administrations."""
        return None

    def get_workflow(self) -> Workflow | None:
        """Return the review workflow of the administration's staff, if there is one."""
        return review_of(self.submission.service.administration)

    @property
    def administration_id(self) -> int:
        """The administration whose staff may edit it."""
        return self.submission.administration_id

    @property
    def answered_in(self) -> datetime.date:
        """The day on which it was first published; the wait is counted to its month."""
        zone = timezone.get_default_timezone()
        return timezone.localdate(self.first_published_at or timezone.now(), zone)

    def clean(self) -> None:
        """Require a reason for “not possible”."""
        super().clean()
        if self.outcome == AnswerOutcome.NOT_POSSIBLE and not self.reason.strip():
            raise ValidationError({"reason": _("Say why it is not possible.")})
