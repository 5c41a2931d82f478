"""The roots of one organisation, one venue, one topic."""

from collections.abc import Sequence
from typing import Any

from cms.graphql.fields import ApiField, Call
from pages.graphql.arguments import locale_argument, scope_of, site_argument, slug_argument
from pages.graphql.lists.declarations import ORGANISATIONS
from pages.graphql.types.common import type_of
from pages.models import Organisation, Topic, Venue


class _OrganisationBySlug:
    """Loads the organisation that has a slug."""

    def load(self, parents: Sequence[Any], call: Call) -> Sequence[Organisation | None]:
        """Return it; what it leads to is read in the language asked for."""
        rows = ORGANISATIONS.rows(call.arguments, call.scope, call.context)
        found = rows.filter(slug=call.arguments["slug"]).first()
        return [found for _ in parents]


class _TranslatedBySlug:
    """Loads the venue or topic that has a slug."""

    def __init__(self, model: type[Venue] | type[Topic]) -> None:
        self.model = model

    def load(self, parents: Sequence[Any], call: Call) -> Sequence[Venue | Topic | None]:
        """Return it in the language asked for, else in the default one.

        The slug may be that of either.
        """
        default_id = call.context.default_locale_id(call.scope)
        locale_id = call.context.locale_id(call.arguments.get("locale"), call.scope)
        wanted, slug = default_id if locale_id is None else locale_id, call.arguments["slug"]
        manager: Any = self.model._default_manager
        named = manager.filter(slug=slug, locale_id__in={wanted, default_id})
        rows = manager.filter(
            translation_key__in=named.values("translation_key"), locale_id__in={wanted, default_id}
        )
        # One of the language with this very slug comes before one that is found by translation.
        found = min(
            rows,
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
