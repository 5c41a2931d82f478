"""Configuration of the search app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Indexes the objects of all registered sources when they are saved."""

    name = "cms.search"
    label = "search"
    verbose_name = _("Search")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the signal handlers, and fill the index after its migration."""
        from cms.search import signals

        signals.connect()
        post_migrate.connect(signals.fill_new_index, sender=self)
