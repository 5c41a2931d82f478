"""Internal notes of an administration about a submission; no resident sees them."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SubmissionNote(models.Model):
    """A note with its author and day. It is never changed, and deleted only with its submission."""

    submission = models.ForeignKey(
        "feedback.Submission", on_delete=models.CASCADE, related_name="notes"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("author"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    written_on = models.DateField(_("day"), default=timezone.localdate)
    text = models.TextField(
        _("note"),
        max_length=2000,
        help_text=_("For colleagues in the administration. Residents never see it."),
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("internal note")
        verbose_name_plural = _("internal notes")
        # The permissions on the submission apply.
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        # Shown in headings, so without the note.
        return f"{self.written_on:%Y-%m-%d}"
