"""The public version of a comment, as approved by an editor."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from feedback.enums import FeedbackLanguage


class Voice(models.Model):
    """The redacted version of a comment; public if `is_public`. The original is not changed.

    It holds everything that is shown, so that public pages never read submissions: no month, rating
    or aspects, which could identify the author. Its id, by which voices are ordered, is random.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.OneToOneField(
        "feedback.Submission", on_delete=models.CASCADE, related_name="voice"
    )
    service = models.ForeignKey("feedback.Service", on_delete=models.PROTECT, related_name="voices")
    language = models.CharField(_("language"), max_length=2, choices=FeedbackLanguage.choices)
    text = models.TextField(_("public version"), max_length=6000)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    is_public = models.BooleanField(_("public"), default=False)
    # A withdrawn version still counts towards the number of comments ever public.
    was_public = models.BooleanField(default=False, db_default=False, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("public version")
        verbose_name_plural = _("public versions")
        # The permissions on the submission apply.
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["service", "id"], condition=models.Q(is_public=True), name="voice_public"
            )
        ]

    def __str__(self) -> str:
        # Shown in headings, so without the text.
        return f"{self.service.name}"
