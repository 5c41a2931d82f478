"""The list of projects."""

from typing import Any

import graphene

from pages.graphql.enums import enum_type
from pages.graphql.lists.declaring import BY_TITLE, Order, page_list
from pages.graphql.lists.filtering import (
    Filtering,
    condition,
    one_of,
    related_to,
    related_to_any,
)
from pages.models import ProjectPage, ProjectParticipant, ProjectStatus

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


def _with_participant(rows: Any, slug: str, _filtering: Filtering) -> Any:
    named = ProjectParticipant.objects.filter(organisation__slug=slug)
    return rows.filter(pk__in=named.values("project_id"))


PROJECTS = page_list(
    ProjectPage,
    "projects",
    type_name="Project",
    plural="projects",
    singular="project",
    description="Projects in one language.",
    description_of_one="One project.",
    orders=[
        BY_TITLE,
        Order(
            "STARTS_ON",
            "starts_on",
            "Oldest first; null last.",
            "Newest first; null last.",
            nullable=True,
        ),
    ],
    default_order="TITLE_ASC",
    conditions={
        "status": one_of(ProjectStatusType, "status", "Stages of projects."),
        "topic": related_to_any("topics", "Slugs of topics."),
        "group": related_to("groups", "Slug of a group that follows the project."),
        "organisation": condition(
            graphene.String, "Slug of a participating organisation.", _with_participant
        ),
    },
)
