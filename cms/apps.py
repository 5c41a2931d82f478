"""The app that wires the project together."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    """Wires pages and feedback into one product; comes last in INSTALLED_APPS."""

    name = "cms"
    verbose_name = _("Operation")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the checks, watch for changes, cut the GraphQL types to what is declared."""
        from cms import checks  # noqa: F401
        from cms.response_cache import invalidation as changes
        from pages.graphql.registration import prune

        connection_created.connect(changes.watch)
        post_migrate.connect(changes.start_anew, sender=self)
        prune()
