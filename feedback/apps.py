"""The app config of feedback."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# Models and apps that no public answer shows. Above all what residents send: a content version
# that changed with it would show when somebody has written.
PRIVATE = (
    "captcha",
    "feedback.ArchiveDelivery",
    "feedback.Export",
    "feedback.ExportPart",
    "feedback.FeedbackLogEntry",
    "feedback.InboxMail",
    "feedback.IncomingSubmission",
    "feedback.MonthlyRollup",
    "feedback.ReleaseRun",
    "feedback.RetentionRule",
    "feedback.ReplyTemplate",
    "feedback.Submission",
    "feedback.SubmissionAnswer",
    "feedback.SubmissionNote",
    "feedback.UsedClientId",
)


class FeedbackConfig(AppConfig):
    """Services, and residents' anonymous ratings of them."""

    name = "feedback"
    verbose_name = _("Feedback")
    default_auto_field = "django.db.models.BigAutoField"

    @property
    def role_permissions(self) -> dict[str, list[str]]:
        """The permissions that `pages.roles` gives to each role of the admin."""
        from feedback.permissions import ROLE_PERMISSIONS

        return ROLE_PERMISSIONS

    @property
    def withdrawn_permissions(self) -> dict[str, list[str]]:
        """The permissions that `pages.roles` takes from each role of the admin."""
        from feedback.permissions import WITHDRAWN_PERMISSIONS

        return WITHDRAWN_PERMISSIONS

    def ready(self) -> None:
        """Register search sources, private tables and, before grapple builds them, API types."""
        from cms.response_cache.registry import register_private
        from cms.search import registry
        from feedback import checks  # noqa: F401
        from feedback.graphql import types  # noqa: F401 (declares fields)
        from feedback.models import Service, ServiceAnswer
        from feedback.search_sources import SEARCH_SOURCES
        from pages.graphql.type_registration import register

        register(Service, ServiceAnswer)
        registry.register(*SEARCH_SOURCES)
        register_private(*PRIVATE)
