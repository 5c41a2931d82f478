"""GraphQL types of organisations, venues and topics."""

from collections.abc import Sequence
from typing import Any

import graphene

from cms.graphql.fields import ApiField, Call
from pages.graphql.declare import declare
from pages.graphql.documents.media import image_field
from pages.graphql.lists.articles import ARTICLES
from pages.graphql.lists.events import EVENTS, SERIES
from pages.graphql.lists.groups import GROUPS
from pages.graphql.lists.projects import PROJECTS
from pages.graphql.lists.registers import OrganisationKindType
from pages.graphql.seo import ORGANISATION_SEO, seo_field
from pages.graphql.types.common import feed_field, optional_text, text
from pages.models import Organisation, Topic, Venue


class _SnippetIdLoader:
    """Builds the ids of translatable snippets from translation key and language."""

    def load(self, parents: Sequence[Any], call: Call) -> Sequence[str]:
        """Return each snippet's id."""
        return [
            f"{parent.translation_key}.{call.context.language(parent.locale_id)}"
            for parent in parents
        ]


def translated_id_field() -> ApiField:
    """Return the `id` field of a translatable snippet."""
    return ApiField(
        graphene.ID,
        description="Permanent id; each translation has its own.",
        loader=_SnippetIdLoader(),
    )


def locale_field() -> ApiField:
    """Return the `locale` field of a translatable snippet."""
    return ApiField(
        graphene.String,
        description=(
            "Language code; differs from the requested one where a translation is missing."
        ),
        loader=_SnippetIdLoader(),
        pick=lambda id_: id_.rpartition(".")[2],
    )


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _by_id(organisation: Organisation) -> int:
    return organisation.pk


declare(
    Organisation,
    "A city administration, an association or another body that takes part in the work.",
    id=ApiField(
        graphene.ID,
        description="Permanent id.",
        source=lambda organisation, _: f"organisation.{organisation.slug}",
    ),
    name=text("Name; the same in all languages."),
    slug=text("Identifier for filters."),
    kind=ApiField(OrganisationKindType, description="The type of organisation."),
    website=optional_text("website", "URL of the organisation's website."),
    logo=image_field("logo_id", "Logo; use the preset `LOGO`."),
    seo=seo_field(ORGANISATION_SEO),
    groups=GROUPS.under("Groups that the organisation runs.", path="organisers__id", key=_by_id),
    projects=PROJECTS.under(
        "Projects that the organisation takes part in.",
        path="participants__organisation_id",
        key=_by_id,
    ),
    events=EVENTS.under(
        "Events that the organisation arranges.", path="organisers__id", key=_by_id
    ),
    invited_to=EVENTS.under(
        "Events that the organisation is invited to.", path="invited__id", key=_by_id
    ),
    series=SERIES.under(
        "Event series that the organisation arranges.", path="organisers__id", key=_by_id
    ),
)
declare(
    Venue,
    "A venue, with its address and accessibility.",
    id=translated_id_field(),
    locale=locale_field(),
    name=text("Name of the venue."),
    slug=text("Identifier for filters."),
    address=text("Street and number."),
    postal_code=optional_text("postal_code", "Postal code, five digits such as `252 25`."),
    city=optional_text("city", "Postal town."),
    way_in=optional_text("way_in", "How to enter: door, floor, intercom."),
    step_free=ApiField(
        graphene.Boolean,
        required=False,
        description="Whether it can be reached without steps; null if not known.",
    ),
    hearing_loop=ApiField(
        graphene.Boolean,
        required=False,
        description=("Whether it has a hearing loop; null if not known."),
    ),
    accessibility=optional_text("accessibility", "Other accessibility information."),
    latitude=ApiField(
        graphene.Float,
        required=False,
        description="Latitude in degrees (WGS 84).",
        source=lambda venue, _: _number(venue.latitude),
    ),
    events=EVENTS.under("Events at the venue.", path="venue__translation_key"),
    longitude=ApiField(
        graphene.Float,
        required=False,
        description="Longitude in degrees (WGS 84).",
        source=lambda venue, _: _number(venue.longitude),
    ),
)
declare(
    Topic,
    "A subject that pages are tagged with.",
    id=translated_id_field(),
    locale=locale_field(),
    name=text("Name of the topic."),
    slug=text("Identifier for filters."),
    description=optional_text("description", "What the topic covers."),
    feed_url=feed_field(),
    groups=GROUPS.under("Groups with this topic.", path="topics__translation_key"),
    projects=PROJECTS.under("Projects with this topic.", path="topics__translation_key"),
    events=EVENTS.under("Events with this topic.", path="topics__translation_key"),
    articles=ARTICLES.under("Articles with this topic.", path="topics__translation_key"),
)
