"""The roots of one organisation, one venue, one topic."""

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
    """Loads the organisation that has a slug."""

    def load(self, parents: Sequence[Any], call: Call) -> Sequence[Organisation | None]:
        """Return it; what it leads to is read in the language asked for."""
        locale_id = call.context.locale_id(call.arguments.get("locale"), call.scope)
        if locale_id is None:
            locale_id = call.context.default_locale_id(call.scope)
        rows = _ORGANISATION.objects(slug=call.arguments["slug"])
        found = read_in(rows[0], locale_id) if rows else None
        return [found for _ in parents]


class _TranslatedBySlug:
    """Loads the venue or topic that has a slug."""

    def __init__(self, model: type[Venue] | type[Topic]) -> None:
        manager: Any = model._default_manager
        named = manager.filter(slug=_SLUG).order_by().values("translation_key")
        self.statement = InstanceStatement(model, lambda: manager.filter(translation_key__in=named))

    def load(self, parents: Sequence[Any], call: Call) -> Sequence[Venue | Topic | None]:
        """Return it in the language asked for, else in the default one.

        The slug may be that of either.
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
        # One of the language with this very slug comes before one that is found by translation.
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
        description=f"{description} Null if there is none with the slug.",
        loader=loader,
        scope=scope_of,
        args={"slug": slug_argument(), "locale": locale_argument(), "site": site_argument()},
    )


class SnippetQuery:
    """Roots of what pages name."""

    organisation = _root(Organisation, _OrganisationBySlug(), "One organisation.")
    venue = _root(Venue, _TranslatedBySlug(Venue), "One venue.")
    topic = _root(Topic, _TranslatedBySlug(Topic), "One topic.")
