"""The list of services."""

from collections.abc import Mapping
from typing import Any

import graphene
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from cms.graphql.lists.connections import Listing
from feedback.models import Service
from pages.graphql.lists.declarations import ListType, NameOrder, NameOrderType, name_orders
from pages.graphql.types.common import type_of


class ServiceFilter(graphene.InputObjectType):
    """Which services to list."""

    class Meta:
        description = "Which services to list; all conditions must hold."

    administration = graphene.InputField(
        graphene.String, description="Slug of the administration that offers them."
    )
    open = graphene.InputField(
        graphene.Boolean, description="Whether feedback can be sent today; leave out for both."
    )


def _rows(arguments: Mapping[str, Any], scope: Any, context: Any) -> QuerySet:
    """Return services strictly of a language; under a parent the default one stands in."""
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


SERVICES = Listing("services", _rows, name_orders(), NameOrder.NAME_ASC)
SERVICES_TYPE = ListType(type_of(Service), "Service", ServiceFilter, NameOrderType)
