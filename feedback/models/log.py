"""The log of what editors do with feedback, visible to their own administration only."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models.audit_log import BaseLogEntry, LogEntryQuerySet, ModelLogEntryManager

from feedback.forms import ALL_SUBMISSIONS


class FeedbackLogEntryManager(ModelLogEntryManager):
    """Stores the administration with each entry."""

    def viewable_by_user(self, user: Any) -> LogEntryQuerySet:
        """Return the entries of the user's administrations.

        Wagtail's own log would show the entries of all administrations.
        """
        entries = self.get_queryset()
        if not user.has_perm("feedback.view_submission"):
            return entries.none()
        if user.has_perm(ALL_SUBMISSIONS):
            return entries.all()
        groups = get_user_model()._default_manager.filter(pk=user.pk).values("groups")
        return entries.filter(administration__staff__in=groups)

    def log_action(self, instance: Any, action: str, **kwargs: Any) -> "FeedbackLogEntry":
        """Add an entry; `administration_id` is a keyword or an attribute of `instance`."""
        if "administration_id" not in kwargs:
            kwargs["administration_id"] = instance.administration_id
        return super().log_action(instance, action, **kwargs)


class FeedbackLogEntry(BaseLogEntry):
    """What a user did with a submission or an answer, and when; never its text."""

    object_id = models.CharField(max_length=255, db_index=True)
    administration = models.ForeignKey(
        "pages.Organisation", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = FeedbackLogEntryManager()

    class Meta(BaseLogEntry.Meta):
        verbose_name = _("entry in the log of feedback")
        verbose_name_plural = _("entries in the log of feedback")
        default_permissions = ()
        ordering = ["-timestamp", "-id"]
