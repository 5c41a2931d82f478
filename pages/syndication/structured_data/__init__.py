"""What pages say to search engines and assistants: schema.org as JSON-LD.

Every function makes a dictionary of what it is given, asks the database for nothing, and shows
everything that it is given: whoever calls it has chosen what may be seen.
"""

from pages.syndication.structured_data.articles import article
from pages.syndication.structured_data.events import event, event_series
from pages.syndication.structured_data.json_ld import Facts, Node, Related, as_script_text, document
from pages.syndication.structured_data.navigation import breadcrumbs, web_page, web_site
from pages.syndication.structured_data.organisations import group, organisation, publisher
from pages.syndication.structured_data.places import place
from pages.syndication.structured_data.projects import project

__all__ = [
    "Facts",
    "Node",
    "Related",
    "article",
    "as_script_text",
    "breadcrumbs",
    "document",
    "event",
    "event_series",
    "group",
    "organisation",
    "place",
    "project",
    "publisher",
    "web_page",
    "web_site",
]
