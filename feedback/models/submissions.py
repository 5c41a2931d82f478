"""What residents say about services.

Nothing stored here identifies the author or the time: no automatic dates, no sequential ids, and no
entry in Wagtail's reference index, which stores a timestamp (`wagtail_reference_index_ignore`).
"""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from feedback.enums import FeedbackLanguage, Rating, SubmissionStatus
from feedback.model_fields import month_name
from feedback.models.services import Service

# All descending, so that one index serves every position in the inbox.
INBOX_ORDER = ("-urgent", "-month", "-id")


class SubmissionFields(models.Model):
    """All that is stored of a submission."""

    # Random, so that it discloses neither order nor number.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(
        Service,
        verbose_name=_("service"),
        on_delete=models.PROTECT,
        related_name="%(class)ss",
    )
    rating = models.PositiveSmallIntegerField(_("rating"), choices=Rating.choices)
    aspect_ratings = models.JSONField(_("aspect ratings"), default=dict, blank=True)
    comment = models.TextField(_("comment"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=FeedbackLanguage.choices)
    month = models.DateField(_("month"))
    status = models.CharField(
        # The status of pages and services has another word in Swedish.
        pgettext_lazy("of a submission", "status"),
        max_length=20,
        choices=SubmissionStatus.choices,
        default=SubmissionStatus.NEW,
        help_text=_("How far you have come with it."),
    )
    flags = models.JSONField(_("found in the comment"), default=list, blank=True)
    urgent = models.BooleanField(_("urgent"), default=False)
    # Not unique (see docs/decisions on receipts): a shared receipt opens neither answer.
    receipt_hash = models.CharField(max_length=64, db_index=True, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True

    def __str__(self) -> str:
        # Shown in log entries and headings, so without the comment.
        return f"{self.service.name}, {month_name(self.month)}"

    @property
    def administration_id(self) -> int:
        """The administration whose staff may read it."""
        return self.service.administration_id


class IncomingSubmission(SubmissionFields):
    """A submission that waits for `feedback.intake.daily_batch`; editors cannot see it."""

    batches_waited = models.PositiveSmallIntegerField(default=0)
    # The resident asked for a comment with words of crisis to be read on its own.
    read_soon = models.BooleanField(default=False, db_default=False)

    class Meta:
        verbose_name = _("incoming submission")
        verbose_name_plural = _("incoming submissions")
        default_permissions = ()


class Submission(SubmissionFields):
    """A submission that editors read, rewritten in random order by the daily batch."""

    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("assigned to"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Who of the administration looks after it. Empty: nobody yet."),
    )

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = [*INBOX_ORDER]
        default_permissions = ("view", "change")
        permissions = [
            ("view_all_submissions", _("Can see feedback of every administration")),
            ("erase_submission", _("Can erase feedback for good")),
        ]
        indexes = [
            models.Index(fields=["service", "urgent", "month", "id"], name="submission_place"),
            models.Index(
                fields=["service", "status", "urgent", "month", "id"],
                name="submission_status_place",
            ),
            models.Index(fields=["urgent", "month", "id"], name="submission_order"),
            # Partial: few submissions are assigned.
            models.Index(
                fields=["service", "assigned_to", "urgent", "month", "id"],
                condition=models.Q(assigned_to__isnull=False),
                name="submission_assigned",
            ),
            models.Index(
                fields=["service", "month", "urgent", "id"], name="submission_month_place"
            ),
        ]


class UsedClientId(models.Model):
    """The keyed hash of a used `clientId`, so that a repeated submission is stored once.

    Stored apart from the submissions, so that the order of its rows discloses nothing about theirs;
    the hash leads neither to a receipt nor to a submission.
    """

    client_hash = models.CharField(max_length=64, primary_key=True)
    month = models.DateField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("used client id")
        verbose_name_plural = _("used client ids")
        default_permissions = ()

    def __str__(self) -> str:
        return self.client_hash[:8]


class ReleaseRun(models.Model):
    """The day of the last daily batch, so that each day has one however often the job runs."""

    day = models.DateField(primary_key=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("batch")
        verbose_name_plural = _("batches")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"
