"""A service as schema.org's GovernmentService.

Without `aggregateRating`: figures appear in releases only, whole months at a time, and no service
is ranked against another.
"""

from feedback.models import Service
from pages.models import Organisation
from pages.syndication.structured_data.json_ld import Node, node, node_if
from pages.syndication.structured_data.organisations import contact_point, organisation


def government_service(
    service: Service, *, administration: Organisation, address: str = ""
) -> Node:
    """Return a service; `address` is its page in the front end, or where feedback is left."""
    return node(
        "GovernmentService",
        name=service.name,
        description=service.description,
        url=address,
        serviceOperator=organisation(administration),
        audience=node_if("Audience", audienceType=service.audience),
        availableChannel=node_if(
            "ServiceChannel",
            description=service.access,
            servicePhone=contact_point(service) if service.contact_phone else None,
        ),
    )
