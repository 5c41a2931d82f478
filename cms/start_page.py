"""The page at `/`: what is where, for somebody who has just started the project."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError
from django.urls import NoReverseMatch, reverse
from django.views.generic import TemplateView

FORMS_SHOWN = 12


def feedback_forms() -> list[dict[str, str]]:
    """Return name and address of services that residents can rate, in alphabetical order."""
    try:
        service = apps.get_model("feedback", "Service")
    except LookupError:
        return []
    forms = []
    try:
        for slug, name in (
            service._default_manager.filter(locale__language_code=settings.LANGUAGE_CODE)
            .order_by("name")
            .values_list("slug", "name")[:FORMS_SHOWN]
        ):
            forms.append({"name": name, "url": reverse("feedback:form", args=[slug])})
    except (DatabaseError, NoReverseMatch):
        # The page must help when something is not in place yet.
        return []
    return forms


class StartPage(TemplateView):
    """Headless: visitors meet the front ends, and only those who run or edit meet this page."""

    template_name = "cms/start_page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what is switched on here."""
        return super().get_context_data(
            feedback_forms=feedback_forms(),
            graphiql=settings.GRAPHIQL,
            development=settings.DEBUG,
            **kwargs,
        )
