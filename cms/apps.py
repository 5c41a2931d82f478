"""The app that wires the project together."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    """Wires pages and feedback into one product; comes last in INSTALLED_APPS."""

    name = "cms"
    verbose_name = _("Operation")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the system checks, and cut the GraphQL types to what the contract declares."""
        from cms import checks  # noqa: F401
        from pages.graphql.registration import prune

        prune()
