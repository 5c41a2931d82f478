"""The lists of organisations, venues and topics."""

from collections.abc import Mapping
from typing import Any

import graphene
from django.db.models import IntegerField, QuerySet, Value

from cms.graphql.lists.cursors import Key
from pages.graphql.enums import enum_type
from pages.graphql.lists.declaring import BY_NAME, order_enum, snippet_list
from pages.graphql.lists.filtering import equal, one_of
from pages.models import Organisation, OrganisationKind, Topic, Venue

OrganisationKindType = enum_type(
    OrganisationKind,
    "The type of an organisation.",
    {
        "ADMINISTRATION": "A department of the municipality, such as social services.",
        "ASSOCIATION": "An association, such as a patients' organisation or a sports club.",
        "AUTHORITY": "A government or regional agency.",
        "UNIVERSITY": "A university or research institute.",
        "BUSINESS": "A company.",
        "OTHER": "Another kind of organisation.",
    },
)
NAME_ORDER = order_enum("NameOrder", "these", [BY_NAME])


def _organisations(arguments: Mapping[str, Any], scope: Any, context: Any) -> QuerySet:
    # Not translatable; relations are resolved in the requested language.
    locale_id = context.locale_id(arguments.get("locale"), scope)
    if locale_id is None:
        locale_id = context.default_locale_id(scope)
    return Organisation.objects.annotate(reading_locale_id=Value(locale_id, IntegerField()))


def _of_language(model: Any) -> Any:
    def rows(arguments: Mapping[str, Any], scope: Any, context: Any) -> QuerySet:
        locale_id = context.locale_id(arguments.get("locale"), scope)
        found: QuerySet = model._default_manager.filter(locale_id=locale_id)
        return found

    return rows


ORGANISATIONS = snippet_list(
    Organisation,
    "organisations",
    plural="organisations",
    rows=_organisations,
    order=NAME_ORDER.ending_with(Key("slug")),
    conditions={"kind": one_of(OrganisationKindType, "kind", "Types of organisations.")},
)
VENUES = snippet_list(
    Venue,
    "venues",
    plural="venues",
    rows=_of_language(Venue),
    order=NAME_ORDER,
    conditions={
        "step_free": equal(
            graphene.Boolean, "step_free", "True: only venues known to be step-free."
        )
    },
)
TOPICS = snippet_list(
    Topic, "topics", plural="topics", rows=_of_language(Topic), order=NAME_ORDER, conditions={}
)
