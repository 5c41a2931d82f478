"""Organisations, venues and topics."""

from collections.abc import Sequence
from typing import Any

import graphene

from cms.graphql.fields import ApiField, Call
from pages.graphql.declare import declare
from pages.graphql.documents.media import image_field
from pages.graphql.enums import OrganisationKindType
from pages.graphql.lists.declarations import (
    ARTICLES,
    EVENTS,
    GROUPS,
    PROJECTS,
    SERIES,
    related_list,
)
from pages.graphql.seo import ORGANISATION_SEO, seo_field
from pages.graphql.types.common import feed_field, optional_text, text
from pages.models import Organisation, Topic, Venue


class _SnippetIdLoader:
    """Makes ids that stay the same; only the languages are asked of the database."""

    def load(self, parents: Sequence[Any], call: Call) -> Sequence[str]:
        """Return each snippet's id."""
        return [
            f"{parent.translation_key}.{call.context.language(parent.locale_id)}"
            for parent in parents
        ]


def translated_id_field() -> ApiField:
    """Return the id of a snippet with translations."""
    return ApiField(
        graphene.ID,
        description="Stays the same for its life; differs between languages.",
        loader=_SnippetIdLoader(),
    )


def locale_field() -> ApiField:
    """Return the language of a snippet with translations."""
    return ApiField(
        graphene.String,
        description="Language code. Tells when it stands in for a missing translation.",
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
        description="Stays the same for its life.",
        source=lambda organisation, _: f"organisation.{organisation.slug}",
    ),
    name=text("What it is called; the same in all languages."),
    slug=text("Short name for filters."),
    kind=ApiField(OrganisationKindType, description="What sort of organisation it is."),
    website=optional_text("website", "Address of its own site."),
    logo=image_field("logo_id", "Its logo; the preset `LOGO` is made for it."),
    seo=seo_field(ORGANISATION_SEO),
    groups=related_list(GROUPS, "Groups that it invites to.", path="organisers__id", key=_by_id),
    projects=related_list(
        PROJECTS,
        "Projects that it takes part in.",
        path="participants__organisation_id",
        key=_by_id,
    ),
    events=related_list(EVENTS, "Events that it holds.", path="organisers__id", key=_by_id),
    invited_to=related_list(
        EVENTS, "Events that it comes to as a guest.", path="invited__id", key=_by_id
    ),
    series=related_list(
        SERIES, "Programmes of events that it is behind.", path="organisers__id", key=_by_id
    ),
)
declare(
    Venue,
    "A place where events are held, and how to get in.",
    id=translated_id_field(),
    locale=locale_field(),
    name=text("What the place is called."),
    slug=text("Short name for addresses."),
    address=text("Street and number."),
    postal_code=optional_text("postal_code", "Five digits, such as `252 25`."),
    city=optional_text("city", "Postal town."),
    way_in=optional_text("way_in", "Which door, which floor, how to be let in."),
    step_free=ApiField(
        graphene.Boolean,
        required=False,
        description="Can be reached without a step; null if not known.",
    ),
    hearing_loop=ApiField(
        graphene.Boolean, required=False, description="Has a hearing loop; null if not known."
    ),
    accessibility=optional_text("accessibility", "What a visitor may need to know."),
    latitude=ApiField(
        graphene.Float,
        required=False,
        description="Degrees north (WGS 84).",
        source=lambda venue, _: _number(venue.latitude),
    ),
    events=related_list(EVENTS, "Events that are held there.", path="venue__translation_key"),
    longitude=ApiField(
        graphene.Float,
        required=False,
        description="Degrees east (WGS 84).",
        source=lambda venue, _: _number(venue.longitude),
    ),
)
declare(
    Topic,
    "A subject that pages are about.",
    id=translated_id_field(),
    locale=locale_field(),
    name=text("What it is called, in a word or a few."),
    slug=text("Short name for filters."),
    description=optional_text("description", "What belongs to it."),
    feed_url=feed_field(),
    groups=related_list(GROUPS, "Groups that are about it.", path="topics__translation_key"),
    projects=related_list(PROJECTS, "Projects that are about it.", path="topics__translation_key"),
    events=related_list(EVENTS, "Events that are about it.", path="topics__translation_key"),
    articles=related_list(ARTICLES, "Articles about it.", path="topics__translation_key"),
)
