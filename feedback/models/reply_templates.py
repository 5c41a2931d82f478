"""Texts from which editors begin an answer."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from feedback.enums import AnswerOutcome, FeedbackLanguage


class ReplyTemplate(models.Model):
    """The beginning of an answer, in Swedish and English."""

    administration = models.ForeignKey(
        "pages.Organisation",
        verbose_name=_("administration"),
        on_delete=models.CASCADE,
        related_name="reply_templates",
        limit_choices_to={"kind": "administration"},
        help_text=_("Whose staff may use it."),
    )
    name = models.CharField(
        _("name"), max_length=80, help_text=_("What you look for when you choose it.")
    )
    outcome = models.CharField(
        _("outcome"),
        max_length=20,
        choices=AnswerOutcome.choices,
        blank=True,
        help_text=_("Fills in the outcome where none is chosen. Empty: leaves it."),
    )
    text_sv = models.TextField(
        _("in Swedish"),
        max_length=2000,
        help_text=_("Begin with thanks, and leave room for what is about this comment alone."),
    )
    text_en = models.TextField(
        _("in English"),
        max_length=2000,
        blank=True,
        help_text=_("For comments in English. Empty: the Swedish text, to be translated."),
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("reply template")
        verbose_name_plural = _("reply templates")
        # The permissions on submissions apply.
        default_permissions = ()
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def text_in(self, language: str) -> str:
        """Return the text for a comment in `language`; Swedish if there is no English one."""
        is_english = language == FeedbackLanguage.ENGLISH
        return self.text_en if is_english and self.text_en else self.text_sv
