"""A service as schema.org's GovernmentService.

Without `aggregateRating`: figures are published for whole periods only, and services are not ranked
against each other.
"""

from feedback.models import Service
from pages.models import Organisation
from pages.syndication.structured_data.json_ld import Node, node, node_if
from pages.syndication.structured_data.organisations import contact_point, organisation


def government_service(
    service: Service, *, administration: Organisation, address: str = ""
) -> Node:
    """Return the service as a JSON-LD node; `address` is its URL."""
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
