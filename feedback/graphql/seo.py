"""The search engine metadata of services."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse

from cms.graphql.fields import Call, Loading
from feedback.graphql.structured_data import government_service
from feedback.models import Service
from pages.graphql.relations import ToOneSnippet
from pages.graphql.seo import SeoLoader
from pages.models import Organisation
from pages.syndication import structured_data


def form_address(service: Service) -> str:
    """Return the absolute URL of the HTML form of a service."""
    return settings.SITE_URL.rstrip("/") + reverse("feedback:form", kwargs={"slug": service.slug})


def _documents(parents: Sequence[Service], call: Call) -> Loading:
    administrations = yield from ToOneSnippet("administration_id", Organisation).load(parents, call)
    return [
        structured_data.as_script_text(
            structured_data.document(
                government_service(service, administration=body, address=form_address(service))
            )
        )
        for service, body in zip(parents, administrations, strict=True)
    ]


def _describe(service: Service) -> dict[str, Any]:
    return {
        "title": service.name,
        "description": service.description or None,
        "image_id": None,
    }


SERVICE_SEO = SeoLoader(_documents, _describe)
