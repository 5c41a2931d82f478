"""The root fields `organisation`, `venue` and `topic`."""

from collections.abc import Sequence
from typing import Any

from django.db.models import CharField

from cms.graphql.fields import ApiField, Call
from cms.statements import Parameter
from pages.graphql.arguments import locale_argument, scope_of, site_argument, slug_argument
from pages.graphql.sources.instances import InstanceStatement
from pages.graphql.sources.snippets import read_in
from pages.graphql.types.common import type_of
from pages.models import Organisation, Topic, Venue

_SLUG = Parameter("slug", CharField())
_ORGANISATION = InstanceStatement(Organisation, lambda: Organisation.objects.filter(slug=_SLUG))


class _OrganisationBySlug:
    """Loads the organisation with a slug."""

    def load(self, parents: Sequence[Any], call: Call) -> Sequence[Organisation | None]:
        """Return the organisation; its relations are resolved in the requested language."""
        locale_id = call.context.locale_id(call.arguments.get("locale"), call.scope)
        if locale_id is None:
            locale_id = call.context.default_locale_id(call.scope)
        rows = _ORGANISATION.objects(slug=call.arguments["slug"])
        found = read_in(rows[0], locale_id) if rows else None
        return [found for _ in parents]


class _TranslatedBySlug:
    """Loads the venue or topic with a slug."""

    def __init__(self, model: type[Venue] | type[Topic]) -> None:
        manager: Any = model._default_manager
        named = manager.filter(slug=_SLUG).order_by().values("translation_key")
        self.statement = InstanceStatement(model, lambda: manager.filter(translation_key__in=named))

    def load(self, parents: Sequence[Any], call: Call) -> Sequence[Venue | Topic | None]:
        """Return it in the requested language, else in the default one; the slug may be of
        either.
        """
        default_id = call.context.default_locale_id(call.scope)
        locale_id = call.context.locale_id(call.arguments.get("locale"), call.scope)
        wanted, slug = default_id if locale_id is None else locale_id, call.arguments["slug"]
        rows = [
            row
            for row in self.statement.objects(slug=slug)
            if row.locale_id in {wanted, default_id}
        ]
        named = {row.translation_key for row in rows if row.slug == slug}
        # Prefer the requested language, and in it this very slug.
        found = min(
            (row for row in rows if row.translation_key in named),
            key=lambda row: (row.locale_id != wanted, row.slug != slug, row.pk),
            default=None,
        )
        return [found for _ in parents]


def _root(model: Any, loader: Any, description: str) -> ApiField:
    return ApiField(
        type_of(model),
        required=False,
        description=f"{description} Null if no object has the slug.",
        loader=loader,
        scope=scope_of,
        args={"slug": slug_argument(), "locale": locale_argument(), "site": site_argument()},
    )


class SnippetQuery:
    """The root fields `organisation`, `venue` and `topic`."""

    organisation = _root(Organisation, _OrganisationBySlug(), "One organisation.")
    venue = _root(Venue, _TranslatedBySlug(Venue), "One venue.")
    topic = _root(Topic, _TranslatedBySlug(Topic), "One topic.")
