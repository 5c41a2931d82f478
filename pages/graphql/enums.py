"""The closed choices of the contract, made from those of the models."""

import enum
from collections.abc import Mapping

import graphene
from django.db import models
from django.utils import translation

from pages.models import (
    ArticleKind,
    DatePrecision,
    EventDocumentKind,
    EventKind,
    EventStatus,
    GroupKind,
    OrganisationKind,
    ProjectRole,
    ProjectStatus,
    RegistrationMethod,
    RegistrationState,
)


def enum_type(
    choices: type[enum.Enum], description: str, values: Mapping[str, str] | None = None
) -> type[graphene.Enum]:
    """Return the GraphQL enum of `choices`; values without a text are described by their label."""

    def describe(member: enum.Enum | None) -> str:
        if member is None:
            return description
        if values and member.name in values:
            return values[member.name]
        assert isinstance(member, models.Choices)
        with translation.override(None):
            return f"{member.label}."

    return graphene.Enum.from_enum(choices, description=describe)


GroupKindType = enum_type(GroupKind, "What sort of group it is.")
ProjectStatusType = enum_type(
    ProjectStatus,
    "How far a project has come.",
    {"DISCONTINUED": "Ended before its goal, for example without a budget."},
)
ProjectRoleType = enum_type(ProjectRole, "What an organisation does in a project.")
DatePrecisionType = enum_type(
    DatePrecision,
    "How exactly a date is known; show no more of it than this.",
    {
        "DAY": "The whole date holds.",
        "MONTH": "Only year and month hold.",
        "YEAR": "Only the year holds.",
    },
)
EventKindType = enum_type(EventKind, "What sort of event it is.")
EventStatusType = enum_type(
    EventStatus,
    "Whether the event takes place.",
    {
        "PLANNED": "Not certain yet.",
        "CONFIRMED": "Takes place as said.",
        "MOVED": "Moved; `startsAt` is the new time, `previousStartsAt` the earlier one.",
        "POSTPONED": "Postponed; the new time is not known.",
        "CANCELLED": "Does not take place.",
    },
)
EventDocumentKindType = enum_type(EventDocumentKind, "What a document of an event is.")
ArticleKindType = enum_type(ArticleKind, "What sort of text or recording an article is.")
OrganisationKindType = enum_type(OrganisationKind, "What sort of organisation it is.")
RegistrationStateType = enum_type(
    RegistrationState,
    "Whether one can sign up now.",
    {
        "NONE": "Just come, or come by invitation: there is nothing to sign up for.",
        "OPEN": "Places are left.",
        "FULL": "Fully booked.",
        "WAITING_LIST": "Fully booked; one can stand in line.",
        "CLOSED": "No longer possible.",
    },
)
RegistrationMethodType = enum_type(RegistrationMethod, "The way to sign up.")
