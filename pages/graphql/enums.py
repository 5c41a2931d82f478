"""The closed choices of the contract, made from those of the models."""

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
    """Return the GraphQL enum of `choices`; `values` describes each of them."""

    def describe(member: enum.Enum | None) -> str:
        return description if member is None else values[member.name]

    return graphene.Enum.from_enum(choices, description=describe)


GroupKindType = enum_type(
    GroupKind,
    "What sort of group it is.",
    {
        "NETWORK": "Meets to share what its members know.",
        "STEERING_GROUP": "Decides about the work, and follows it.",
        "DEVELOPMENT_GROUP": "Develops services together with those who use them.",
        "WORKING_GROUP": "Does one piece of work.",
    },
)
ProjectStatusType = enum_type(
    ProjectStatus,
    "How far a project has come.",
    {
        "PLANNED": "Has not begun yet.",
        "ONGOING": "Has begun, and goes on.",
        "COMPLETED": "Ended as it was meant to.",
        "DISCONTINUED": "Ended before its goal, for example without a budget.",
    },
)
ProjectRoleType = enum_type(
    ProjectRole,
    "What an organisation does in a project.",
    {
        "LEAD": "Answers for the project.",
        "PARTNER": "Takes part in the work.",
        "FUNDER": "Pays for it.",
        "RESEARCHER": "Studies it, or what comes of it.",
    },
)
DatePrecisionType = enum_type(
    DatePrecision,
    "How exactly a date is known; show no more of it than this.",
    {
        "DAY": "The whole date holds.",
        "MONTH": "Only year and month hold.",
        "YEAR": "Only the year holds.",
    },
)
EventKindType = enum_type(
    EventKind,
    "What sort of event it is.",
    {
        "MEETING": "People meet to talk, as most groups do.",
        "WORKSHOP": "Those who come work on something together.",
        "LECTURE": "Somebody speaks to an audience.",
        "SCREENING": "A film is shown.",
        "OUTING": "People go somewhere, or do something outdoors.",
        "CONFERENCE": "Several speakers, for a day or more.",
        "EXHIBITION": "Something is shown, for as long as it is open.",
        "TRAINING": "Those who come learn something, or exercise.",
        "FAIR": "Many show what they do, each at a stand.",
    },
)
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
EventDocumentKindType = enum_type(
    EventDocumentKind,
    "What a document of an event is.",
    {
        "PROGRAMME": "What happens when.",
        "MINUTES": "What was said and decided.",
        "PRESENTATION": "What a speaker showed.",
        "SUMMARY": "What came of it, in short.",
        "OTHER": "None of these: see its title.",
    },
)
ArticleKindType = enum_type(
    ArticleKind,
    "What sort of text or recording an article is.",
    {
        "NEWS": "Something has happened, or will.",
        "REPORT": "A longer text about what somebody saw and heard.",
        "INVITATION": "Asks the reader to come, or to take part.",
        "COLUMN": "What the writer thinks or has lived through.",
        "MINUTES": "Notes from a meeting.",
        "PODCAST": "Sound to listen to: see `mediaUrl` and `transcript`.",
        "FILM": "A film to watch: see `mediaUrl` and `transcript`.",
        "POEM": "Verse; keep its lines as they are.",
    },
)
OrganisationKindType = enum_type(
    OrganisationKind,
    "What sort of organisation it is.",
    {
        "ADMINISTRATION": "A part of the municipality, such as its social services.",
        "ASSOCIATION": "A society of members, such as a patients' or sports club.",
        "AUTHORITY": "An agency of the state or the region.",
        "UNIVERSITY": "A university, or an institute of research.",
        "BUSINESS": "A company.",
        "OTHER": "None of these.",
    },
)
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
RegistrationMethodType = enum_type(
    RegistrationMethod,
    "The way to sign up.",
    {
        "LINK": "At the address in `url`.",
        "MAIL": "By a mail to `email`.",
        "PHONE": "By a call to `phone`.",
    },
)
