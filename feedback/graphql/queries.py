"""The root fields for services."""

from collections.abc import Sequence
from typing import Any

from django.db.models import CharField, QuerySet

from cms.graphql.fields import ApiField, Call
from cms.statements import Parameter
from feedback.graphql.lists import SERVICES
from feedback.models import Service
from pages.graphql.arguments import locale_argument, scope_of, site_argument, slug_argument
from pages.graphql.sources.instances import InstanceStatement
from pages.graphql.types.common import type_of


def _with_slug() -> QuerySet:
    named = Service.objects.visible().filter(slug=Parameter("slug", CharField()))
    return Service.objects.visible().filter(translation_key__in=named.values("translation_key"))


_WITH_SLUG = InstanceStatement(Service, _with_slug)


class _ServiceBySlug:
    """Loads the service with a slug."""

    def load(self, parents: Sequence[Any], call: Call) -> Sequence[Service | None]:
        """Return it in the requested language, else in the default one, else in any."""
        context, site = call.context, call.scope
        slug = call.arguments["slug"]
        default_id = context.default_locale_id(site)
        wanted = context.locale_id(call.arguments.get("locale"), site) or default_id
        service = min(
            _WITH_SLUG.objects(slug=slug),
            key=lambda row: (
                row.locale_id != wanted,
                row.locale_id != default_id,
                row.slug != slug,
            ),
            default=None,
        )
        return [service for _ in parents]


class FeedbackQuery:
    """The query fields of feedback."""

    services = SERVICES.root("Services that residents can rate.")
    service = ApiField(
        type_of(Service),
        required=False,
        description="A service by its slug; null if there is none.",
        loader=_ServiceBySlug(),
        scope=scope_of,
        args={"slug": slug_argument(), "locale": locale_argument(), "site": site_argument()},
    )
