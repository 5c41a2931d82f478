"""The list of services."""

from collections.abc import Mapping
from typing import Any

import graphene
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from cms.graphql.lists.connections import Listing
from feedback.models import Service
from pages.graphql.lists.declaring import ContentList
from pages.graphql.lists.registers import NAME_ORDER
from pages.graphql.types.common import type_of


class ServiceFilter(graphene.InputObjectType):
    """Which services to list; all conditions must hold."""

    administration = graphene.InputField(graphene.String, description="Slug of the administration.")
    open = graphene.InputField(
        graphene.Boolean,
        description="Whether the service is open for feedback today; omit for both.",
    )


def _rows(arguments: Mapping[str, Any], scope: Any, context: Any) -> QuerySet:
    """Return the services in one language; under a parent, the default language is a fallback."""
    rows = Service.objects.visible()
    if "partition" in arguments:
        wanted, default_id = arguments["partition"], context.default_locale_id(scope)
        translated = Service.objects.visible().filter(
            translation_key=OuterRef("translation_key"), locale_id=wanted
        )
        stands_in = Q(locale_id=default_id) & ~Exists(translated)
        rows = rows.filter(Q(locale_id=wanted) | stands_in)
    else:
        rows = rows.filter(locale_id=context.locale_id(arguments.get("locale"), scope))
    given = arguments.get("filter") or {}
    if given.get("administration") is not None:
        rows = rows.filter(administration__slug=given["administration"])
    if given.get("open") is not None:
        open_now = Service.objects.open_for_feedback(timezone.localdate(context.now))
        chosen = Q(pk__in=open_now.values("pk"))
        rows = rows.filter(chosen if given["open"] else ~chosen)
    return rows


SERVICES = ContentList(
    Listing("services", NAME_ORDER.keys, next(iter(NAME_ORDER.members)), _rows),
    type_of(Service),
    "Service",
    NAME_ORDER.graphql,
    ServiceFilter,
)
