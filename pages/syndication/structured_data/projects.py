"""JSON-LD of projects, as temporary organisations with an aim."""

from collections.abc import Mapping, Sequence

from pages.models import Organisation, ProjectPage, ProjectParticipant, ProjectRole
from pages.syndication.structured_data.json_ld import (
    Facts,
    Node,
    Related,
    common,
    node,
    partial_date,
    related,
)
from pages.syndication.structured_data.organisations import contact_point, organisation


def project(
    page: ProjectPage,
    facts: Facts,
    *,
    participants: Sequence[ProjectParticipant] = (),
    organisations: Mapping[int, Organisation] | None = None,
    groups: Sequence[Related] = (),
) -> Node:
    """Return a project; `organisations` maps ids to the participating organisations.

    The project's status is omitted: schema.org has start and end dates, but no status.
    """
    by_id = organisations or {}

    def having(*roles: ProjectRole) -> list[Node]:
        bodies = (each.organisation_id for each in participants if each.role in roles)
        # An organisation with two of the roles is included once.
        return [organisation(by_id[pk]) for pk in dict.fromkeys(bodies) if pk in by_id]

    is_researched = any(each.role == ProjectRole.RESEARCHER for each in participants)
    return node(
        "ResearchProject" if is_researched else "Project",
        **common(page, facts),
        foundingDate=partial_date(page.starts_on, page.starts_on_precision),
        dissolutionDate=partial_date(page.ends_on, page.ends_on_precision),
        parentOrganization=having(ProjectRole.LEAD),
        funder=having(ProjectRole.FUNDER),
        member=[
            *having(ProjectRole.PARTNER, ProjectRole.RESEARCHER),
            *(related("Organization", each) for each in groups),
        ],
        contactPoint=contact_point(page),
        knowsAbout=[topic.name for topic in facts.topics],
    )
