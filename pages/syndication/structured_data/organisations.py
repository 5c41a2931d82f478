"""JSON-LD of organisations and groups."""

from collections.abc import Sequence

from pages.models import GroupPage, Organisation, OrganisationKind
from pages.models.base import ContactFields
from pages.syndication.structured_data.json_ld import Facts, Node, common, day, node, node_if

# An association is not necessarily an NGO, nor a business a Corporation, as schema.org defines
# them.
_TYPES = {
    OrganisationKind.ADMINISTRATION: "GovernmentOrganization",
    OrganisationKind.AUTHORITY: "GovernmentOrganization",
    OrganisationKind.UNIVERSITY: "CollegeOrUniversity",
}


def organisation(body: Organisation, *, logo: str = "") -> Node:
    """Return an organisation; `logo` is the URL of its logo."""
    return node(
        _TYPES.get(OrganisationKind(body.kind), "Organization"),
        name=body.name,
        url=body.website,
        logo=logo,
    )


def publisher(name: str, address: str) -> Node:
    """Return the publisher of a site, identified by the site's name and URL."""
    return node("Organization", **{"@id": f"{address}#publisher"}, name=name, url=address)


def group(page: GroupPage, facts: Facts, *, organisers: Sequence[Organisation] = ()) -> Node:
    """Return a group as an organisation, with its organisers as parent organisations."""
    return node(
        "Organization",
        **common(page, facts)
        | {"description": page.summary or page.purpose}
        | {"parentOrganization": [organisation(each) for each in organisers]},
        contactPoint=contact_point(page),
        dissolutionDate=day(page.ended_on),
        # The group's topics; `about` is defined for works and events only.
        knowsAbout=[topic.name for topic in facts.topics],
    )


def contact_point(fields: ContactFields) -> Node | None:
    """Return the contact, a role rather than a private person, or None."""
    return node_if(
        "ContactPoint",
        contactType=fields.contact_role,
        email=fields.contact_email,
        telephone=fields.contact_phone,
    )
