"""GraphQL types of projects and their parts."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import graphene

from cms.graphql.fields import ApiField
from cms.graphql.scalars import Date
from pages.graphql.declare import declare
from pages.graphql.documents.blocks import ProjectBody, body_field
from pages.graphql.documents.media import document_field
from pages.graphql.enums import enum_type
from pages.graphql.lists.articles import ARTICLES
from pages.graphql.lists.events import EVENTS
from pages.graphql.lists.projects import ProjectStatusType
from pages.graphql.relations import pages_field, parts_field, snippet_field, snippets_field
from pages.graphql.types.common import (
    calendar_field,
    contact_field,
    feed_field,
    optional_text,
    text,
    type_of,
)
from pages.graphql.types.sections import declare_section
from pages.models import (
    DatePrecision,
    GroupPage,
    Organisation,
    ProjectChange,
    ProjectIndexPage,
    ProjectLink,
    ProjectPage,
    ProjectParticipant,
    ProjectReport,
    ProjectRole,
    Topic,
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


@dataclass(frozen=True, slots=True, eq=False)
class _Day:
    date: date
    precision: str


class RoughDate(graphene.ObjectType):
    """A date with day, month or year precision."""

    date = ApiField(
        Date,
        description=(
            "The date; with less than day precision, the first day "
            "of the period for a start, the last for an end."
        ),
    )
    precision = ApiField(DatePrecisionType, description="How precise `date` is.")


def _rough_date(name: str, description: str) -> ApiField:
    def source(parent: Any, _context: Any) -> _Day | None:
        day = getattr(parent, name)
        return _Day(day, getattr(parent, f"{name}_precision")) if day else None

    return ApiField(
        RoughDate,
        required=False,
        description=description,
        source=source,
        columns=(name, f"{name}_precision"),
    )


declare(
    ProjectLink,
    "A link on a project's page.",
    text=text("Link text."),
    url=text("Address."),
)
declare(
    ProjectParticipant,
    "An organisation's role in a project.",
    role=ApiField(ProjectRoleType, description="What the organisation does in the project."),
    organisation=snippet_field(
        type_of(Organisation),
        "organisation_id",
        Organisation,
        "The participating organisation.",
        required=True,
    ),
)
declare(
    ProjectChange,
    "A decision that changed a project's aim or scope.",
    title=text("Title of the change."),
    description=optional_text(
        "description", ("Why it changed, and what it means for participants.")
    ),
    decided_on=_rough_date("decided_on", "Date of the decision; null if not known."),
)
declare(
    ProjectReport,
    "A report from a project.",
    title=text("Link text for the report."),
    published_on=ApiField(Date, required=False, description="Date of publication."),
    document=document_field("document_id", "The file; null if it is not public."),
)
declare(
    ProjectPage,
    "A project: what is tested, with whom, and the results.",
    status=ApiField(ProjectStatusType, description="The stage of the project."),
    status_note=optional_text(
        "status_note", ("Why the project ended or is paused, and who decides next.")
    ),
    starts_on=_rough_date("starts_on", "Start of the project; null if not known."),
    ends_on=_rough_date("ends_on", "End of the project; null if not known."),
    target_group=optional_text("target_group", "Target group, as text."),
    method=optional_text("method", "Method, as text."),
    results=optional_text("results", "Results, good and bad."),
    contact=contact_field(),
    participants=parts_field(
        type_of(ProjectParticipant),
        ProjectPage,
        "participants",
        "Participating organisations; one with two roles is listed twice.",
    ),
    changes=parts_field(
        type_of(ProjectChange), ProjectPage, "changes", "Changes of the project's aim or scope."
    ),
    reports=parts_field(
        type_of(ProjectReport),
        ProjectPage,
        "reports",
        "Published reports, in the editors' order.",
    ),
    links=parts_field(
        type_of(ProjectLink), ProjectPage, "links", ("Links from the project's page.")
    ),
    groups=pages_field(
        type_of(GroupPage), ProjectPage, "groups", GroupPage, "Groups that follow the project."
    ),
    topics=snippets_field(type_of(Topic), ProjectPage, "topics", Topic, "The page's topics."),
    body=body_field(ProjectBody, "body", "The project's content."),
    calendar_url=calendar_field(),
    feed_url=feed_field(),
    events=EVENTS.under("Events about the project.", path="projects__translation_key"),
    articles=ARTICLES.under("Articles about the project.", path="projects__translation_key"),
)
declare_section(ProjectIndexPage, "A list page for projects; query `projects` for its contents.")
