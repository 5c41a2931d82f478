"""Projects and their parts."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import graphene

from cms.graphql.fields import ApiField
from cms.graphql.scalars import Date
from pages.graphql.declare import declare
from pages.graphql.documents.blocks import ProjectBody, body_field
from pages.graphql.documents.media import document_field
from pages.graphql.enums import DatePrecisionType, ProjectRoleType, ProjectStatusType
from pages.graphql.lists.declarations import ARTICLES, EVENTS, related_list
from pages.graphql.relations import pages_field, parts_field, snippet_field, snippets_field
from pages.graphql.types.common import (
    calendar_field,
    contact_field,
    feed_field,
    optional_text,
    text,
    type_of,
)
from pages.models import (
    GroupPage,
    Organisation,
    ProjectChange,
    ProjectLink,
    ProjectPage,
    ProjectParticipant,
    ProjectReport,
    Topic,
)


@dataclass(frozen=True, slots=True, eq=False)
class _Day:
    date: date
    precision: str


class RoughDate(graphene.ObjectType):
    """A date that may be known by the month or the year only."""

    class Meta:
        description = "A date, and how much of it is known."

    date = ApiField(Date, description="The first day of it for a start, the last one for an end.")
    precision = ApiField(DatePrecisionType, description="How much of the date holds.")


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
    "A link out of a project's page.",
    text=text("Where it leads, in words."),
    url=text("Address."),
)
declare(
    ProjectParticipant,
    "An organisation's part in a project.",
    role=ApiField(ProjectRoleType, description="What it does."),
    organisation=snippet_field(
        type_of(Organisation), "organisation_id", Organisation, "Who.", required=True
    ),
)
declare(
    ProjectChange,
    "A decision that changed a project's aim or extent.",
    title=text("What changed."),
    description=optional_text("description", "Why, and what it means for those who take part."),
    decided_on=_rough_date("decided_on", "When it was decided; null if not known."),
)
declare(
    ProjectReport,
    "A report from a project.",
    title=text("What to call the link to the report."),
    published_on=ApiField(Date, required=False, description="The date on it."),
    document=document_field("document_id", "The file; null if it is not public."),
)
declare(
    ProjectPage,
    "A project: what is tried, with whom, and what came of it.",
    status=ApiField(ProjectStatusType, description="How far it has come."),
    status_note=optional_text("status_note", "Why it ended or waits, and who decides next."),
    starts_on=_rough_date("starts_on", "When it starts; null if not known."),
    ends_on=_rough_date("ends_on", "When it ends; null if not known."),
    target_group=optional_text("target_group", "Whom it is for."),
    method=optional_text("method", "How it is done."),
    results=optional_text("results", "What was found, good and bad."),
    contact=contact_field(),
    participants=parts_field(
        type_of(ProjectParticipant),
        ProjectPage,
        "participants",
        "Organisations that lead, fund, take part or follow; one with two parts comes twice.",
    ),
    changes=parts_field(
        type_of(ProjectChange), ProjectPage, "changes", "What changed along the way."
    ),
    reports=parts_field(
        type_of(ProjectReport),
        ProjectPage,
        "reports",
        "What was published about it, in the editors' order.",
    ),
    links=parts_field(type_of(ProjectLink), ProjectPage, "links", "Links out of its page."),
    groups=pages_field(
        type_of(GroupPage), ProjectPage, "groups", GroupPage, "Groups that follow it."
    ),
    topics=snippets_field(type_of(Topic), ProjectPage, "topics", Topic, "What it is about."),
    body=body_field(ProjectBody, "body", "More about the project."),
    calendar_url=calendar_field(),
    feed_url=feed_field(),
    events=related_list(EVENTS, "Events about it.", path="projects__translation_key"),
    articles=related_list(ARTICLES, "News about it.", path="projects__translation_key"),
)
