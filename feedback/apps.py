"""The app config of feedback."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


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

    def ready(self) -> None:
        """Register search sources and GraphQL types before grapple builds its types."""
        from cms.search import registry
        from feedback import checks  # noqa: F401
        from feedback.graphql import types  # noqa: F401 (declares fields)
        from feedback.models import Service, ServiceAnswer
        from feedback.search_sources import SEARCH_SOURCES
        from pages.graphql.registration import register

        register(Service, ServiceAnswer)
        registry.register(*SEARCH_SOURCES)
