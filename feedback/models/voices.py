"""What the public may read of a submission: a version that an editor has decided on."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from feedback.enums import FeedbackLanguage


class Voice(models.Model):
    """The redacted version of a comment; public or not. The original stays as it was sent.

    It holds all that is shown, so that no public answer is made from submissions; neither month
    nor rating nor aspects, which could tell who wrote. Its id is random, and so is its place.
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
    # Whoever has read it once has counted it: what is withdrawn counts as before.
    was_public = models.BooleanField(default=False, db_default=False, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("public version")
        verbose_name_plural = _("public versions")
        # Whoever may handle the submission decides what is public of it.
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["service", "id"], condition=models.Q(is_public=True), name="voice_public"
            )
        ]

    def __str__(self) -> str:
        # Goes into headings: never the text.
        return f"{self.service.name}"
