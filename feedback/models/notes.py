"""What editors of an administration tell each other about a submission; no resident sees it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SubmissionNote(models.Model):
    """A note with its author and day; it is neither changed nor deleted, but goes on erasure."""

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
        # Whoever may handle the submission may add a note to it.
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        # Goes into headings: never the note.
        return f"{self.written_on:%Y-%m-%d}"
