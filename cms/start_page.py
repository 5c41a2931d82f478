"""The start page at `/`, with links for newcomers."""

from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from feedback.demo.answers import known_receipt
from feedback.intake.receipts import grouped
from feedback.models import Service

FORMS_SHOWN = 12


def feedback_forms() -> list[dict[str, str]]:
    """Return names and URLs of services open for feedback, in alphabetical order, at most 12."""
    services = (
        Service.objects.originals()
        .open_for_feedback(timezone.localdate())
        .order_by("name_key", "pk")
        .values_list("slug", "name")
    )
    try:
        return [
            {"name": name, "url": reverse("feedback:form", args=[slug])}
            for slug, name in services[:FORMS_SHOWN]
        ]
    except DatabaseError:
        # The page must also work before the tables exist.
        return []


def receipt_to_try() -> str | None:
    """Return the receipt of a demo answer in groups of digits, or None."""
    try:
        receipt = known_receipt()
    except DatabaseError:
        return None
    return grouped(receipt) if receipt else None


class StartPage(TemplateView):
    """The start page for developers and editors; residents use the front ends."""

    template_name = "cms/start_page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the feedback forms, a receipt, and whether GraphiQL and DEBUG are enabled."""
        return super().get_context_data(
            feedback_forms=feedback_forms(),
            receipt=receipt_to_try(),
            graphiql=settings.GRAPHIQL,
            development=settings.DEBUG,
            **kwargs,
        )
