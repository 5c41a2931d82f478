"""Configuration of the project's own app."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    """Connects pages and feedback; the last app in INSTALLED_APPS."""

    name = "cms"
    verbose_name = _("Operation")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register checks and private tables, and reduce the GraphQL types to the declared
        fields.
        """
        from cms import checks  # noqa: F401
        from cms.graphql.execution import gate
        from cms.observability import task_ids  # noqa: F401 (connects signals)
        from cms.response_cache.registry import register_private
        from pages.graphql.type_registration import prune

        register_private("cms.Heartbeat", "cms.Lease", "cms.PeriodicRun")
        connection_created.connect(gate.watch)
        prune()
