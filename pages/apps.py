"""The app that holds what editors publish."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    """Groups, projects, events, articles and what they refer to."""

    name = "pages"
    verbose_name = _("Pages")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the checks and what can be found, and connect the signals."""
        from pages import checks, signals  # noqa: F401 (checks register themselves)

        signals.connect()

        from cms.search import registry
        from pages.search_sources import SEARCH_SOURCES

        registry.register(*SEARCH_SOURCES)

        # Before wagtail-grapple's own ready(), which builds the types.
        from pages.graphql.registration import MODELS, register

        register(*MODELS)
