"""The app that keeps the search index."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Indexes what the sources of `catalogue` name, whenever it is saved."""

    name = "cms.search"
    label = "search"
    verbose_name = _("Search")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Keep the index in step with the content, and fill it when it is new."""
        from cms.search import signals

        signals.connect()
        post_migrate.connect(signals.fill_new_index, sender=self)
