"""JSON-LD of venues, rooms and live streams."""

from pages.models import Venue
from pages.syndication.structured_data.json_ld import Node, node, node_if


def place(venue: Venue, *, room: str = "") -> Node:
    """Return a venue with its accessibility; unknown features are omitted."""
    return node(
        "Place",
        name=f"{venue.name}, {room}" if room else venue.name,
        address=node_if(
            "PostalAddress",
            streetAddress=venue.address,
            postalCode=venue.postal_code,
            addressLocality=venue.city,
            addressCountry="SE",
        ),
        geo=None
        if venue.latitude is None or venue.longitude is None
        else node(
            "GeoCoordinates", latitude=float(venue.latitude), longitude=float(venue.longitude)
        ),
        description="\n\n".join(text for text in (venue.way_in, venue.accessibility) if text),
        amenityFeature=[
            node("LocationFeatureSpecification", name=name, value=value)
            for name, value in (
                ("wheelchair accessible", venue.step_free),
                ("hearing loop", venue.hearing_loop),
            )
            if value is not None
        ],
    )


def virtual_place(stream_url: str) -> Node:
    """Return the live stream of an event."""
    return node("VirtualLocation", url=stream_url)
