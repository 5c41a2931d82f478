"""The page at `/`: what is where, for somebody who has just started the project."""

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
    """Return name and address of services that residents can rate, in alphabetical order."""
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
        # The page must help when the tables are not in place yet.
        return []


def receipt_to_try() -> str | None:
    """Return a number that opens an answer of the demo, as a resident has it; None elsewhere."""
    try:
        receipt = known_receipt()
    except DatabaseError:
        return None
    return grouped(receipt) if receipt else None


class StartPage(TemplateView):
    """Headless: visitors meet the front ends, and only those who run or edit meet this page."""

    template_name = "cms/start_page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what is switched on here."""
        return super().get_context_data(
            feedback_forms=feedback_forms(),
            receipt=receipt_to_try(),
            graphiql=settings.GRAPHIQL,
            development=settings.DEBUG,
            **kwargs,
        )
