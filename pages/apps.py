"""Configuration of the `pages` app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    """The content app: groups, projects, events, articles, and the snippets that they refer to."""

    name = "pages"
    verbose_name = _("Pages")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register checks, signals, search sources, GraphQL types and what the cache needs."""
        from pages import checks, signals  # noqa: F401 (checks register themselves)

        signals.connect()

        from cms.search import registry
        from pages import caching
        from pages.search.sources import SEARCH_SOURCES

        caching.register()
        registry.register(*SEARCH_SOURCES)

        from pages.models import ContentPage
        from pages.previews.grants import FrontEndPreviews

        ContentPage.draft_previews = FrontEndPreviews()

        # Before wagtail-grapple's own ready(), which builds the types.
        from pages.graphql.type_registration import register_pages

        register_pages()
