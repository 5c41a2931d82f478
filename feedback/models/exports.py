"""Files of feedback that editors have exported: who asked, the progress, and the bytes.

The bytes are stored in the database, protected by the permissions of feedback: they have no URL of
their own and no file name, every web process can read them, and an erasure deletes them in the same
transaction as the submission.
"""

import datetime
import uuid
import zlib
from collections.abc import Iterator

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# How long a file can be downloaded, and how long an archive package is remembered.
KEPT = datetime.timedelta(days=1)
PACKAGE_REMEMBERED = datetime.timedelta(days=90)
# A worker updates `seen_at` more often than this.
SILENCE = datetime.timedelta(minutes=2)


class ExportFormat(models.TextChoices):
    """The format of the file."""

    XLSX = "xlsx", _("Excel (.xlsx)")
    CSV = "csv", _("CSV, for Excel in Swedish and other programs")
    ARCHIVE = "zip", _("Package for the archive (.zip)")


class ExportState(models.TextChoices):
    """The progress of an export."""

    WAITING = "waiting", _("Waits for its turn")
    RUNNING = "running", _("Is being made")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", pgettext_lazy("state of an export", "Cancelled")
    VOIDED = "voided", _("Withdrawn")
    EXPIRED = "expired", _("The file is deleted")


UNFINISHED = (ExportState.WAITING, ExportState.RUNNING)


class ExportFailure(models.TextChoices):
    """Why an export failed; a closed choice, so that it cannot quote a comment."""

    KILLED = "killed", _("It was interrupted several times before it was ready.")
    NOT_ALLOWED = "not_allowed", _("Whoever asked for it may no longer read the feedback.")
    TOO_MANY_ROWS = "too_many_rows", _("There are more rows than Excel takes. Choose CSV.")
    WAITING = "waiting", _("Feedback of the period waits for the daily batch. Try tomorrow.")
    UNEXPECTED = "unexpected", _("Something went wrong. Try again.")


class Export(models.Model):
    """A file of feedback, for the user who requested it only.

    Its times are those of the user's actions and unrelated to when residents sent something.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", editable=False
    )
    format = models.CharField(_("format"), max_length=4, choices=ExportFormat.choices)
    # Downloading needs permission to read the feedback on all of these.
    services = models.ManyToManyField("feedback.Service", related_name="+")
    # The language of headings and values.
    language = models.CharField(max_length=10)
    # The inbox's query string; emptied when the file is ready.
    query = models.TextField(blank=True)
    # The months of an archive package.
    first_month = models.DateField(null=True, blank=True)
    last_month = models.DateField(null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=ExportState.choices, default=ExportState.WAITING
    )
    failure = models.CharField(max_length=20, choices=ExportFailure.choices, blank=True)
    # The run id of the worker that writes it.
    run = models.UUIDField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        # The permissions on the feedback apply.
        default_permissions = ()
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        # Shown in log entries, so without the content.
        return f"{self.get_format_display()}"

    @property
    def is_unfinished(self) -> bool:
        """Whether it is waiting or running."""
        return self.state in UNFINISHED

    @property
    def is_package(self) -> bool:
        """Whether it is an archive package."""
        return self.format == ExportFormat.ARCHIVE

    def is_silent(self, now: datetime.datetime) -> bool:
        """Return whether an unfinished export has had no sign of a worker for `SILENCE`."""
        return self.is_unfinished and now - self.seen_at > SILENCE

    @property
    def deleted_at(self) -> datetime.datetime:
        """When the file is deleted."""
        return self.asked_at + KEPT

    def content(self) -> Iterator[bytes]:
        """Yield the file in pieces."""
        for data in self.parts.order_by("number").values_list("data", flat=True).iterator(4):
            yield zlib.decompress(data)


class ExportPart(models.Model):
    """A compressed piece of a file."""

    export = models.ForeignKey(Export, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("part of an export")
        verbose_name_plural = _("parts of exports")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["export", "number"], name="export_part_number")
        ]

    def __str__(self) -> str:
        return f"{self.number}"
