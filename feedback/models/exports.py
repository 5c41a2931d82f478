"""Files that editors have made of feedback: who asked for one, how far it is, and its bytes.

The bytes stand in the database, where only the rules of feedback reach them: they have no
address and no file name, every machine sees them, and an erasure removes them in the same
transaction as the submission itself.
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

# How long a file can be fetched, and how long it is known that an archive package was made.
KEPT = datetime.timedelta(days=1)
PACKAGE_REMEMBERED = datetime.timedelta(days=90)
# A worker writes at least this often that it is at it.
SILENCE = datetime.timedelta(minutes=2)


class ExportFormat(models.TextChoices):
    """What kind of file."""

    XLSX = "xlsx", _("Excel (.xlsx)")
    CSV = "csv", _("CSV, for Excel in Swedish and other programs")
    ARCHIVE = "zip", _("Package for the archive (.zip)")


class ExportState(models.TextChoices):
    """How far it is."""

    WAITING = "waiting", _("Waits for its turn")
    RUNNING = "running", _("Is being made")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", pgettext_lazy("state of an export", "Cancelled")
    VOIDED = "voided", _("Withdrawn")
    EXPIRED = "expired", _("The file is deleted")


UNFINISHED = (ExportState.WAITING, ExportState.RUNNING)


class ExportFailure(models.TextChoices):
    """Why it failed; a choice, so that nothing of a comment gets into it."""

    KILLED = "killed", _("It was interrupted several times before it was ready.")
    NOT_ALLOWED = "not_allowed", _("Whoever asked for it may no longer read the feedback.")
    TOO_MANY_ROWS = "too_many_rows", _("There are more rows than Excel takes. Choose CSV.")
    WAITING = "waiting", _("Feedback of the period waits for the daily batch. Try tomorrow.")
    UNEXPECTED = "unexpected", _("Something went wrong. Try again.")


class Export(models.Model):
    """A file of feedback that somebody of the staff asked for; nobody else gets it.

    Its times are those of the staff, and tell nothing about when residents sent something.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", editable=False
    )
    format = models.CharField(_("format"), max_length=4, choices=ExportFormat.choices)
    # What it may hold feedback on; who may read that of all of them may fetch it.
    services = models.ManyToManyField("feedback.Service", related_name="+")
    # Of the headings, and of what stands for a value.
    language = models.CharField(max_length=10)
    # The filters and words of the inbox, as its address has them; emptied when it is made.
    query = models.TextField(blank=True)
    # Of a package: the months it is about.
    first_month = models.DateField(null=True, blank=True)
    last_month = models.DateField(null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=ExportState.choices, default=ExportState.WAITING
    )
    failure = models.CharField(max_length=20, choices=ExportFailure.choices, blank=True)
    # Whoever makes it holds this number; with another one, somebody else does.
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
        # Whoever may read the feedback may export it.
        default_permissions = ()
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        # Goes into log entries: never what is in it.
        return f"{self.get_format_display()}"

    @property
    def is_unfinished(self) -> bool:
        """Whether it is still to be ready."""
        return self.state in UNFINISHED

    @property
    def is_package(self) -> bool:
        """Whether it is for the archive."""
        return self.format == ExportFormat.ARCHIVE

    def is_silent(self, now: datetime.datetime) -> bool:
        """Tell whether whoever should make it has not been heard of for a while."""
        return self.is_unfinished and now - self.seen_at > SILENCE

    @property
    def deleted_at(self) -> datetime.datetime:
        """When the file goes."""
        return self.asked_at + KEPT

    def content(self) -> Iterator[bytes]:
        """Yield the file, a piece at a time."""
        for data in self.parts.order_by("number").values_list("data", flat=True).iterator(4):
            yield zlib.decompress(data)


class ExportPart(models.Model):
    """A piece of a file, compressed."""

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
