"""The app that wires the project together."""

from django.apps import AppConfig


class CmsConfig(AppConfig):
    """Wires pages and feedback into one product; comes last in INSTALLED_APPS."""

    name = "cms"
    default_auto_field = "django.db.models.BigAutoField"
