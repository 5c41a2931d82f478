"""The search source of services."""

from typing import Any

from django.db.models import QuerySet

from cms.search.registry import SearchScope, SearchSource, SearchText
from feedback.models import Service
from pages.models import Organisation


def service_text(service: Service) -> SearchText:
    """Return the indexed text of a service, without any feedback."""
    texts = (
        service.description,
        service.audience,
        service.access,
        service.administration.name,
    )
    return SearchText(service.name, "\n".join(filter(None, texts)), (service.locale.language_code,))


def visible_services(scope: SearchScope) -> QuerySet[Any]:
    """Return the public services in the language of `scope`."""
    return Service.objects.visible().filter(locale__language_code=scope.language)


SEARCH_SOURCES = (
    SearchSource(
        "service",
        Service,
        service_text,
        visible_services,
        boost=1.4,
        lasting=True,
        mentions={Organisation: lambda named: Service.objects.filter(administration=named)},
        description="`Service`: what residents rate.",
    ),
)
