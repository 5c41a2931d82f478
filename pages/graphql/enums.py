"""GraphQL enums, derived from the models' choices."""

import enum
from collections.abc import Mapping

import graphene

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
    choices: type[enum.Enum], description: str, values: Mapping[str, str]
) -> type[graphene.Enum]:
    """Return a GraphQL enum for `choices`; `values` maps member names to descriptions."""

    def describe(member: enum.Enum | None) -> str:
        return description if member is None else values[member.name]

    return graphene.Enum.from_enum(choices, description=describe)


GroupKindType = enum_type(
    GroupKind,
    "The type of a group.",
    {
        "NETWORK": "Members share knowledge.",
        "STEERING_GROUP": "Directs and monitors the work.",
        "DEVELOPMENT_GROUP": "Develops services together with the people who use them.",
        "WORKING_GROUP": "Has one specific task.",
    },
)
ProjectStatusType = enum_type(
    ProjectStatus,
    "The stage of a project.",
    {
        "PLANNED": "Not started.",
        "ONGOING": "In progress.",
        "COMPLETED": "Completed as planned.",
        "DISCONTINUED": "Ended early, for example for lack of funding.",
    },
)
ProjectRoleType = enum_type(
    ProjectRole,
    "The role of an organisation in a project.",
    {
        "LEAD": "Leads the project.",
        "PARTNER": "Takes part in the work.",
        "FUNDER": "Funds the project.",
        "RESEARCHER": "Studies the project or its results.",
    },
)
DatePrecisionType = enum_type(
    DatePrecision,
    "The precision of a date; show only this much of it.",
    {
        "DAY": "Exact to the day.",
        "MONTH": "Only year and month are known.",
        "YEAR": "Only the year is known.",
    },
)
EventKindType = enum_type(
    EventKind,
    "The type of an event.",
    {
        "MEETING": "A meeting, for instance of a group.",
        "WORKSHOP": "Participants work on something together.",
        "LECTURE": "A talk to an audience.",
        "SCREENING": "A film screening.",
        "OUTING": "An excursion or outdoor activity.",
        "CONFERENCE": "Several speakers, for one or more days.",
        "EXHIBITION": "An exhibition, open for a period.",
        "TRAINING": "A course or exercise session.",
        "FAIR": "A fair with stands.",
    },
)
EventStatusType = enum_type(
    EventStatus,
    "Whether the event takes place.",
    {
        "PLANNED": "Not confirmed yet.",
        "CONFIRMED": "Takes place as announced.",
        "MOVED": "Moved; `startsAt` is the new start, `previousStartsAt` the old one.",
        "POSTPONED": "Postponed; the new date is not known.",
        "CANCELLED": "Does not take place.",
    },
)
EventDocumentKindType = enum_type(
    EventDocumentKind,
    "The type of an event document.",
    {
        "PROGRAMME": "Programme of the event.",
        "MINUTES": "Minutes of the meeting.",
        "PRESENTATION": "A speaker's presentation.",
        "SUMMARY": "Summary of the results.",
        "OTHER": "Other; see its title.",
    },
)
ArticleKindType = enum_type(
    ArticleKind,
    "The type of an article.",
    {
        "NEWS": "A news item.",
        "REPORT": "Report: a longer text about what the author saw and heard.",
        "INVITATION": "Invitation to an event or to take part.",
        "COLUMN": "Column: the author's own views or experience.",
        "MINUTES": "Minutes of a meeting.",
        "PODCAST": "Podcast; see `mediaUrl` and `transcript`.",
        "FILM": "Film; see `mediaUrl` and `transcript`.",
        "POEM": "Poem; keep its line breaks.",
    },
)
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
RegistrationStateType = enum_type(
    RegistrationState,
    "Whether registration is open.",
    {
        "NONE": "No registration.",
        "OPEN": "Open; places are left.",
        "FULL": "Fully booked.",
        "WAITING_LIST": "Fully booked, with a waiting list.",
        "CLOSED": "Registration has ended.",
    },
)
RegistrationMethodType = enum_type(
    RegistrationMethod,
    "How to register.",
    {
        "LINK": "Through the form at `url`.",
        "MAIL": "By e-mail to `email`.",
        "PHONE": "By phone to `phone`.",
    },
)
