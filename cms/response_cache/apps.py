"""The app that stores the content version and watches for changes."""

from django.apps import AppConfig
from django.core import checks
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class ResponseCacheConfig(AppConfig):
    """Watches every database connection for statements that change public content."""

    name = "cms.response_cache"
    label = "response_cache"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the signals and register the check of private labels."""
        from cms.response_cache import invalidation

        connection_created.connect(invalidation.watch)
        post_migrate.connect(invalidation.reset_version, sender=self)
        checks.register(invalidation.check_private_labels)
